import APIClient
import Foundation
import Testing

/// The descriptions beside this file, each with the lines that are right for it.
enum Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Descriptions")

  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  static func description(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: name + ".json")))
  }

  /// Lines, and after them `! kind key` for each note that is more than an explanation.
  static func expected(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name + ".lines"), encoding: .utf8)
  }
}

extension Derivation {
  /// This derivation as the files of the corpus write it.
  var written: String {
    let lines = dialect.lines.map { line in
      line.key.rawValue + " =" + (line.value.isEmpty ? "" : " " + line.value)
    }
    let notes = notes.filter { $0.kind != .chosen }.map { "! \($0.kind) \($0.key.rawValue)" }
    return (lines + notes).map { $0 + "\n" }.joined()
  }

  func sentence(_ key: DialectLine.Key) -> String? { notes.first { $0.key == key }?.sentence }
}
