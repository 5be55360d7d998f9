import TerminalKit
import Testing
import TodoKit
import TodoUI

/// The rows of the overlay that have something on them.
private func shown(_ model: Model) -> [String] {
  let grid = picture(model).grid
  return (2..<grid.size.rows - 1).map { grid.rowText($0) }.filter { !$0.isEmpty }
}

@Suite struct `The search of the help` {
  /// What the help shows for a search, a line each.
  private func found(_ search: String, _ keymap: Keymap = .standard) -> [String] {
    var start = listStart(size: Size(rows: 200, columns: 80))
    start.keymap = keymap
    var model = Model(start)
    _ = press(&model, "? /")
    type(&model, search)
    return shown(model)
  }

  @Test func `what keys do, however it is written`() {
    #expect(found("NEWEST") == ["  Sort", "   s c                newest first"])
    #expect(found("first newest") == found("newest"))
  }

  @Test func `headings and the names of the configuration`() {
    #expect(found("several").count == 3)
    #expect(found("half-page").count == 3)
  }

  @Test func `a single character is a key, longer names of keys are words`() {
    #expect(found("d").allSatisfy { !$0.hasPrefix("   ") || $0.contains("d ") })
    #expect(found("d").contains("   d                  delete"))
    #expect(!found("d").contains { $0.contains("complete or reopen") })
    #expect(found("/").contains { $0.contains("filter as you type") })
    #expect(found("pgdn").contains { $0.contains("a page down") })
    #expect(found("^r").contains { $0.contains("redo") })
  }

  @Test func `a paste that does not fit is cut, and that is said`() {
    var model = listModel(keys: "? /")
    _ = update(&model, .input(.paste(String(repeating: "x", count: 1 << 20))))
    #expect(
      picture(model).grid.text.contains("too long for this field: its end was left out")
    )
  }

  @Test func `nothing found is said`() {
    #expect(found("zzz") == ["  No key does that."])
  }

  @Test func `the keys of the configuration are found, and lost ones are not shown`() {
    var complaints: [String] = []
    let keymap = Keymap(
      [
        UserBinding(keys: "D", action: "delete", line: 1),
        UserBinding(keys: "M", action: "none", line: 2),
      ],
      complaints: &complaints
    )
    #expect(complaints.isEmpty)
    #expect(found("delete", keymap).contains("   D  d               delete"))
    #expect(found("recent messages", keymap) == ["  No key does that."])
  }

  @Test func `Enter keeps what was found, Esc shows all again, then closes`() {
    var model = listModel(keys: "? / u n d o Enter")
    #expect(model.context == .help)
    #expect(model.openHelp?.search?.text == "undo")
    _ = press(&model, "Esc")
    #expect(model.openHelp?.search == nil)
    _ = press(&model, "/ x Esc")
    #expect(model.context == .help)
    _ = press(&model, "Esc")
    #expect(model.context == .list)
  }

  @Test func `Backspace on an empty search leaves it`() {
    let model = listModel(keys: "? / a Backspace Backspace")
    #expect(model.context == .help)
    #expect(model.openHelp?.search == nil)
  }

  @Test func `it survives another size of the window`() {
    var model = listModel(keys: "? / t a s k Enter j")
    let before = model.openHelp
    _ = update(&model, .input(.resized(small)))
    #expect(model.openHelp == before)
    #expect(row(1, of: model).hasPrefix("  /task"))
  }

  @Test(arguments: [30, 40, 60])
  func `every word of it is there, however narrow the window`(_ columns: Int) {
    let model = listModel(size: Size(rows: 200, columns: columns), keys: "?")
    let text = shown(model).joined(separator: " ").split(separator: " ")
    for binding in KeyTable.bindings {
      for word in binding.help.split(separator: " ") { #expect(text.contains(word), "\(word)") }
      let key = binding.keys[0].label(.unicode)
      #expect(key.split(separator: " ").allSatisfy { text.contains($0) }, "\(key)")
    }
  }

  @Test func `a heading is never the last line`() {
    for rows in [8, 12, 13, 24] {
      var model = listModel(size: Size(rows: rows, columns: 60), keys: "?")
      for _ in 0..<60 {
        #expect(shown(model).last?.hasPrefix("   ") == true)
        _ = press(&model, "j")
      }
    }
  }

  @Test func `after a larger window the keys go on from what is seen`() {
    var model = listModel(size: small, keys: "? G")
    _ = update(&model, .input(.resized(large)))
    let seen = row(2, of: model)
    _ = press(&model, "k")
    #expect(row(2, of: model) != seen)
    _ = press(&model, "j")
    #expect(row(2, of: model) == seen)
  }
}
