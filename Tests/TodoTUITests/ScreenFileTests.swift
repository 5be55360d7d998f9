import Foundation
import Testing
import TodoTUI
import TodoUI

@Suite struct `The file of a screen's state` {
  private static let memory = ScreenMemory(
    tab: "view this week",
    filter: "milk  日本語",
    order: .due,
    cursor: "0c7",
    showsDetails: true,
    knowsHelp: true
  )

  @Test(arguments: [memory, ScreenMemory()])
  func `brings back what was written`(_ memory: ScreenMemory) {
    let text = ScreenFile.text(memory, of: "ada")
    #expect(ScreenFile.memory(text, of: "ada") == memory)
  }

  @Test func `is nothing to another account`() {
    let text = ScreenFile.text(Self.memory, of: "ada")
    #expect(ScreenFile.memory(text, of: "bob") == nil)
  }

  @Test(arguments: ["", "\n", "todotui screen 2\nuser ada\n", "todotui screen 1\nuser ada", "{}"])
  func `that is none is ignored`(_ text: String) {
    #expect(ScreenFile.memory(text, of: "ada") == nil)
  }

  @Test func `keeps a line break in an id from beginning a line of its own`() {
    let memory = ScreenMemory(filter: "a\nuser bob", cursor: "x\ntab done")
    let read = ScreenFile.memory(ScreenFile.text(memory, of: "ada"), of: "ada")
    #expect(read == ScreenMemory(filter: "a user bob", cursor: "x tab done"))
  }

  @Test func `is private, replaced in one step, and never longer than its limit`() throws {
    try withFolder { folder in
      let path = folder + "/state/local.screen"
      let file = ScreenFile(path)
      #expect(file.read(of: "ada") == nil)
      file.write(Self.memory, of: "ada")
      #expect(file.read(of: "ada") == Self.memory)
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.posixPermissions] as? Int == 0o600)
      file.write(ScreenMemory(filter: String(repeating: "x", count: 20_000)), of: "ada")
      #expect(file.read(of: "ada") == Self.memory)
      try Data(repeating: 0xFF, count: 64).write(to: URL(filePath: path))
      #expect(file.read(of: "ada") == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/state").count == 1)
    }
  }
}

@Suite struct `The history of the command line` {
  @Test func `keeps lines of every program, flat and private`() throws {
    try withFolder { folder in
      let path = folder + "/state/history"
      #expect(HistoryFile(path).lines().isEmpty)
      HistoryFile(path).append("list --done")
      HistoryFile(path).append("add a\nb")
      HistoryFile(path).append("  ")
      #expect(HistoryFile(path).lines() == ["list --done", "add a b"])
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `has at most 500 lines, the last ones`() throws {
    try withFolder { folder in
      let path = folder + "/history"
      for number in 1...510 { HistoryFile(path).append("show \(number)") }
      let lines = HistoryFile(path).lines()
      #expect(lines.count == HistoryFile.limit)
      #expect(lines.first == "show 11" && lines.last == "show 510")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.split(separator: "\n").count == HistoryFile.limit)
    }
  }
}

private func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "todotui-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
