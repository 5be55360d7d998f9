import Foundation
import NcursesScreen
import ScreenProbe
import Testing
import TerminalKit

/// What the program paints, as a terminal shows it, and what it hears.
@Suite struct LiveScreenTests {
  @Test(arguments: 1...12)
  func `a terminal shows the frame cell by cell, after many changes`(seed: Int) throws {
    let sizes: [(UInt16, UInt16)] = [(24, 80), (12, 40), (5, 20), (40, 132)]
    let (rows, columns) = sizes[seed % sizes.count]
    let run = try ProbeRun(["frames", "\(seed)", "\(seed * 5)"], rows: rows, columns: columns)
    #expect(try run.end() == 0)
    let differences = try emulate(run, rows: rows, columns: columns)
    #expect(differences == "")
  }

  @Test func `the ncurses screen keeps the promises of every screen`() throws {
    let run = try ProbeRun(["contract"])
    #expect(try run.end() == 0)
    #expect(run.said == "kept\n")
  }

  @Test func `the off-screen one keeps them too`() {
    var screen = OffscreenScreen(size: Size(rows: 24, columns: 80))
    #expect(brokenPromises(of: &screen) == [])
    #expect(screen.frames == 5)
  }

  @Test func `moving the cursor costs at most 100 bytes`() throws {
    let run = try ProbeRun()
    try run.discardOutput(after: "note")
    for _ in 0..<4 {
      run.type("j")
      #expect((1...100).contains(try run.bytesPainted(until: "painted")))
    }
  }

  @Test func `nothing changed, nothing is sent`() throws {
    let run = try ProbeRun()
    try run.discardOutput(after: "note")
    run.type("x")
    try run.awaits("painted")
    #expect(run.output == [])
  }

  @Test func `keys arrive as they are typed`() throws {
    let run = try ProbeRun()
    try run.awaits("note")
    run.type("\u{1B}")
    try run.awaits("key Esc\n")
    run.type("\u{1B}x\u{1B}[A\u{1B}[1;5C\u{1B}OP\u{1B}[Z\r\n\u{7F}é日")
    try run.awaits(
      "key M-x\nkey Up\nkey C-Right\nkey F1\nkey S-Tab\nkey Enter\nkey C-j\nkey Backspace\nkey é\n"
        + "key 日\n"
    )
    run.type("\u{1B}[200~two\rlines q\u{1B}[201~")
    try run.awaits("paste 11 two␊lines q\n")
    run.type("q")
    #expect(try run.end() == 0)
  }

  @Test func `a new window size is painted whole`() throws {
    let run = try ProbeRun()
    try run.discardOutput(after: "note none utf8 true size 24x80")
    run.resize(rows: 12, columns: 40)
    try run.awaits("resized 12x40")
    run.type("q")
    #expect(try run.end() == 0)
    let shown = String(decoding: run.output, as: UTF8.self)
    #expect(shown.contains("\u{1B}[12;1H"))
    #expect(!shown.contains("\u{1B}[24;1H\u{1B}[m"))
  }

  @Test func `an unknown terminal type is named in a note`() throws {
    let run = try ProbeRun(environment: ["TERM": "no-such-terminal"])
    try run.awaits("note This system does not know")
    run.type("q")
    #expect(try run.end() == 0)
  }

  @Test func `without colours the attributes stay`() throws {
    let run = try ProbeRun(environment: ["NO_COLOR": "1"])
    try run.awaits("note")
    run.type("q")
    #expect(try run.end() == 0)
    let shown = String(decoding: run.output, as: UTF8.self)
    #expect(shown.contains("\u{1B}[1m"))
    #expect(!shown.contains("\u{1B}[34m"))
  }

  /// The emulator's differences from the frame the program described.
  private func emulate(_ run: ProbeRun, rows: UInt16, columns: UInt16) throws -> String {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("screen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent("output")
    let cells = folder.appendingPathComponent("cells")
    try Data(run.output).write(to: output)
    try Data(run.said.utf8).write(to: cells)

    let emulator = try Script.python(
      "emulate.py",
      ["\(rows)", "\(columns)", output.path, cells.path]
    )
    return emulator.status == 0
      ? emulator.output : "exit \(emulator.status): \(emulator.output)"
  }
}
