import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Keys in the filter` {
  @Test func `the list follows each letter`() {
    var model = listModel(keys: "/")
    type(&model, "ca")
    #expect(model.list.table.visibleCount == 3)
    type(&model, "ll")
    #expect(model.list.selected?.key == "key-2")
    _ = press(&model, "Backspace Backspace")
    #expect(model.list.table.visibleCount == 3)
  }

  @Test func `Enter keeps it, Esc clears it, typing or not`() {
    var model = listModel(keys: "/ c a l l Enter")
    #expect(model.list.mode == .browsing)
    #expect(model.list.table.visibleCount == 1)
    _ = press(&model, "Esc")
    #expect(model.list.table.visibleCount == 7)
    #expect(model.list.selected?.key == "key-2")
    _ = press(&model, "/ c a l l Esc")
    #expect(model.list.table.search.isEmpty)
    #expect(model.list.mode == .browsing)
  }

  @Test func `the arrows move in what is found, and the description counts`() {
    var model = listModel(keys: "/ t h e Down Down Up")
    #expect(model.list.cursor == 1)
    _ = press(&model, "C-u")
    type(&model, "x-ray")
    #expect(model.list.selected?.key == "key-2")
  }

  @Test func `it goes on over tabs, and opens again with its words`() {
    var model = listModel(keys: "/ p l a n t s Enter Tab")
    #expect(model.list.selected?.key == "key-5")
    _ = press(&model, "/ Left Delete")
    #expect(model.list.table.search == "plant")
  }
}

@Suite struct `Keys in the description` {
  @Test func `line breaks are kept`() throws {
    var model = listModel(keys: "E")
    type(&model, "Two litres")
    _ = press(&model, "C-j M-Enter")
    _ = update(&model, .input(.paste("the\r\nblue one")))
    let text = "Two litres\n\nthe\nblue one"
    let description = try TodoDescription(text)
    #expect(changes(press(&model, "Enter")) == [RowChange(.describe(description), key: "key-1")])
    #expect(model.list.table.item("key-1")?.todo.description == text)
  }

  @Test func `emptied, it is removed; unchanged or cancelled, nothing is committed`() {
    var model = listModel(keys: "j E C-u Up C-u C-k Up C-u C-k")
    #expect(
      changes(press(&model, "Delete Delete Enter")) == [RowChange(.describe(nil), key: "key-2")]
    )
    #expect(press(&model, "E Enter").isEmpty)
    #expect(press(&model, "E x Esc").isEmpty)
    #expect(model.list.table.item("key-2")?.todo.description == nil)
  }

  @Test func `one that is too long stays, with the reason`() {
    var model = listModel(keys: "E")
    _ = update(&model, .input(.paste(String(repeating: "a", count: 1001))))
    #expect(press(&model, "Enter").isEmpty)
    #expect(footer(model) == " The description has 1001 characters, 1 more than the 1000 allowed.")
    #expect(model.context == .describing)
  }

  @Test func `the arrows move over the rows on screen`() {
    var model = listModel(size: small, keys: "E")
    type(&model, "one two three four five six seven eight nine ten")
    #expect(picture(model).cursor == Position(row: 4, column: 16))
    _ = press(&model, "Up")
    #expect(picture(model).cursor == Position(row: 3, column: 16))
    _ = press(&model, "Down Home")
    #expect(picture(model).cursor == Position(row: 3, column: 2))
  }
}

@Suite struct `Keys in the details` {
  @Test(arguments: ["Esc", "Enter", "q", "C-c"])
  func `on a small screen they close`(_ key: String) {
    var model = listModel(size: small, keys: "Enter")
    #expect(model.context == .reading)
    #expect(press(&model, key).isEmpty)
    #expect(model.context == .list)
    #expect(!model.list.details.isOpen)
  }

  @Test func `actions work on the task shown`() {
    var model = listModel(size: small, keys: "j Enter")
    #expect(changes(press(&model, "d")) == [RowChange(.delete, key: "key-2")])
    #expect(model.context == .reading)
    #expect(changes(press(&model, "x")) == [RowChange(.setCompleted(true), key: "key-3")])
    _ = press(&model, "e")
    #expect(model.context == .retitling)
    _ = press(&model, "Esc E")
    #expect(model.context == .describing)
  }

  @Test(arguments: ["a", "A"])
  func `a new task may be typed from them on a small screen too`(_ key: String) {
    var model = listModel(size: small, keys: "Enter \(key)")
    type(&model, "x y")
    #expect(model.context == .adding)
    #expect(picture(model).grid.text.contains("+ x y"))
    _ = press(&model, "Esc")
    #expect(model.context == .reading)
  }

  @Test(arguments: [large, huge])
  func `on a large screen the list keeps the keys, and the pane follows the cursor`(_ size: Size) {
    var model = listModel(size: size, keys: "Enter")
    #expect(model.context == .list)
    #expect(picture(model).grid.text.contains("No description; E adds one."))
    _ = press(&model, "j")
    #expect(picture(model).grid.text.contains("Bring the old X-ray."))
    #expect(model.list.cursor == 1)
    _ = press(&model, "Esc")
    #expect(!picture(model).grid.text.contains("Bring the old X-ray."))
  }

  @Test func `J and K scroll the pane beside the list`() {
    let lines = (1...60).map { "line \($0)" }.joined(separator: "\n")
    var model = listModel([item(1, "Read", description: lines)], keys: "Enter 3 0 J")
    #expect(picture(model).grid.text.contains("line 30"))
    _ = press(&model, "9 9 9 J")
    #expect(picture(model).grid.text.contains("Created"))
    _ = press(&model, "9 9 9 K")
    #expect(picture(model).grid.text.contains("line 1\n"))
  }

  @Test func `long text scrolls and stops at its end`() {
    let lines = (1...40).map { "line \($0)" }.joined(separator: "\n")
    var model = listModel([item(1, "Read", description: lines)], size: small, keys: "Enter")
    for (keys, first) in [("j", "\n"), ("j", "  line 1"), ("G j", "  line 35"), ("g k", "  Read")] {
      _ = press(&model, keys)
      #expect(row(2, of: model) == first.replacing("\n", with: ""))
    }
  }
}

@Suite struct `Keys in the help` {
  @Test(arguments: ["Esc", "q", "?", "Enter", "C-c"])
  func `it closes and leaves everything as it was`(_ key: String) {
    var model = listModel(keys: "j")
    let before = model
    _ = press(&model, "? j j G \(key)")
    #expect(model == before)
  }

  @Test func `it opens where text is typed too, and the text stays`() {
    let model = listModel(keys: "a b c F1 Esc d")
    guard case .adding(let line) = model.list.mode else {
      Issue.record("the line closed")
      return
    }
    #expect(line.input.text == "bcd")
  }

  @Test func `it scrolls no further than its end`() {
    var model = listModel(keys: "? G")
    let end = model.overlay
    _ = press(&model, "j PageDown C-d")
    #expect(model.overlay == end)
    _ = press(&model, "C-u k 9 PageUp")
    guard case .help(let panel) = model.overlay else {
      Issue.record("the help closed")
      return
    }
    #expect(panel.top == 0)
  }
}
