import TodoUI

/// A key of the screen as the first word of a line.
struct LineVerb: Sendable {
  /// The action whose words of the key table explain it; nil for what has none there.
  var action: Action?
  /// How it may be written; names of several letters in any case.
  var names: [String]
  /// What stands behind it, as the help shows it.
  var argument: String
  /// What it does, where the key table has no words for it.
  var words: String
  /// Whether it is this only with nothing behind it.
  var standsAlone = false
  var command: @Sendable (String) -> LineCommand

  static let all: [LineVerb] = [
    LineVerb(.add, ["a", "A"], "TITLE") { text in
      text.isEmpty ? .refused("Type a and a title: a Buy milk.") : .add(text)
    },
    LineVerb(.toggleCompleted, ["x", "space"], "TASK…") { text in
      .tasks(text) { .toggle($0) }
    },
    LineVerb(.read, ["Enter", "show"], "TASK…") { text in
      .tasks(text) { .read($0) }
    },
    LineVerb(.retitle, ["e"], "TASK TITLE") { text in
      .task(text) { .retitle($0, $1) }
    },
    LineVerb(.describe, ["E"], "TASK TEXT") { text in
      .task(text) { .describe($0, $1) }
    },
    LineVerb(nil, ["d"], "TASK…", "delete, asks once") { text in
      .tasks(text) { .delete($0) }
    },
    LineVerb(.undo, ["u", "undo"], "", alone: true) { _ in .undo },
    LineVerb(.redo, ["^R", "redo"], "", alone: true) { _ in .redo },
    LineVerb(nil, ["y"], "TASK…", "print the title alone") { text in
      .tasks(text) { .copy($0) }
    },
    LineVerb(nil, ["o"], "TASK…", "print the first link") { text in
      .tasks(text) { .link($0) }
    },
    LineVerb(nil, ["l", "^L"], "", "print the list again", alone: true) { _ in .list },
    LineVerb(nil, ["more", "PgDn"], "", "the next tasks of a long list", alone: true) { _ in
      .more
    },
    LineVerb(.nextTab, ["Tab", "]"], "[NAME]") { .tab($0) },
    LineVerb(.previousTab, ["S-Tab", "["], "", alone: true) { _ in .previousTab },
    LineVerb(nil, ["s"], "ORDER", "sort") { .sort(by: $0) },
    LineVerb(.sync, ["R"], "", alone: true) { _ in .sync },
    LineVerb(.queue, ["Q"], "", alone: true) { _ in .queue },
    LineVerb(nil, ["c"], "", "decide conflicts, one by one", alone: true) { _ in .decide },
    LineVerb(.signOut, ["L"], "", alone: true) { _ in .signOut },
    LineVerb(.help, ["?", "F1", "help"], "", alone: true) { _ in .help },
    LineVerb(.quit, ["q", "quit"], "", alone: true) { _ in .quit },
  ]

  private init(
    _ action: Action?,
    _ names: [String],
    _ argument: String,
    _ words: String = "",
    alone: Bool = false,
    _ command: @escaping @Sendable (String) -> LineCommand
  ) {
    self.action = action
    self.names = names
    self.argument = argument
    self.words = words
    standsAlone = alone
    self.command = command
  }

  /// The verb of a first word; letters count as they are, since `e` and `E` are two keys.
  static func named(_ name: String, isAlone: Bool) -> LineVerb? {
    all.first { verb in
      (isAlone || !verb.standsAlone)
        && verb.names.contains {
          $0 == name || $0.count > 1 && $0.lowercased() == name.lowercased()
        }
    }
  }

  /// One line a verb, in the words of the key table; then what is no key.
  static var help: [String] {
    let lines = all.map { verb -> String in
      let binding = KeyTable.bindings.first {
        $0.action == verb.action && $0.contexts.contains(.list)
      }
      let names = verb.names.joined(separator: " or ")
      let argument = verb.argument.isEmpty ? "" : " " + verb.argument
      return "\(names)\(argument): \(binding?.help ?? verb.words)"
    }
    return lines + [
      "/TEXT: filter; / alone shows all",
      "A number alone: show details",
      "TASK is a number of the last list, a range like 7-9, or a word of a title.",
      "Commands work as they do headless, with or without a colon: list --done, :help add",
      "^C: forget the line. ^D: quit",
    ]
  }
}
