import TerminalKit
import Testing
import TodoTUI

@Suite struct `A script` {
  @Test func `reads statements separated by any white space`() throws {
    let script = try Script(
      text: """
        size 100x30   # wide
        wait "Sign in"
        type "say \\"hi\\" \\\\ there" key C-d
        expect "a" expect-not b snapshot tour-1
        type-env SECRET exit 3
        """
    )
    let expected: [(Int, Script.Action)] = [
      (1, .size(Size(rows: 30, columns: 100))),
      (2, .wait("Sign in")),
      (3, .type(#"say "hi" \ there"#)),
      (3, .key(Key("d", .control))),
      (4, .expect("a")),
      (4, .expectNot("b")),
      (4, .snapshot("tour-1")),
      (5, .typeEnvironment("SECRET")),
      (5, .exit(3)),
    ]
    #expect(script.statements.map(\.line) == expected.map(\.0))
    #expect(script.statements.map(\.action) == expected.map(\.1))
  }

  @Test func `may be empty`() throws {
    #expect(try Script(text: "  # nothing\n\n").statements.isEmpty)
  }

  @Test(arguments: [
    ("key", 1), ("\nkey NoSuchKey", 2), ("size 80", 1), ("size 0x24", 1), ("size 80x24x2", 1),
    ("exit many", 1), ("exit 256", 1), ("frobnicate now", 1), ("\n\ntype \"no end\nkey a", 3),
    ("snapshot ../evil", 1), ("snapshot .hidden", 1),
  ])
  func `names the line of what it does not understand`(_ text: String, _ line: Int) {
    #expect {
      try Script(text: text)
    } throws: { error in
      (error as? Script.SyntaxError)?.line == line
    }
  }
}
