import LocalStore
import Testing
import TodoKit
import TodoTUI

@Suite struct `A format of counts` {
  @Test(arguments: ["", "no place", "{", "}{", "a { b", "{open"])
  func `leaves other text as it is`(_ text: String) throws {
    let counts = StatusCounts()
    #expect(try CountsFormat(text).text(counts) == text)
  }

  @Test func `has each count as often as it is named`() throws {
    let counts = StatusCounts()
    #expect(try CountsFormat("{open}{open} ⇡{queued}!{conflicts}").text(counts) == "00 ⇡0!0")
  }

  @Test(arguments: [("{opne}", "{opne}"), ("{open} {}", "{}"), ("{Open}", "{Open}")])
  func `names a count there is none of`(_ text: String, _ named: String) {
    let failure = #expect(throws: Failure.self) { try CountsFormat(text) }
    #expect(failure?.status == .usage)
    #expect(failure?.message.contains("no \(named);") == true)
  }
}

@Suite struct `An unsent change` {
  @Test(arguments: [
    (OutboxEntry.Change.create(NewTodo(title: "a")), "Added: “a”"),
    (.edit([.title("a"), .due(nil)]), "Changed title, due: “a”"),
    (.setCompleted(true), "Done: “a”"), (.setCompleted(false), "Open again: “a”"),
    (.delete, "Deleted: “a”"),
  ])
  func `is told by what it does`(_ change: OutboxEntry.Change, _ words: String) {
    var entry = OutboxEntry(
      sequence: 1,
      key: "k",
      change: change,
      askedAt: Timestamp(milliseconds: 0)
    )
    #expect(UnsentChange(entry: entry, id: "k", title: "a").words == words)
    #expect(UnsentChange(entry: entry, id: "k", title: "a").remark == "")
    entry.state = .failed("Too long.")
    #expect(UnsentChange(entry: entry, id: "k", title: "a").remark == "  (Too long.)")
  }
}
