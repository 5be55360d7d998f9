import Foundation
import TerminalKit
import Testing
import TodoUI

/// Compares the picture of a model with the one committed under `Snapshots/`, cell by cell.
///
/// With `TODOTUI_RECORD_SNAPSHOTS=1` the picture is written instead, and the test fails: a recorded
/// picture is to be looked at, never to pass unseen.
func expectPicture(
  _ model: Model,
  _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Snapshots").appendingPathComponent("\(name).txt")
  let seen = written(picture(model))
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
