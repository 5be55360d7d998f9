import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Keys in the pager` {
  /// The list with the pager open over a command that printed these lines.
  private func printed(_ lines: [String], size: Size = large) -> Model {
    var model = commandModel(size: size, typing: "list --all", keys: "Enter")
    _ = update(&model, .commandEnded(id: 1, CommandResult(lines: lines)))
    return model
  }

  private func first(_ model: Model) -> String { row(2, of: model) }

  @Test(arguments: ["Esc", "q", "Enter", "C-c"])
  func `it closes and leaves everything as it was`(_ key: String) {
    var model = listModel(keys: "j")
    let before = model
    #expect(press(&model, "M j G 3 k \(key)").isEmpty)
    #expect(model == before)
  }

  @Test func `it scrolls with counts, and no further than its ends`() {
    var model = printed((1...100).map { "line \($0)" }, size: small)
    #expect(first(model) == "  line 1")
    for (keys, line) in [
      ("j", 2), ("1 0 j", 12), ("5 k", 7), ("G", 92), ("j PageDown", 92), ("3 0 g", 30),
      ("C-d", 34), ("C-u C-u", 26), ("PageDown", 34), ("g k", 1), ("9 9 9 j", 92),
    ] {
      _ = press(&model, keys)
      #expect(first(model) == "  line \(line)", "\(keys)")
    }
    #expect(row(1, of: model).hasSuffix("100/100"))
  }

  @Test func `lines that fit keep their columns; longer ones go on further in`() {
    let table = ["id    title", "  7   Buy oat milk", String(repeating: "word ", count: 10)]
    let model = printed(table, size: small)
    #expect(
      (2...5).map { row($0, of: model) } == [
        "  id    title", "    7   Buy oat milk", "  word word word word word word word",
        "    word word word",
      ]
    )
  }

  @Test func `tabs become columns, and escape sequences are seen, not done`() {
    let model = printed(["1\topen\tTea", "12345678\tdone\t\u{1B}[31mred"])
    #expect(row(2, of: model) == "  1       open    Tea")
    #expect(row(3, of: model) == "  12345678        done    ␛[31mred")
  }

  @Test func `another width wraps anew, and keys go on from what is seen`() {
    var model = printed(
      (1...60).map { "\($0) \(String(repeating: "word ", count: 12))" },
      size: small
    )
    _ = press(&model, "G")
    _ = update(&model, .input(.resized(large)))
    #expect(row(1, of: model).hasSuffix("60/60"))
    let top = first(model)
    _ = press(&model, "k")
    #expect(first(model) != top)
    _ = press(&model, "j")
    #expect(first(model) == top)
  }

  @Test func `messages are newest first, with ages that go on`() {
    var model = listModel()
    _ = update(&model, .notice("The first."))
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 120_000), east: 0))
    _ = update(&model, .commitFailed(id: 9, sentence: "The disk is full."))
    _ = press(&model, "M")
    #expect(
      (2...3).map { row($0, of: model) } == [
        "     now ! The disk is full.", "   2 min   The first.",
      ]
    )
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 180_000), east: 0))
    #expect(row(3, of: model) == "   3 min   The first.")
  }

  @Test func `news does not move what is being read, and is there the next time`() {
    var model = listModel()
    for number in 1...30 { _ = update(&model, .notice("Number \(number).")) }
    _ = press(&model, "M 5 j")
    let before = first(model)
    _ = update(&model, .notice("News."))
    #expect(first(model) == before)
    #expect(footer(model) == " News.")
    _ = press(&model, "q M")
    #expect(first(model).hasSuffix("News."))
  }

  @Test func `without messages it says what will be there`() {
    let model = listModel(size: small, keys: "M")
    #expect(row(2, of: model).hasPrefix("  Nothing yet."))
  }
}
