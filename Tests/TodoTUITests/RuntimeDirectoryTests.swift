import Foundation
import Testing
import TodoTUI

@Suite struct `The runtime directory` {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func paths(_ runtime: URL?, _ temporary: URL) throws -> Paths {
    var environment = ["HOME": temporary.path, "TMPDIR": temporary.path]
    environment["XDG_RUNTIME_DIR"] = runtime?.path
    return try Paths(environment: environment)
  }

  @Test func `is made for us alone`() throws {
    try withFolder { folder in
      let directory = try RuntimeDirectory(paths: paths(folder, folder))
      #expect(directory.path == folder.path + "/todotui")
      let facts = try FileManager.default.attributesOfItem(atPath: directory.path)
      #expect((facts[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
    }
  }

  @Test func `lies in the temporary directory where no other is given`() throws {
    try withFolder { folder in
      let directory = try RuntimeDirectory(paths: paths(nil, folder))
      #expect(directory.path == folder.path + "/todotui-\(geteuid())")
    }
  }

  @Test func `is refused when others may enter it, or it is a link`() throws {
    try withFolder { folder in
      let open = folder.appending(path: "a/todotui")
      try FileManager.default.createDirectory(at: open, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: open.path)
      #expect(throws: Failure.self) {
        try RuntimeDirectory(paths: paths(folder.appending(path: "a"), folder))
      }
      let linked = folder.appending(path: "b")
      try FileManager.default.createDirectory(at: linked, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        at: linked.appending(path: "todotui"),
        withDestinationURL: folder
      )
      #expect(throws: Failure.self) { try RuntimeDirectory(paths: paths(linked, folder)) }
    }
  }

  @Test func `gives every database a socket of its own, never too long`() throws {
    try withFolder { folder in
      let directory = try RuntimeDirectory(paths: paths(folder, folder))
      let one = try directory.socket(for: "/a/b.sqlite")
      let other = try directory.socket(for: "/a/c.sqlite")
      #expect(one != other)
      #expect(one.utf8.count <= 100)
      let deep = folder.appending(path: String(repeating: "d", count: 90))
      try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
      let long = try RuntimeDirectory(paths: paths(deep, folder)).socket(for: "/a/b.sqlite")
      #expect(long.utf8.count <= 100)
    }
  }
}
