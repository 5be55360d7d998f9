import Foundation
import Testing

/// The allowed arrows of ARCHITECTURE.md: what each room may import of ours and of others.
private let arrows: [String: Set<String>] = [
  "TodoKit": [],
  "TerminalKit": [],
  "NcursesScreen": ["TerminalKit", "CNcurses"],
  "TokenVault": [
    "CPosix", "Crypto", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
  ],
  "APIClient": ["TodoKit", "CCurl", "FoundationEssentials", "Glibc", "Synchronization"],
  "LocalStore": [
    "TodoKit", "GRDB", "Dispatch", "FoundationEssentials", "Glibc", "Synchronization",
  ],
  "TodoUI": ["TodoKit", "TerminalKit"],
  "TodoTUI": [
    "APIClient", "ArgumentParser", "CPosix", "Dispatch", "FoundationEssentials", "Glibc",
    "LocalStore", "Logging", "NcursesScreen", "Synchronization", "TerminalKit", "TodoKit", "TodoUI",
    "TokenVault", "TOMLKit",
  ],
  "TodoServer": [
    "CSodium", "Crypto", "Dispatch", "Foundation", "GRDB", "Glibc", "HTTPTypes", "Hummingbird",
    "JWTKit", "Logging", "NIOCore", "NIOHTTPTypes", "ServiceLifecycle", "Synchronization",
    "UnixSignals",
  ],
  "todo-server": ["ArgumentParser", "Foundation", "Glibc", "TodoServer"],
]

private let owners = [
  "CNcurses": ["NcursesScreen"], "CCurl": ["APIClient"], "CSodium": ["TodoServer"],
  "CPosix": ["TokenVault", "TodoTUI"],
]

private let sources = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

private struct Import {
  var file: String
  var line: String
  var module: String
}

private func swiftFiles(of room: String) -> [URL] {
  let all = FileManager.default.enumerator(
    at: sources.appending(path: room),
    includingPropertiesForKeys: nil
  )
  return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
}

/// The module that a line of Swift imports, nil for any other line.
private func module(importedBy line: Substring) -> String? {
  let words = line.split(separator: " ")
  guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
    words[..<at].allSatisfy({
      $0.hasPrefix("@") || ["internal", "package", "public", "private"].contains($0)
    })
  else { return nil }
  return String(words[at + 1].split(separator: ".")[0])
}

private func imports(of room: String) throws -> [Import] {
  try swiftFiles(of: room).flatMap { file in
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      module(importedBy: line).map {
        Import(file: file.lastPathComponent, line: String(line), module: $0)
      }
    }
  }
}

@Suite struct `The rooms` {
  /// The program's main thread runs the jobs of `MainLoop` and of nobody else (docs/adr/0008).
  @Test func `send nothing to the main actor, whose jobs nobody runs`() throws {
    for room in arrows.keys {
      for file in swiftFiles(of: room) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
          .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        for word in ["MainActor", "DispatchQueue.main", "queue: .main"] {
          #expect(!lines.contains { $0.contains(word) }, "\(file.lastPathComponent): \(word)")
        }
      }
    }
  }

  @Test func `are all under a rule`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
      .filter { !$0.hasPrefix("C") && !$0.hasPrefix(".") }
    #expect(Set(folders) == Set(arrows.keys))
  }

  @Test(arguments: arrows.keys.sorted())
  func `import only what the arrows allow`(_ room: String) throws {
    let found = try imports(of: room)
    #expect(!swiftFiles(of: room).isEmpty)
    for use in found {
      #expect(arrows[room]?.contains(use.module) == true, "\(use.file): \(use.line)")
    }
  }

  @Test func `see C only from its owner, and never pass it on`() throws {
    for room in arrows.keys {
      for use in try imports(of: room) {
        guard let allowed = owners[use.module] else { continue }
        #expect(allowed.contains(room), "\(use.file): \(use.line)")
        #expect(
          !use.line.hasPrefix("public") && !use.line.hasPrefix("package"),
          "\(use.file): \(use.line)"
        )
      }
    }
  }

  @Test func `stay small enough to hold in the head`() throws {
    for room in arrows.keys {
      for file in swiftFiles(of: room) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").count
        #expect(lines <= 300, "\(file.lastPathComponent)")
      }
    }
  }

  @Test(arguments: [
    ("import GRDB", "GRDB"), ("public import CNcurses", "CNcurses"),
    ("@preconcurrency import NIO", "NIO"), ("package import TodoKit.Todo", "TodoKit"),
  ])
  func `hide no import, however it is written`(_ line: String, _ name: String) {
    #expect(module(importedBy: line[...]) == name)
    #expect(module(importedBy: "// import GRDB") == nil)
  }
}
