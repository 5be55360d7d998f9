import TerminalKit
import TodoKit
import TodoUI

private typealias Option = CommandGrammar.Option

/// A few of the commands, as their parser describes them.
let sampleCommands: [CommandGrammar.Command] = [
  .init(
    words: ["add"],
    abstract: "Add a task.",
    options: [Option(name: "--description", help: "More about it.", takesValue: true)],
    takesReferences: false
  ),
  .init(
    words: ["auth", "login"],
    abstract: "Sign in.",
    options: [],
    takesReferences: false
  ),
  .init(
    words: ["auth", "status"],
    abstract: "Say who is signed in, and how the session is kept.",
    options: [Option(name: "--json", help: "As JSON.", takesValue: false)],
    takesReferences: false
  ),
  .init(words: ["done"], abstract: "Complete tasks.", options: [], takesReferences: true),
  .init(words: ["edit"], abstract: "Change a task.", options: [], takesReferences: true),
  .init(
    words: ["list"],
    abstract: "Print tasks; open ones unless said otherwise.",
    options: [
      Option(name: "--all", help: "Open and completed tasks.", takesValue: false),
      Option(name: "--limit", help: "At most this many.", takesValue: true),
      Option(name: "--search", help: "Words that must all occur.", takesValue: true),
      Option(
        name: "--sort",
        help: "The order of the tasks.",
        values: ["created", "title", "due", "priority"],
        takesValue: true
      ),
    ],
    takesReferences: false
  ),
  .init(words: ["show"], abstract: "Print all of a task.", options: [], takesReferences: true),
  .init(words: ["undone"], abstract: "Reopen tasks.", options: [], takesReferences: true),
]

/// The list with its command line open and these keys pressed; nothing was run before unless said.
func commandModel(
  _ items: [TodoItem] = sampleItems,
  history: [String] = [],
  size: Size = large,
  typing text: String = "",
  keys: String = ""
) -> Model {
  var model = listModel(items, size: size, keys: ":")
  _ = update(
    &model,
    .commandsPrepared(CommandGrammar(commands: sampleCommands, history: history))
  )
  type(&model, text)
  _ = press(&model, keys)
  return model
}

extension Model {
  /// What stands in the command line; nil while it is closed.
  var commandText: String? { commandLine?.input.text }

  /// The labels of what may stand at the cursor.
  var offered: [String] { commandLine?.completion?.candidates.map(\.label) ?? [] }

  var openPager: Pager? {
    if case .pager(let pager) = overlay { pager } else { nil }
  }

  var openHelp: HelpPanel? {
    if case .help(let panel) = overlay { panel } else { nil }
  }
}
