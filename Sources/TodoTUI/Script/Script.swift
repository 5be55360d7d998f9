package import TerminalKit

/// A script for the real screen: statements separated by white space, `#` starts a comment.
///
///     size 100x30
///     wait "Sign in"   type-env TODOTUI_PASSWORD   key Enter
///     expect "Open"    expect-not "error"   snapshot tour-1   key q   exit 0
package struct Script: Equatable, Sendable {
  /// What one statement does.
  package enum Action: Equatable, Sendable {
    case size(Size)
    case wait(String)
    case expect(String)
    case expectNot(String)
    case type(String)
    case typeEnvironment(String)
    case key(Key)
    case snapshot(String)
    case exit(Int32)
  }

  /// A statement and the line it stands on.
  package struct Statement: Equatable, Sendable {
    package var line: Int
    package var action: Action
  }

  /// Why a text is no script.
  package struct SyntaxError: Error, Equatable, Sendable {
    package var line: Int
    package var sentence: String
  }

  package var statements: [Statement] = []

  /// Reads a script.
  ///
  /// - Parameter text: the whole file.
  /// - Throws: ``SyntaxError`` with the line of the first thing that is not understood.
  package init(text: String) throws(SyntaxError) {
    var words = try ScriptWords(text).words[...]
    while let verb = words.popFirst() {
      let argument = words.popFirst()
      guard let argument else {
        throw SyntaxError(line: verb.line, sentence: "\(verb.text) needs an argument.")
      }
      guard let action = try Script.action(verb, argument) else {
        throw SyntaxError(
          line: verb.line,
          sentence:
            "\"\(verb.text.prefix(40))\" is no statement: size, wait, expect, expect-not, type, "
            + "type-env, key, snapshot and exit are."
        )
      }
      statements.append(Statement(line: verb.line, action: action))
    }
  }

  private static func action(
    _ verb: ScriptWords.Word,
    _ argument: ScriptWords.Word
  ) throws(SyntaxError) -> Action? {
    let text = argument.text
    func bad(_ sentence: String) -> SyntaxError {
      SyntaxError(line: argument.line, sentence: sentence)
    }
    switch verb.text {
    case "size":
      guard let size = Size(text: text) else { throw bad("size \(text) is not like 80x24.") }
      return .size(size)
    case "wait": return .wait(text)
    case "expect": return .expect(text)
    case "expect-not": return .expectNot(text)
    case "type": return .type(text)
    case "type-env": return .typeEnvironment(text)
    case "key":
      guard let key = Key(name: text) else { throw bad("There is no key called \(text).") }
      return .key(key)
    case "snapshot":
      guard !text.isEmpty, !text.contains("/"), !text.hasPrefix(".") else {
        throw bad("snapshot takes a plain file name.")
      }
      return .snapshot(text)
    case "exit":
      guard let status = Int32(text), (0...255).contains(status) else {
        throw bad("exit takes a number from 0 to 255.")
      }
      return .exit(status)
    default: return nil
    }
  }
}

extension Size {
  /// Reads `80x24`, columns first, each 1–1,000.
  init?(text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    self.init(rows: rows, columns: columns)
  }
}

/// Splits a script into words; quotes keep spaces, `\"` and `\\` are a quote and a backslash.
private struct ScriptWords {
  struct Word {
    var line: Int
    var text: String
  }

  var words: [Word] = []

  init(_ text: String) throws(Script.SyntaxError) {
    var line = 1
    var rest = text[...]
    while let first = rest.first {
      if first.isNewline {
        line += 1
        rest.removeFirst()
      } else if first.isWhitespace {
        rest.removeFirst()
      } else if first == "#" {
        rest = rest.drop { !$0.isNewline }
      } else if first == "\"" {
        rest.removeFirst()
        words.append(Word(line: line, text: try ScriptWords.quoted(&rest, line)))
      } else {
        let word = rest.prefix { !$0.isWhitespace }
        words.append(Word(line: line, text: String(word)))
        rest = rest.dropFirst(word.count)
      }
    }
  }

  private static func quoted(
    _ rest: inout Substring,
    _ line: Int
  ) throws(Script.SyntaxError) -> String {
    var text = ""
    while let character = rest.popFirst(), !character.isNewline {
      if character == "\"" { return text }
      if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
        text.append(next)
        rest.removeFirst()
      } else {
        text.append(character)
      }
    }
    throw Script.SyntaxError(line: line, sentence: "A quotation has no end.")
  }
}
