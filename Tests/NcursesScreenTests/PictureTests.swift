import Foundation
import ScreenProbe
import TerminalKit
import Testing

/// Every committed picture of every screen of the program, painted by the real screen.
@Suite struct `The committed pictures` {
  private static let snapshots = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "TodoUITests/Snapshots")

  @Test func `are what two emulators show, cell by cell`() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "pictures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // The snapshots hold letters for styles; the tests that made them know the styles.
    let made = try Script.run(
      try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      ["--testing-library", "swift-testing", "--filter", "TodoUITests"],
      environment: ["TODOTUI_PICTURES": folder.path]
    )
    #expect(made.status == 0, "\(made.output.suffix(2000))")

    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let kept = try FileManager.default.contentsOfDirectory(atPath: Self.snapshots.path)
    #expect(names == kept.map { $0.replacing(".txt", with: "") }.sorted())
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let (grid, cursor) = try #require(frame(fromText: text), "\(name)")
      let place = cursor.map { "cursor \($0.row),\($0.column)" } ?? "no cursor"
      let picture = "\(grid.text)\n---- \(place)\n\(grid.styleLetters)\n"
      let snapshot = Self.snapshots.appending(path: "\(name).txt")
      #expect(try String(contentsOf: snapshot, encoding: .utf8) == picture, "\(name)")
    }
    let shown = try Script.python("gallery.py", [ProbeRun.program, folder.path])
    #expect(shown.output == "shown \(names.count) \(names.count)\n")
    #expect(shown.status == 0)
  }
}
