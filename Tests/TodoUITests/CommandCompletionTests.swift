import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `The command line's completion` {
  @Test func `the only command is completed with a blank behind it`() {
    #expect(commandModel(typing: "li", keys: "Tab").commandText == "list ")
    #expect(commandModel(typing: "list", keys: "Tab").commandText == "list ")
    #expect(commandModel(typing: "qu", keys: "Tab").commandText == "quit ")
    #expect(commandModel(typing: "x", keys: "Tab S-Tab").commandText == "x")
  }

  @Test func `Tab and S-Tab go round, and come by what was typed`() {
    var model = commandModel(typing: "a")
    #expect(model.offered == ["add", "auth"])
    var seen: [String?] = []
    for key in ["Tab", "Tab", "Tab", "Tab", "S-Tab", "S-Tab", "S-Tab"] {
      _ = press(&model, key)
      seen.append(model.commandText)
    }
    #expect(seen == ["add", "auth", "a", "add", "a", "auth", "add"])
    type(&model, " x")
    #expect(model.commandText == "add x")
    #expect(commandModel(keys: "Tab").commandText == "add")
  }

  @Test func `commands of two words are completed word by word`() {
    #expect(commandModel(typing: "au", keys: "Tab").commandText == "auth ")
    var model = commandModel(typing: "auth ")
    #expect(model.offered == ["login", "status"])
    type(&model, "s")
    _ = press(&model, "Tab")
    #expect(model.commandText == "auth status ")
    #expect(model.offered == ["--json"])
  }

  @Test func `options, each once, and their values`() {
    #expect(commandModel(typing: "list --so", keys: "Tab").commandText == "list --sort ")
    let model = commandModel(typing: "list --sort ")
    #expect(model.offered == ["created", "title", "due", "priority"])
    #expect(commandModel(typing: "list --sort t", keys: "Tab").commandText == "list --sort title ")
    let sign = commandModel(typing: "list --sort=t", keys: "Tab")
    #expect(sign.commandText == "list --sort=title ")
    #expect(commandModel(typing: "list --sort due --").offered == ["--all", "--limit", "--search"])
    #expect(commandModel(typing: "list --limit ").offered.isEmpty)
    #expect(commandModel(typing: "list -- --").offered.isEmpty)
  }

  @Test func `titles by the beginnings of their words, in quotes where they need them`() {
    let model = commandModel(typing: "edit 'MI oa", keys: "Tab")
    #expect(model.commandText == "edit 'Buy oat milk' ")
    #expect(commandModel(typing: "edit ilk").offered.isEmpty)
    #expect(commandModel(typing: "edit 東京", keys: "Tab").commandText?.hasSuffix("🏨' ") == true)
    let items = [item(1, "Tea"), item(2, "Marc's \"book\""), item(3, "-5 °C"), item(4, "ÉTÉ")]
    #expect(commandModel(items, typing: "show t", keys: "Tab").commandText == "show Tea ")
    #expect(
      commandModel(items, typing: "show boo", keys: "Tab").commandText
        == #"show "Marc's \"book\"" "#
    )
    #expect(commandModel(items, typing: "show 5", keys: "Tab").commandText == "show -- '-5 °C' ")
    #expect(commandModel(items, typing: "show été", keys: "Tab").commandText == "show ÉTÉ ")
  }

  @Test func `only what the command can change, and one of a title`() {
    #expect(
      commandModel(typing: "undone ").offered == ["Water the plants", "Pay the electricity bill"]
    )
    #expect(!commandModel(typing: "done ").offered.contains("Water the plants"))
    let twins = [item(1, "Tea"), item(2, "Tea"), item(3, "Coffee")]
    #expect(commandModel(twins, typing: "done ").offered == ["Tea", "Coffee"])
  }

  @Test func `the task under the cursor comes first`() {
    let offered = ["Book the train", "Buy oat milk", "Pay the electricity bill"]
    var model = listModel(keys: "j j j :")
    _ = update(&model, .commandsPrepared(CommandGrammar(commands: sampleCommands)))
    type(&model, "show b")
    #expect(model.offered == offered)
  }

  @Test func `no more than 50, of however many`() {
    let many = (1...5000).map { item($0, "Task \($0)") }
    #expect(commandModel(many, typing: "done t").offered.count == 50)
    #expect(commandModel(many, typing: "done 4999").offered == ["Task 4999"])
  }

  @Test func `what is typed or taken back letter by letter finds the same as a paste`() {
    for line in ["edit 'buy m", "edit t", "show pay", "show 'the p", "done ca x"] {
      var typed = commandModel(typing: line)
      var pasted = commandModel()
      _ = update(&pasted, .input(.paste(line)))
      #expect(typed.offered == pasted.offered, "\(line)")
      type(&typed, "zz")
      #expect(typed.offered.isEmpty)
      _ = press(&typed, "Backspace Backspace")
      #expect(typed.offered == pasted.offered, "\(line)")
    }
  }

  @Test func `tags that tasks have`() {
    var tagged = item(1, "Buy oat milk")
    tagged.todo.tags = ["home", "shop"]
    var other = item(2, "Write")
    other.todo.tags = ["Work", "home"]
    #expect(
      commandModel([tagged, other], typing: "add Tea #").offered == ["#Work", "#home", "#shop"]
    )
    #expect(commandModel([tagged], typing: "list #h", keys: "Tab").commandText == "list #home ")
  }

  @Test func `what stands behind the cursor stays`() {
    let model = commandModel(typing: "li --all", keys: "Home Right Right Tab")
    #expect(model.commandText == "list  --all")
    #expect(model.commandLine?.input.cursor == 5)
  }

  @Test func `a hint says what a whole command or option does`() {
    #expect(
      row(-1, of: commandModel(typing: "list")).hasSuffix(
        "Print tasks; open ones unless said otherwise."
      )
    )
    #expect(row(-1, of: commandModel(typing: "list --sort")).hasSuffix("The order of the tasks."))
    #expect(row(-1, of: commandModel(typing: "auth")) == " :auth")
    #expect(row(-1, of: commandModel(typing: "list", keys: "Left")) == " :list")
  }
}
