import Testing
import TodoUI

@Suite struct `The words of a command line` {
  @Test(arguments: [
    ("", []),
    ("  list\t--all ", ["list", "--all"]),
    ("done 'Buy oat milk'", ["done", "Buy oat milk"]),
    (#"done "Marc's \"book\"""#, ["done", #"Marc's "book""#]),
    (#"add a\ b \'c"#, ["add", "a b", "'c"]),
    (#"add '\' "\n" ''"#, ["add", #"\"#, #"\n"#, ""]),
    ("--title='a b'c", ["--title=a bc"]),
  ])
  func `they are split as in a shell`(_ line: String, _ words: [String]) throws {
    #expect(try CommandWords.split(line) == words)
  }

  @Test(arguments: ["'a", "\"a", "a'b c", "\"\\\""])
  func `an open quotation mark is refused`(_ line: String) {
    #expect(throws: CommandWords.SplitError.openQuote) { try CommandWords.split(line) }
  }

  @Test func `so is a backslash at the end`() {
    #expect(throws: CommandWords.SplitError.openEscape) { try CommandWords.split("a \\") }
    #expect(throws: CommandWords.SplitError.openEscape) { try CommandWords.split("\"a\\") }
  }

  @Test func `what was quoted splits back to the same words`() throws {
    var random = SeededGenerator(state: 4)
    let alphabet: [Unicode.Scalar] = [
      "a", "Z", "9", " ", "\t", "\n", "'", "\"", "\\", "#", "-", "=", "$", "*", "é", "\u{301}",
      "\u{A0}", "東", "\u{200D}", "👩", "\u{2028}", "~", "!",
    ]
    for _ in 0..<5000 {
      let words = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        var word = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...6, using: &random) {
          if let scalar = alphabet.randomElement(using: &random) { word.append(scalar) }
        }
        return String(word)
      }
      let line = words.map { CommandWords.quoted($0) }.joined(separator: " ")
      let split = try CommandWords.split(line)
      // Compared scalar by scalar: strings that look the same are equal otherwise.
      #expect(split.map { Array($0.unicodeScalars) } == words.map { Array($0.unicodeScalars) })
    }
  }

  @Test(arguments: [
    ("3 New  title ", "3", "New  title"), ("'oat milk' x 'y", "oat milk", "x 'y"), (" a", "a", ""),
    ("a\\ b don't", "a b", "don't"),
  ])
  func `the first word comes off, and the rest stays as typed`(
    line: String,
    word: String,
    rest: String
  ) throws {
    let parted = try #require(try CommandWords.first(of: line))
    #expect(parted.word == word && parted.rest == rest)
  }

  @Test func `where there is no first word, or no end of it, nothing comes off`() throws {
    #expect(try CommandWords.first(of: "  ") == nil)
    #expect(throws: CommandWords.SplitError.openQuote) { try CommandWords.first(of: "don't 3") }
    #expect(throws: CommandWords.SplitError.openEscape) { try CommandWords.first(of: "\\") }
  }

  @Test func `a plain word stays as it is`() {
    for word in ["list", "--sort=title", "#home", "東京", "$HOME", "a*b"] {
      #expect(CommandWords.quoted(word) == word)
    }
  }
}
