import Testing
import TodoKit

@Suite struct `A title` {
  @Test func `is trimmed`() throws {
    #expect(try TodoTitle("  Buy milk \n").text == "Buy milk")
  }

  @Test(arguments: ["", "   ", "\u{3000}\u{2003}"])
  func `that is blank is refused`(_ text: String) {
    #expect(throws: TodoTextError.empty) { try TodoTitle(text) }
  }

  @Test func `may have two hundred scalars and no more`() throws {
    let limit = String(repeating: "ä", count: 200)
    #expect(try TodoTitle(limit).text == limit)
    #expect(throws: TodoTextError.tooLong(count: 201, limit: 200)) { try TodoTitle(limit + "x") }
  }

  @Test(arguments: ["a\tb", "a\u{1B}[31mb", "a\u{7F}b", "a\u{9B}b", "a\nb", "a\0b"])
  func `with a control character is refused`(_ text: String) {
    #expect(throws: TodoTextError.self) { try TodoTitle(text) }
  }

  @Test func `says in words what is wrong`() {
    #expect(
      TodoTextError.tooLong(count: 201, limit: 200).sentence("title")
        == "The title has 201 characters, 1 more than the 200 allowed."
    )
    #expect(
      TodoTextError.controlCharacter("\u{1B}").sentence("title")
        == "The title has a control character (U+001B): remove it."
    )
  }
}

@Suite struct `A description` {
  @Test func `keeps its line breaks`() throws {
    #expect(try TodoDescription("one\ntwo\n").text == "one\ntwo")
  }

  @Test func `may have a thousand scalars and no more`() throws {
    _ = try TodoDescription(String(repeating: "x", count: 1000))
    #expect(throws: TodoTextError.tooLong(count: 1001, limit: 1000)) {
      try TodoDescription(String(repeating: "x", count: 1001))
    }
  }
}
