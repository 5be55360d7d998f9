import Foundation
import ScreenProbe
import TerminalKit
import Testing

/// A list that moves: what has not changed is moved by the terminal itself.
@Suite struct `A list that scrolls` {
  @Test(arguments: 1...3)
  func `is what two emulators show, step by step`(seed: UInt64) throws {
    let sizes = [(24, 80), (12, 40), (5, 20)]
    try inFolder { folder in
      for (rows, columns) in sizes {
        var list = MovingList(seed: seed, size: Size(rows: rows, columns: columns))
        for step in 0..<30 {
          try list.save(to: folder.appending(path: "\(rows)-\(String(format: "%02d", step))"))
          list.step()
        }
      }
      let shown = try Script.python("gallery.py", [ProbeRun.program, folder.path])
      #expect(shown.output == "shown 90 90\n")
    }
  }

  @Test(arguments: [1, -1, 3, -7])
  func `costs at most 200 bytes a row, and less than painting it whole`(distance: Int) throws {
    try inFolder { folder in
      var list = MovingList(seed: 5, size: Size(rows: 24, columns: 80), isPlain: true)
      list.save20(to: folder, distance)
      let files = (0..<20).map { folder.appending(path: String(format: "%02d", $0)).path }
      let run = try ProbeRun(["gallery"] + files)
      var bytes: [Int] = []
      for _ in files {
        try run.awaitsOutput("\u{1B}[5n")
        run.type("\u{1B}[0n")
        bytes.append(try run.bytesPainted(until: "painted"))
        run.type("n")
      }
      #expect(try run.end() == 0)
      let most = 120 + 80 * abs(distance)
      #expect(bytes.dropFirst().allSatisfy { $0 <= most }, "bytes \(bytes)")
    }
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "scroll-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}

/// A list with a head and a foot; its rows have wide characters, grounds and text up to the edge.
private struct MovingList {
  private let size: Size
  private let isPlain: Bool
  private var state: UInt64
  private var offset = 10_000
  private var chosen = 0

  private static let words: [TerminalText] = [
    "milk ", "日本語", "한국어 ", "👍🏽", "🚆", "bread and butter ", "ｆｕｌｌ", "…", "a",
    "👩‍👩‍👧‍👦 ", "the train ",
  ]

  init(seed: UInt64, size: Size, isPlain: Bool = false) {
    self.size = size
    self.isPlain = isPlain
    state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
  }

  /// Twenty pictures, each further by the same distance, the chosen row at the same place.
  mutating func save20(to folder: URL, _ distance: Int) {
    chosen = distance > 0 ? size.rows - 4 : 0
    offset = 1000
    for step in 0..<20 {
      try? save(to: folder.appending(path: String(format: "%02d", step)))
      offset += distance
    }
  }

  /// Up or down by some rows; now and then something else changes with it.
  mutating func step() {
    offset += next(2 * size.rows) - size.rows
    if next(3) == 0 { chosen = next(max(1, size.rows - 3)) }
  }

  func save(to file: URL) throws {
    let frame = picture()
    let cursor = frame.cursor.map { " \($0.row) \($0.column)" } ?? ""
    let text = "grid \(size.rows) \(size.columns)\(cursor)\n\(frame.grid.ansi)\n"
    try Data(text.utf8).write(to: file)
  }

  private func picture() -> Frame {
    let frame = Frame(size: size)
    let canvas = frame.canvas
    canvas.write("the head", row: 0, column: 0, style: Style(attributes: .bold))
    for row in 0..<(size.rows - 3) { paint(canvas, row + 2, task: offset + row, row == chosen) }
    canvas.write(
      TerminalText("\(offset) the foot"),
      row: size.rows - 1,
      column: 1,
      style: Style(background: .palette(4), attributes: .reverse)
    )
    frame.cursor = offset % 3 == 0 ? nil : Position(row: chosen + 2, column: offset % size.columns)
    return frame
  }

  private func paint(_ canvas: Canvas, _ row: Int, task: Int, _ isChosen: Bool) {
    var own = self
    own.state = UInt64(task) &* 6_364_136_223_846_793_005 &+ 77
    var style = Style(attributes: isChosen ? .bold : [])
    if !isPlain, own.next(3) == 0 { style.background = .palette(UInt8(own.next(6))) }
    if isChosen { canvas.write("▸", row: row, column: 0) }
    var column = 2
    column += canvas.write(TerminalText("\(task) "), row: row, column: column, style: style)
    if isPlain {
      canvas.write(
        TerminalText("Call the dentist about \(task)"),
        row: row,
        column: 8,
        style: style
      )
      return
    }
    // Up to the edge, where a wide character may have no room.
    for _ in 0..<own.next(24) {
      let word = MovingList.words[own.next(MovingList.words.count)]
      column += canvas.write(word, row: row, column: column, style: style)
    }
  }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
