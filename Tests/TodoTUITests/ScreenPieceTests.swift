import Testing
import TodoTUI

@Suite struct `A piece of the screen to wait for` {
  private func screen(_ body: String, header: String = "", tabs: String = "", footer: String = "")
    -> String
  {
    [header, tabs, body, footer].joined(separator: "\n")
  }

  @Test func `is what is new, without markers that change when a task is sent`() {
    let piece = ScreenPiece.new(
      in: screen("  ◌ Old\n ▸ ◌ Buy “oat” milk!       ↑high", tabs: " Open 2"),
      since: screen("  ◌ Old", tabs: " Open 1")
    )
    #expect(piece == "Buy “oat” milk")
  }

  @Test func `is a tab or the footer's when the list is as it was`() {
    let old = screen("", tabs: " Open 1 │ Done 0 ", footer: " a add  q quit")
    let tab = screen("", tabs: " Open 1 │ Done 1 ", footer: " a add  q quit")
    let footer = screen("", tabs: " Open 1 │ Done 0 ", footer: " Delete “Milk”? y/n")
    #expect(ScreenPiece.new(in: tab, since: old) == "Done 1")
    #expect(ScreenPiece.new(in: footer, since: old) == "Delete “Milk”? y/n")
  }

  @Test(arguments: [
    "○ Milk   due Fri", "○ Milk  3 min ago", "○ Milk  queued", "○ Milk  12:30", "○ Milk  ••••••••",
    "○ Milk  ******", "○ Milk  ok", "○ Milk",
  ])
  func `is nothing that another run may show differently`(_ body: String) {
    let old = screen("○ Milk", header: "todotui")
    #expect(ScreenPiece.new(in: screen(body, header: "todotui  ✓ synced now"), since: old) == nil)
  }
}
