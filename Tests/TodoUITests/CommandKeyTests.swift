import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Keys in the command line` {
  @Test func `it opens from the list and from the details, and asks for its commands once`() {
    var model = listModel()
    #expect(press(&model, ":") == [.prepareCommands])
    #expect(model.context == .commanding)
    #expect(press(&model, "Esc").isEmpty)
    _ = update(&model, .commandsPrepared(CommandGrammar(commands: sampleCommands)))
    #expect(press(&model, ":").isEmpty)
    var reading = listModel(size: small, keys: "Enter")
    #expect(reading.context == .reading)
    _ = press(&reading, ":")
    #expect(reading.context == .commanding)
    _ = press(&reading, "Esc")
    #expect(reading.context == .reading)
  }

  @Test(arguments: ["Esc", "C-c", "Backspace", "Enter", "Space Enter", "l i s t C-u Backspace"])
  func `it closes and leaves everything as it was`(_ keys: String) {
    var model = commandModel(keys: "Esc")
    let before = model
    #expect(press(&model, ": \(keys)").isEmpty)
    #expect(model == before)
  }

  @Test(arguments: ["q", "quit", "q!", " quit "])
  func `it quits as an editor does`(_ line: String) {
    var model = commandModel(typing: line)
    #expect(press(&model, "Enter") == [.quit])
    #expect(model.commandLine == nil)
  }

  @Test func `a line is run as it was typed, under a number of its own`() {
    var model = commandModel(typing: "add 'oat milk' #home")
    #expect(press(&model, "Enter") == [.run(id: 1, "add 'oat milk' #home")])
    #expect(model.commandLine?.isRunning == true)
    #expect(press(&model, "Enter a b Backspace Tab Up").isEmpty)
    #expect(model.commandText == "add 'oat milk' #home")
    _ = update(&model, .commandEnded(id: 1, CommandResult()))
    #expect(model.commandLine == nil)
    #expect(model.notice == nil)
    #expect(press(&model, ": l i s t Enter") == [.run(id: 2, "list")])
  }

  @Test func `keys typed behind the line's end act on the list`() {
    var model = commandModel(typing: "list", keys: "Enter")
    _ = update(&model, .commandEnded(id: 1, CommandResult()))
    _ = press(&model, "j")
    #expect(model.list.cursor == 1)
  }

  @Test func `an open quotation mark is told before anything is run`() {
    var model = commandModel(typing: "done 'Buy")
    #expect(press(&model, "Enter").isEmpty)
    #expect(model.commandLine?.failure == "A quotation mark is not closed.")
    type(&model, "'")
    #expect(model.commandLine?.failure == nil)
    _ = press(&model, "C-u \\")
    #expect(press(&model, "Enter").isEmpty)
    #expect(row(-2, of: model) == " Nothing follows the backslash at the end.")
  }

  @Test func `a paste is one line`() {
    var model = commandModel()
    _ = update(&model, .input(.paste("list\n--all")))
    #expect(model.commandText == "list --all")
    #expect(model.commandLine?.isRunning == false)
  }
}

@Suite struct `What commands come to` {
  private func ended(_ result: CommandResult, size: Size = large) -> Model {
    var model = commandModel(size: size, typing: "list --sort title", keys: "Enter")
    _ = update(&model, .commandEnded(id: 1, result))
    return model
  }

  @Test func `a failure keeps the line open, is read beside it, and goes with the next change`() {
    var model = ended(CommandResult(failure: "There is no task like that."))
    #expect(model.context == .commanding)
    #expect(row(-2, of: model) == " There is no task like that.")
    #expect(row(-1, of: model) == " :list --sort title")
    #expect(model.messages.entries.last?.notice.text.text == "There is no task like that.")
    _ = press(&model, "Backspace")
    #expect(model.commandLine?.failure == nil)
    #expect(press(&model, "e Enter") == [.run(id: 2, "list --sort title")])
  }

  @Test func `one line is a notice, and notes stand behind it`() {
    #expect(ended(CommandResult(lines: ["Added: milk"])).notice?.text.text == "Added: milk")
    let result = CommandResult(lines: ["Added: milk", ""], notes: ["Saved here.", "Offline."])
    #expect(ended(result).notice?.text.text == "Added: milk Saved here. Offline.")
    #expect(ended(CommandResult(notes: ["Saved here."])).notice?.text.text == "Saved here.")
    #expect(ended(CommandResult(lines: ["", " "])).overlay == nil)
  }

  @Test func `several lines open the pager under the line that was run`() {
    let model = ended(CommandResult(lines: ["a", "b"], notes: ["Offline."]))
    #expect(model.context == .pager)
    #expect(model.openPager?.title == "list --sort title")
    #expect(footer(model) == " Offline.")
  }

  @Test func `one long line is read in the pager too`() {
    let model = ended(CommandResult(lines: [String(repeating: "x", count: 80)]), size: small)
    #expect(model.context == .pager)
  }

  @Test func `output with a failure is read first, then the line is there with its reason`() {
    var model = ended(CommandResult(lines: ["Buy oat milk"], failure: "There is no task 9."))
    #expect(model.context == .pager)
    _ = press(&model, "q")
    #expect(model.context == .commanding)
    #expect(row(-2, of: model) == " There is no task 9.")
  }

  @Test func `Esc stops it, and what comes late is dropped`() {
    var model = commandModel(typing: "list", keys: "Enter")
    #expect(press(&model, "Esc") == [.cancelCommand])
    #expect(model.context == .list)
    #expect(footer(model) == " Stopped: list")
    _ = press(&model, ": l i s t Enter")
    _ = update(&model, .commandEnded(id: 1, CommandResult(lines: ["1", "2"])))
    #expect(model.commandLine?.isRunning == true)
    #expect(model.overlay == nil)
    _ = update(&model, .commandEnded(id: 2, CommandResult(lines: ["3", "4"])))
    #expect(model.context == .pager)
    _ = update(&model, .commandEnded(id: 2, CommandResult(failure: "Twice.")))
    #expect(model.notice == nil)
  }

  @Test func `it says that it is running only once it is slow`() {
    var model = commandModel(typing: "list", keys: "Enter")
    #expect(!row(-2, of: model).contains("running"))
    _ = update(&model, .commandIsSlow(id: 7))
    #expect(!row(-2, of: model).contains("running"))
    _ = update(&model, .commandIsSlow(id: 1))
    #expect(row(-2, of: model) == " ⟳ running  Esc stop")
    #expect(press(&model, "C-c") == [.cancelCommand])
  }

  @Test func `signing out closes the line, and its result is dropped`() {
    var model = commandModel(typing: "auth logout", keys: "Enter")
    _ = update(&model, .signedOut("Signed out."))
    _ = update(&model, .commandEnded(id: 1, CommandResult(lines: ["1", "2"], failure: "Late.")))
    #expect(model.screen == .signIn)
    #expect(model.overlay == nil)
  }
}
