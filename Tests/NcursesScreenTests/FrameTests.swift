import ChildProcess
import Foundation
import Testing

/// Frames of every kind of text, painted by the real screen into two emulators.
@Suite struct `A frame in two emulators` {
  static let sizes: [(rows: UInt16, columns: UInt16)] = [(12, 40), (24, 80), (50, 200)]

  @Test(arguments: 1...4, sizes.indices)
  func `is what was painted, cell by cell`(seed: Int, size: Int) throws {
    let (rows, columns) = Self.sizes[size]
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "frame-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let frame = folder.appending(path: "frame")
    let text = try Script.run(ProbeRun.program, ["ansi", "\(seed)", "\(rows)", "\(columns)"])
    try Data(text.output.utf8).write(to: frame)

    let run = try ProbeRun(["paint", frame.path], rows: rows, columns: columns)
    #expect(try run.end() == 0)
    let output = folder.appending(path: "output")
    let cells = folder.appending(path: "cells")
    try Data(run.output).write(to: output)
    try Data(run.said.utf8).write(to: cells)
    let pyte = try Script.python(
      "emulate.py",
      ["\(rows)", "\(columns)", output.path, cells.path]
    )
    #expect(pyte.status == 0, "pyte: \(pyte.output)")
    let grammar = try Script.python("grammar.py", [output.path])
    #expect(grammar.status == 0, "grammar: \(grammar.output)")
    let tmux = try Script.python("tmux.py", [ProbeRun.program, frame.path])
    #expect(tmux.status == 0, "tmux: \(tmux.output)")
  }

  @Test(arguments: [
    "\u{1B}]0;title\u{7}", "\u{1B}]52;c;YQ==\u{7}", "\u{1B}[5n", "\u{1B}[?1003h", "\u{1B}c",
    "\u{7}",
    "\u{9B}31m", "\u{202E}", "\u{2066}", "a\u{200D}b", "a\u{FE0F}", "\u{AD}", "\t", "\u{E0061}",
    "\u{1B}]8;;http://x\u{1B}\\", "\u{1B}Pq\u{1B}\\", "\u{1B}[>c", "\u{1B}[!p",
  ])
  func `is not passed by the grammar with anything foreign in it`(foreign: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("\u{1B}[1;1Hok \(foreign) ok\u{1B}[m".utf8).write(to: file)
    #expect(try Script.python("grammar.py", [file.path]).status == 1)
    if foreign.contains("]52;") {
      #expect(try Script.python("grammar.py", ["--clipboard", file.path]).status == 0)
    }
  }
}

/// Another program, run to its end.
enum Script {
  static func python(_ name: String, _ arguments: [String]) throws -> (
    status: Int32, output: String
  ) {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: name)
    return try run("/usr/bin/python3", [script.path] + arguments)
  }

  static func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let quiet = ["PYTHONDONTWRITEBYTECODE": "1"]
    return try ChildProcess.run(
      [program] + arguments,
      environment: environment.merging(quiet) { $1 }
    )
  }
}
