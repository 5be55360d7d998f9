import Foundation
import TerminalKit
import Testing
import TodoUI

/// Compares the picture of a model with the one committed under `Snapshots/`, cell by cell.
///
/// With `TODOTUI_RECORD_SNAPSHOTS=1` the picture is written instead, and the test fails: a recorded
/// picture is to be looked at, never to pass unseen. With `TODOTUI_PICTURES` each picture is also
/// written into the folder it names, with every style, for who paints it on a terminal.
func expectPicture(
  _ model: Model,
  _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots").appendingPathComponent("\(name).txt")
  let frame = picture(model)
  let seen = written(frame)
  if let folder = ProcessInfo.processInfo.environment["TODOTUI_PICTURES"] {
    #expect(
      throws: Never.self,
      "\(name) cannot be written for painting",
      sourceLocation: sourceLocation
    ) {
      try Data(paintable(frame).utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }
  }
  if ProcessInfo.processInfo.environment["TODOTUI_RECORD_SNAPSHOTS"] == "1" {
    do {
      try Data(seen.utf8).write(to: file)
      print("wrote \(file.path)")
      Issue.record("recorded \(name): look at it", sourceLocation: sourceLocation)
    } catch {
      Issue.record("cannot write \(file.path): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let kept = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record("no snapshot named \(name)\n\(seen)", sourceLocation: sourceLocation)
    return
  }
  #expect(kept == seen, "\(name) looks different:\n\(seen)", sourceLocation: sourceLocation)
}

/// The text, the cursor, and below it one style letter a cell.
private func written(_ frame: Frame) -> String {
  let cursor = frame.cursor.map { "cursor \($0.row),\($0.column)" } ?? "no cursor"
  return "\(frame.grid.text)\n---- \(cursor)\n\(frame.grid.styleLetters)\n"
}

/// Size, cursor and cells in the form that `ScreenProbe gallery` reads.
private func paintable(_ frame: Frame) -> String {
  let cursor = frame.cursor.map { " \($0.row) \($0.column)" } ?? ""
  return "grid \(frame.grid.size.rows) \(frame.grid.size.columns)\(cursor)\n\(frame.grid.ansi)\n"
}
