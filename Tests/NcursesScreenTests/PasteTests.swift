import NcursesScreen
import Testing
import TerminalKit

@Suite struct `A paste` {
  private static let start = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  /// A mebibyte, every line of which ends the paste and types something.
  @Test func `of a mebibyte with nested end marks types nothing, however it is cut`() {
    let line = Array("milk\u{1B}[201~\r:q\rdddd\u{1B}[A".utf8)
    var body: [UInt8] = []
    while body.count < 1 << 20 { body += line }
    for size in [1, 7, 4095, 4096, 65_536, body.count] {
      var decoder = InputDecoder()
      var events: [InputEvent] = []
      let bytes = Self.start + body + Self.end
      var index = 0
      while index < bytes.count {
        events += decoder.decode(Array(bytes[index..<min(index + size, bytes.count)]))
        index += size
      }
      events += decoder.settle() + decoder.decode([0x71])
      #expect(events.count == 2, "pieces of \(size)")
      #expect(events.last == .key(Key("q")))
      guard case .paste(let text)? = events.first else {
        Issue.record("no paste")
        return
      }
      #expect(!text.contains("\u{1B}[201~"))
      #expect(text.hasPrefix("milk\n:q\ndddd"))
      #expect(text.utf8.count <= 1 << 20)
    }
  }

  @Test(arguments: [[0x1B], [0x03]] as [[UInt8]])
  func `that never ends is over with Escape or ^C after a silence`(key: [UInt8]) {
    var decoder = InputDecoder()
    #expect(decoder.decode(Self.start + Array("half".utf8)) == [])
    #expect(decoder.decode(key) == [], "at once it is part of the paste")
    #expect(!decoder.isUndecided)
    #expect(decoder.decode([0x78], isLate: true) == [], "so is another key")
    #expect(decoder.decode(key, isLate: true) == [])
    #expect(decoder.isUndecided)
    let text = String(decoding: Array("half".utf8) + key + [0x78], as: UTF8.self)
    #expect(decoder.settle() == [.paste(text)])
    #expect(decoder.decode([0x71]) == [.key(Key("q"))])
  }

  @Test func `goes on when its end mark was cut by a silence`() {
    for cut in 1..<Self.end.count {
      var decoder = InputDecoder()
      var events = decoder.decode(Self.start + Array("text".utf8) + Self.end[..<cut])
      events += decoder.decode(Array(Self.end[cut...]), isLate: true) + decoder.settle()
      #expect(events == [.paste("text")], "cut at \(cut)")
    }
    // Here the Escape ended it, and the rest of the mark is swallowed.
    var decoder = InputDecoder()
    var events = decoder.decode(Self.start + Array("text".utf8))
    events += decoder.decode([0x1B], isLate: true) + decoder.settle()
    events += decoder.decode(Array(Self.end.dropFirst()) + [0x71]) + decoder.settle()
    #expect(events == [.paste("text"), .key(Key("q"))])
  }
}
