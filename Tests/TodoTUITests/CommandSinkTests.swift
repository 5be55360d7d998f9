import Testing
import TodoTUI
import TodoUI

@Suite struct `What a command would have printed` {
  @Test func `is kept up to ten thousand lines, and how many more there were is said`() {
    let sink = CommandSink()
    sink.data((1...9_999).map { "\($0)\n" }.joined())
    #expect(sink.result.lines.count == 9_999)
    sink.data("a\nb\nc\n")
    sink.data("d\n")
    #expect(sink.result.lines.count == CommandSink.limit + 1)
    #expect(sink.result.lines[CommandSink.limit - 1] == "a")
    #expect(sink.result.lines.last == "… and 3 more lines, which only a shell shows.")
  }
}

@Suite struct `A browser's command` {
  @Test(arguments: [
    ("firefox", #"firefox "$1""#), ("firefox --new-tab %s", #"firefox --new-tab "$1""#),
    ("open '%s' now", #"open "$1" now"#), (#"open "%s""#, #"open "$1""#),
    ("a %s %s", #"a "$1" "$1""#),
  ])
  func `gets the address where it says %s, else behind it`(_ command: String, _ line: String) {
    #expect(LinkOpener.line(command) == line)
  }
}
