import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Keys in the list` {
  @Test(arguments: [
    ("j", 1), ("Down Down", 2), ("j k", 0), ("j j Up", 1), ("k", 0), ("G", 99), ("End j", 99),
    ("G g", 0), ("G Home", 0), ("C-d", 10), ("C-d C-u", 0), ("PageDown", 20),
    ("PageDown PageUp", 0),
    ("PageDown PageDown PageDown PageDown PageDown PageDown", 99),
  ])
  func `movement stays on the list`(_ keys: String, _ cursor: Int) {
    let model = listModel((1...100).map { item($0, "Task \($0)") }, keys: keys)
    #expect(model.list.cursor == cursor)
    #expect((model.list.top..<model.list.top + 21).contains(cursor))
  }

  @Test func `moving on an empty list does nothing`() {
    for keys in ["j", "k", "g", "G", "C-d", "C-u", "PageDown", "x", "e", "E", "d", "Enter"] {
      var model = listModel([])
      #expect(press(&model, keys).isEmpty)
      #expect(model.list.cursor == 0)
      #expect(model.list.mode == .browsing)
    }
  }

  @Test(arguments: ["x", "Space"])
  func `completing sets, and the row leaves the open tasks at once`(_ key: String) {
    var model = listModel()
    #expect(changes(press(&model, key)) == [RowChange(.setCompleted(true), key: "key-1")])
    #expect(model.list.selected?.key == "key-2")
    #expect(row(1, of: model).hasPrefix(" Open 6 │ Done 3 │ All 9"))
    #expect(footer(model) == " Done: “Buy oat milk”   u undo")
  }

  @Test func `reopening sets too`() {
    var model = listModel(keys: "Tab")
    #expect(changes(press(&model, "x")) == [RowChange(.setCompleted(false), key: "key-5")])
    #expect(footer(model) == " Open again: “Water the plants”   u undo")
  }

  @Test func `on the tab of all tasks a completed row stays, marked as queued`() {
    var model = listModel(keys: "S-Tab")
    _ = press(&model, "x")
    #expect(row(2, of: model) == " ▸ ◌ Buy oat milk")
    #expect(model.list.selected?.todo.isCompleted == true)
  }

  @Test(arguments: ["a", "A"])
  func `adding commits each line and stays ready for the next`(_ key: String) throws {
    var model = listModel(keys: key)
    type(&model, "Buy bread")
    let bread = TodoDraft(title: try title("Buy bread"))
    #expect(changes(press(&model, "Enter")) == [RowChange(.create(bread), key: nil)])
    #expect(model.context == .adding)
    type(&model, "q?j")
    let letters = TodoDraft(title: try title("q?j"))
    #expect(changes(press(&model, "Enter")) == [RowChange(.create(letters), key: nil)])
    #expect(press(&model, "Esc").isEmpty)
    #expect(model.list.mode == .browsing)
  }

  @Test(arguments: [
    ("", "The title is empty: type at least one character."),
    (
      String(repeating: "a", count: 201),
      "The title has 201 characters, 1 more than the 200 allowed."
    ),
    ("a\u{1B}b", "The title has a control character (U+001B): remove it."),
  ])
  func `a title that cannot be says why and stays in the line`(_ text: String, _ sentence: String) {
    for keys in ["a", "e C-u"] {
      var model = listModel(keys: keys)
      _ = update(&model, .input(.paste(text)))
      #expect(press(&model, "Enter").isEmpty)
      #expect(footer(model) == " " + sentence)
      switch model.list.mode {
      case .adding(let line): #expect(line.input.text == text)
      case .retitling(_, let input): #expect(input.text == text)
      default: Issue.record("the line closed")
      }
    }
  }

  @Test func `a new title shows at once and is committed`() throws {
    var model = listModel(keys: "j e C-w C-w")
    type(&model, "the bank")
    #expect(row(3, of: model) == " ▸ ○ Call the bank")
    #expect(
      changes(press(&model, "Enter")) == [
        RowChange(.retitle(try title("Call the bank")), key: "key-2")
      ]
    )
    #expect(row(3, of: model) == " ▸ ◌ Call the bank")
  }

  @Test func `a title left as it was commits nothing, and Esc keeps it`() {
    var model = listModel()
    #expect(press(&model, "e Enter").isEmpty)
    #expect(press(&model, "e C-u z Esc").isEmpty)
    #expect(row(2, of: model) == " ▸ ○ Buy oat milk")
  }

  @Test func `a task is deleted at once, because it can be undone`() {
    var model = listModel()
    #expect(changes(press(&model, "d")) == [RowChange(.delete, key: "key-1")])
    #expect(model.list.table.item("key-1") == nil)
    #expect(model.list.selected?.key == "key-2")
    #expect(footer(model) == " Deleted “Buy oat milk”   u undo")
  }

  @Test func `several are deleted after a yes`() {
    var model = listModel()
    #expect(press(&model, "3 d").isEmpty)
    #expect(footer(model) == " Delete 3 tasks?  y yes  n no")
    #expect(changes(press(&model, "y")).map(\.key) == ["key-1", "key-2", "key-3"])
    #expect(footer(model) == " Deleted 3 tasks   u undo")
  }

  @Test(arguments: ["n", "Enter", "Esc", "q", "Down", "C-c", "C-d", "Tab"])
  func `any other key keeps them`(_ key: String) {
    var model = listModel(keys: "2 d")
    #expect(press(&model, key).isEmpty)
    #expect(model.list.mode == .browsing)
    #expect(model.list.selected?.key == "key-1")
  }

  @Test func `signing out is asked once`() {
    var model = listModel()
    #expect(press(&model, "L n").isEmpty)
    #expect(press(&model, "L y") == [.signOut])
    #expect(model.screen == .list)
  }

  @Test func `the other commands ask the shell`() {
    var model = listModel()
    #expect(press(&model, "R") == [.sync])
    #expect(press(&model, "C-z") == [.suspend])
    #expect(press(&model, "C-l") == [.redraw])
    #expect(press(&model, "q") == [.quit])
    #expect(press(&model, "C-c") == [.quit])
    #expect(press(&model, "Z F5 Left").isEmpty)
  }

  @Test(arguments: [
    ("Tab", Tab.done), ("]", .done), ("Tab Tab", .all), ("Tab Tab Tab", .open),
    ("S-Tab", .all), ("[", .all), ("[ [", .done), ("2 Tab", .all),
  ])
  func `tabs go round`(_ keys: String, _ tab: Tab) {
    let model = listModel(keys: keys)
    #expect(model.list.table.tab == tab)
  }

  @Test func `a tab that has the task keeps the cursor on it`() {
    let model = listModel(keys: "j j S-Tab")
    #expect(model.list.selected?.key == "key-3")
  }

  @Test(arguments: ["e", "E", "a", "/", "Enter", "L", "2 d", ":", "M", "?"])
  func `C-c leaves what is open, not the program`(_ key: String) {
    var model = listModel(size: small, keys: key)
    #expect(model.context != .list)
    #expect(press(&model, "C-c").isEmpty)
    #expect(model.context == .list)
  }

  @Test func `Esc takes back one thing at a time, at last the talk with the server`() {
    var model = listModel(keys: "Enter / t h e Enter v")
    #expect(press(&model, "Esc").isEmpty)
    #expect(model.list.selection.marked.isEmpty)
    #expect(press(&model, "Esc").isEmpty)
    #expect(model.list.table.search.isEmpty)
    #expect(press(&model, "Esc").isEmpty)
    #expect(!model.list.details.isOpen)
    #expect(press(&model, "Esc") == [.cancelSync])
  }

  @Test func `a paste is never keys`() {
    var model = listModel()
    #expect(update(&model, .input(.paste("dyq\n"))).isEmpty)
    #expect(row(3, of: model) == "   + dyq")
    _ = press(&model, "Esc 2 d")
    #expect(update(&model, .input(.paste("y"))).isEmpty)
    #expect(footer(model) == " Delete 2 tasks?  y yes  n no")
    #expect(model.list.table.count == 9)
  }

  @Test func `on a screen too small to see, no key changes a task`() {
    var model = listModel(size: Size(rows: 4, columns: 19))
    #expect(press(&model, "x d y a v : M").isEmpty)
    #expect(model == listModel(size: Size(rows: 4, columns: 19)))
    #expect(press(&model, "q") == [.quit])
  }
}
