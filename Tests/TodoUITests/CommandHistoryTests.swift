import Testing
import TodoUI

@Suite struct `The command line's history` {
  private let history = ["list --all", "done milk", "list", "add tea"]

  @Test func `the arrows walk through it, and what was typed is kept`() {
    var model = commandModel(history: history)
    var seen: [String?] = []
    for _ in 0..<5 {
      _ = press(&model, "Up")
      seen.append(model.commandText)
    }
    #expect(seen == ["add tea", "list", "done milk", "list --all", "list --all"])
    _ = press(&model, "Down Down Down")
    #expect(model.commandText == "add tea")
    _ = press(&model, "Down Down")
    #expect(model.commandText == "")
  }

  @Test func `is not for who signs in next`() {
    var model = commandModel(history: history, keys: "Esc")
    _ = update(&model, .signedOut("You signed out."))
    #expect(model.grammar.history.isEmpty)
  }

  @Test func `only lines that begin with what was typed`() {
    var model = commandModel(history: history, typing: "li", keys: "Up")
    #expect(model.commandText == "list")
    _ = press(&model, "Up Up")
    #expect(model.commandText == "list --all")
    _ = press(&model, "Down Down")
    #expect(model.commandText == "li")
    #expect(commandModel(history: history, typing: "x", keys: "Up").commandText == "x")
  }

  @Test func `an edited line is typed from then on`() {
    var model = commandModel(history: history, keys: "Up Up Backspace")
    #expect(model.commandText == "lis")
    _ = press(&model, "Up Up")
    #expect(model.commandText == "list --all")
  }

  @Test func `what was run comes first, the same line twice in a row once`() {
    var model = commandModel(history: history)
    for (number, line) in ["show 1", "show 1", "list"].enumerated() {
      type(&model, line)
      #expect(press(&model, "Enter") == [.run(id: number + 1, line)])
      _ = update(&model, .commandEnded(id: number + 1, CommandResult()))
      _ = press(&model, ":")
    }
    #expect(model.grammar.history == history + ["show 1", "list"])
    _ = press(&model, "Up Up Up")
    #expect(model.commandText == "add tea")
  }

  @Test func `what was run before the history was read stays in it`() {
    var model = listModel(keys: ": l i s t Enter")
    _ = update(
      &model,
      .commandsPrepared(CommandGrammar(commands: sampleCommands, history: ["add tea"]))
    )
    #expect(model.grammar.history == ["add tea", "list"])
  }

  @Test func `a failed line is remembered too, an empty one and quitting are not`() {
    var model = commandModel(typing: "nothing", keys: "Enter")
    _ = update(&model, .commandEnded(id: 1, CommandResult(failure: "No.")))
    _ = press(&model, "Esc : Space Enter : q Enter")
    #expect(model.grammar.history == ["nothing"])
  }
}
