import Glibc
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

  /// Through a terminal, whose writer is held up now and then, also right behind an end mark.
  @Test func `of a mebibyte with end marks all through it types nothing, when it comes in pieces`()
    throws
  {
    let run = try ProbeRun()
    try run.awaits("note")
    let piece = Array("milk dy\u{1B}[201~qdd\u{3}\u{1B}[201~".utf8)
    var rest = (Self.start + Array(repeatElement(piece, count: 48_000).joined()))[...]
    var number = 0
    while !rest.isEmpty {
      // Pieces of many lengths; every third ends right behind an end mark.
      let length = number % 3 == 0 ? piece.count * 90 + Self.start.count : 1 + number * 997 % 2048
      let ended = number % 3 == 0 ? rest.prefix(length).lastIndex(of: 0x7E) : nil
      let part = ended.map { rest[...$0] } ?? rest.prefix(length)
      try run.pour(Array(part))
      rest = rest[part.endIndex...]
      // The first end mark is that of an ordinary paste.
      if number > 0, number % 97 == 0 { usleep(60_000) }
      number += 1
    }
    // Eleven of 23 bytes are text, of so many bytes as a paste may have.
    try run.awaits("paste 501502 ")
    #expect(!run.said.contains("key "))
    run.type("q")
    #expect(try run.end() == 0)
  }

  @Test func `is held back no longer by a key that is held down behind it`() throws {
    let run = try ProbeRun()
    try run.awaits("note")
    run.type(Self.start + Array("milk".utf8) + Self.end)
    let begin = ContinuousClock.now
    while !run.said.contains("paste 4 milk"), begin.duration(to: .now) < .seconds(5) {
      try run.pour(Array("j".utf8))
      usleep(10_000)
    }
    #expect(run.said.contains("paste 4 milk"))
    run.type("q")
    #expect(try run.end() == 0)
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
