import TerminalKit

/// The statements of the script language: their words, and what those mean.
enum ScriptGrammar {
  /// One kind of statement.
  struct Form: Sendable {
    /// What follows the verb, in words.
    var arguments: [String]
    /// The action of as many words.
    var action: @Sendable ([ScriptWords.Word]) throws(ScriptWords.Slip) -> Script.Action

    var needs: String { arguments.joined(separator: " and ") }
  }

  /// In the order in which an error lists them.
  static let verbs = [
    "size", "resize", "wait", "expect", "expect-not", "expect-row", "type", "type-env", "key",
    "paste", "mouse", "snapshot", "sleep-until", "exit", "include",
  ]

  static let forms: [String: Form] = [
    "size": size, "resize": size,
    "wait": text { .wait($0) },
    "expect": text { .expect($0) },
    "expect-not": text { .expectNot($0) },
    "expect-row": Form(arguments: ["a row", "a text"]) { words throws(ScriptWords.Slip) in
      .expectRow(try number(words[0], "expect-row"), words[1].text)
    },
    "type": one("a text") { word throws(ScriptWords.Slip) in
      guard !word.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
      else {
        throw ScriptWords.Slip(word.line, "type takes what keys write: use key Enter, or paste.")
      }
      return .type(word.text)
    },
    "type-env": one("a variable") { word in .typeEnvironment(word.text) },
    "key": one("a key") { word throws(ScriptWords.Slip) in
      guard let key = Key(name: word.text) else {
        throw ScriptWords.Slip(word.line, "There is no key called \(word.text).")
      }
      return .key(key)
    },
    "paste": text { .paste($0) },
    "mouse": Form(
      arguments: ["click, wheel-up or wheel-down", "a row", "a column"],
      action: mouse
    ),
    "snapshot": one("a name") { word throws(ScriptWords.Slip) in
      guard !word.text.isEmpty, !word.text.contains("/"), !word.text.hasPrefix(".") else {
        throw ScriptWords.Slip(word.line, "snapshot takes a plain file name.")
      }
      return .snapshot(word.text)
    },
    "sleep-until": one("a time") { word throws(ScriptWords.Slip) in
      guard let time = TimeOfDay(text: word.text) else {
        throw ScriptWords.Slip(word.line, "sleep-until \(word.text) is not like 23:59 or 23:59:58.")
      }
      return .sleepUntil(time)
    },
    "exit": one("a status") { word throws(ScriptWords.Slip) in
      guard let status = Int32(word.text), (0...255).contains(status) else {
        throw ScriptWords.Slip(word.line, "exit takes a number from 0 to 255.")
      }
      return .exit(status)
    },
    "include": one("a file") { word throws(ScriptWords.Slip) in
      guard !word.text.isEmpty else {
        throw ScriptWords.Slip(word.line, "include takes the path of a file.")
      }
      return .include(word.text)
    },
  ]

  /// The mouse's deeds by name.
  static let mouseKinds: [(name: String, kind: MouseEvent.Kind)] = [
    ("click", .press), ("wheel-up", .wheelUp), ("wheel-down", .wheelDown),
  ]

  private static let size = one("a size") { word throws(ScriptWords.Slip) in
    guard let size = Size(text: word.text) else {
      throw ScriptWords.Slip(word.line, "\(word.text) is no size like 80x24.")
    }
    return .size(size)
  }

  private static func text(_ action: @escaping @Sendable (String) -> Script.Action) -> Form {
    one("a text") { word in action(word.text) }
  }

  private static func one(
    _ argument: String,
    _ action: @escaping @Sendable (ScriptWords.Word) throws(ScriptWords.Slip) -> Script.Action
  ) -> Form {
    Form(arguments: [argument]) { words throws(ScriptWords.Slip) in try action(words[0]) }
  }

  @Sendable private static func mouse(_ words: [ScriptWords.Word]) throws(ScriptWords.Slip)
    -> Script.Action
  {
    guard let (_, kind) = mouseKinds.first(where: { $0.name == words[0].text }) else {
      throw ScriptWords.Slip(words[0].line, "mouse takes click, wheel-up or wheel-down.")
    }
    let row = try number(words[1], "mouse")
    let column = try number(words[2], "mouse")
    return .mouse(MouseEvent(kind, at: Position(row: row - 1, column: column - 1)))
  }

  private static func number(
    _ word: ScriptWords.Word,
    _ verb: String
  ) throws(ScriptWords.Slip) -> Int {
    guard let number = Int(word.text), (1...1000).contains(number) else {
      throw ScriptWords.Slip(word.line, "\(verb) counts rows and columns from 1 to 1000.")
    }
    return number
  }
}
