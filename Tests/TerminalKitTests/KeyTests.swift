import Testing
import TerminalKit

@Suite struct KeyTests {
  @Test func `names and keys go both ways`() {
    let names = [
      "Enter", "Tab", "S-Tab", "C-d", "Space", "C-Space", "Esc", "a", "A", "PageDown", "F1", "F24",
      "M-x", "C-M-x", "M-Enter", "C-Left", "-", "C--", "é", "?", "[", "M-[",
    ]
    for name in names { #expect(Key(name: name)?.name == name) }
  }

  @Test func `what is no key's one name is refused`() {
    for name in ["", "enter", "C-", "C-C-a", "C-D", "S-a", "F0", "F25", "F01", "ab", " ", "X-a"] {
      #expect(Key(name: name) == nil, "\(name)")
    }
  }
}
