import TerminalKit
import Testing
import TodoKit
import TodoUI

private func name(_ state: String, _ size: Size) -> String {
  "\(state)-\(size.columns)x\(size.rows)"
}

@Suite struct `Pictures of the list` {
  @Test(arguments: [large, small, huge])
  func `the list looks as committed`(_ size: Size) {
    expectPicture(listModel(size: size), name("list", size))
  }

  @Test(arguments: [large, small, huge])
  func `the cursor on a task the server refused tells why`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "j j j"), name("list-failed", size))
  }

  @Test(arguments: [large, small, huge])
  func `the tab of all tasks dims those that are done`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "Tab Tab j j"), name("list-all", size))
  }

  @Test(arguments: [large, small, huge])
  func `offline, what waits says so`(_ size: Size) {
    var model = listModel(size: size)
    _ = update(
      &model,
      .status(SyncStatus(phase: .offline("todo.example.org cannot be reached."), queued: 2))
    )
    expectPicture(model, name("list-offline-news", size))
    _ = press(&model, "Tab Tab j")
    expectPicture(model, name("list-offline", size))
  }

  @Test(arguments: [large, small, huge])
  func `a task being added has a line above the list`(_ size: Size) {
    var model = listModel(size: size, keys: "a")
    expectPicture(model, name("add-empty", size))
    type(&model, "Buy bread")
    expectPicture(model, name("add", size))
  }

  @Test(arguments: [large, small, huge])
  func `a title is edited in its row, scrolled when it is long`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "j j j j j e"), name("retitle-long", size))
    expectPicture(listModel(size: size, keys: "j e C-w"), name("retitle", size))
  }

  @Test(arguments: [large, small, huge])
  func `a title that cannot be says why and stays`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "j e C-u Enter"), name("retitle-refused", size))
  }

  @Test(arguments: [large, small, huge])
  func `a description is edited in a panel`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "j E"), name("describe", size))
    expectPicture(listModel(size: size, keys: "E"), name("describe-empty", size))
  }

  @Test(arguments: [large, small, huge])
  func `details show everything about a task`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "j Enter"), name("details", size))
    expectPicture(listModel(size: size, keys: "j j j Enter"), name("details-failed", size))
  }

  @Test(arguments: [large, small, huge])
  func `details of a long task tell how far they are scrolled`(_ size: Size) {
    let text = (1...30).map { "Step \($0): 東京 and so on." }.joined(separator: "\n")
    let items = [item(1, "Move house", description: text, done: true)]
    expectPicture(listModel(items, size: size, keys: "Tab Enter j j j"), name("details-long", size))
    let keys = "Tab E Up Up Up"
    expectPicture(listModel(items, size: size, keys: keys), name("describe-long", size))
  }

  @Test(arguments: [large, small, huge])
  func `deleting and signing out are asked once`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "d"), name("delete", size))
    expectPicture(listModel(size: size, keys: "3 d"), name("delete-several", size))
    expectPicture(listModel(size: size, keys: "L"), name("sign-out", size))
  }

  @Test(arguments: [large, small, huge])
  func `a filter is typed in the footer and kept on the tabs`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "/ t h e"), name("filter-typing", size))
    expectPicture(listModel(size: size, keys: "/ t h e Enter"), name("filter", size))
    expectPicture(listModel(size: size, keys: "/ z z"), name("filter-nothing", size))
  }

  @Test(arguments: [large, small, huge])
  func `an empty list says what to press`(_ size: Size) {
    expectPicture(listModel([], size: size), name("empty", size))
    expectPicture(listModel([item(1, "x", done: true)], size: size), name("empty-open", size))
    expectPicture(listModel([item(1, "x")], size: size, keys: "Tab"), name("empty-done", size))
  }

  @Test(arguments: [large, small, huge])
  func `the help starts with the keys of the context`(_ size: Size) {
    expectPicture(listModel(size: size, keys: "?"), name("help", size))
    expectPicture(listModel(size: size, keys: "? G"), name("help-end", size))
    expectPicture(listModel(size: size, keys: "e F1"), name("help-typing", size))
  }

  @Test func `a scrolled list keeps the cursor in sight`() {
    let many = (1...100).map { item($0, "Task number \($0)") }
    expectPicture(listModel(many, keys: "G k k"), "list-scrolled-80x24")
    expectPicture(listModel(many, size: small, keys: "C-d C-d"), "list-scrolled-40x12")
  }

  @Test func `twenty columns and five rows are enough`() {
    let smallest = Size(rows: 5, columns: 20)
    expectPicture(listModel(size: smallest), "list-20x5")
    expectPicture(listModel(size: smallest, keys: "j e"), "retitle-20x5")
    expectPicture(listModel(size: smallest, keys: "d"), "delete-20x5")
    expectPicture(listModel(size: smallest, keys: "?"), "help-20x5")
  }

  @Test func `less than that asks for a larger window`() {
    expectPicture(listModel(size: Size(rows: 5, columns: 19)), "too-narrow-19x5")
    expectPicture(listModel(size: Size(rows: 4, columns: 80)), "too-low-80x4")
  }

  @Test func `a terminal without Unicode has a glyph for every state too`() {
    var start = listStart()
    start.glyphs = .ascii
    var model = Model(start)
    _ = press(&model, "Tab Tab j")
    expectPicture(model, "list-ascii-80x24")
  }
}

@Suite struct `A terminal without Unicode` {
  private func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  @Test(arguments: [large, small, huge, Size(rows: 5, columns: 20)])
  func `is sent nothing but ASCII by any screen`(_ size: Size) {
    let items = (1...9).map {
      item(
        $0,
        String(repeating: "Task \($0) ", count: $0 * 2),
        done: $0 > 6,
        $0 == 2 ? .queued : .synced
      )
    }
    var start = listStart(items, size: size)
    start.glyphs = .ascii
    start.server = String(repeating: "host.", count: 20)
    for keys in [
      "", "j", "a", "e", "E", "Enter", "d", "3 d", "x", "L", "v v", "V j", "3", "s", ":", "M",
      "a x", "/ 3", "/ 9 Enter", "?", "? G", "Tab",
      "Tab x", "S-Tab G", "R",
    ] {
      var model = Model(start)
      _ = press(&model, keys)
      #expect(isASCII(picture(model).grid.text), "\(keys)")
      _ = update(&model, .signedOut("Signed out."))
      type(&model, String(repeating: "long password ", count: 9))
      #expect(isASCII(picture(model).grid.text), "\(keys)")
      _ = press(&model, "F1")
      #expect(isASCII(picture(model).grid.text), "\(keys)")
    }
  }
}
