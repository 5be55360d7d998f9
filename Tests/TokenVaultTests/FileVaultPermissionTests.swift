import Foundation
import Testing
import TokenVault

/// One thing done to the files behind the vault's back.
struct Disturbance: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let path: String
  /// A word the sentence must have: what to do.
  let advice: String
  let apply: @Sendable (_ root: String) throws -> Void

  init(
    _ name: String,
    at path: String,
    says advice: String,
    _ apply: @escaping @Sendable (_ root: String) throws -> Void
  ) {
    testDescription = name
    self.path = path
    self.advice = advice
    self.apply = apply
  }

  static func mode(_ mode: Int, at path: String, says advice: String) -> Disturbance {
    Disturbance("\(path) has mode \(String(mode, radix: 8))", at: path, says: advice) { root in
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: root + path)
    }
  }

  static func linked(_ path: String) -> Disturbance {
    Disturbance("\(path) is a symbolic link", at: path, says: "symbolic link") { root in
      let real = root + path + ".real"
      try FileManager.default.moveItem(atPath: root + path, toPath: real)
      try FileManager.default.createSymbolicLink(
        atPath: root + path,
        withDestinationPath: real
      )
    }
  }

  static func hardLinked(_ path: String) -> Disturbance {
    Disturbance("\(path) has a second name", at: path, says: "hard links") { root in
      try FileManager.default.linkItem(atPath: root + path, toPath: root + path + ".second")
    }
  }

  static func fifo(_ path: String) -> Disturbance {
    Disturbance("\(path) is a fifo", at: path, says: "not a regular file") { root in
      try FileManager.default.removeItem(atPath: root + path)
      #expect(unsafe mkfifo(root + path, 0o600) == 0)
    }
  }

  static func foreign(_ path: String) -> Disturbance {
    Disturbance("\(path) belongs to somebody else", at: path, says: "chown") { root in
      #expect(unsafe chown(root + path, 12_345, 12_345) == 0)
    }
  }

  static let all: [Disturbance] =
    [
      .mode(0o755, at: "/data", says: "chmod 700"), .mode(0o710, at: "/data", says: "chmod 700"),
      .mode(0o750, at: "/state", says: "chmod 700"), .mode(0o644, at: vaultPath, says: "chmod 600"),
      .mode(0o620, at: vaultPath, says: "chmod 600"), .mode(0o640, at: keyPath, says: "chmod 600"),
      .linked("/data"), .linked("/state"), .linked(vaultPath), .linked(keyPath),
      .hardLinked(vaultPath), .hardLinked(keyPath), .fifo(vaultPath), .fifo(keyPath),
      Disturbance("the data directory is a file", at: "/data", says: "not a directory") { root in
        try FileManager.default.removeItem(atPath: root + "/data")
        try Data().write(to: URL(filePath: root + "/data"))
      },
      Disturbance("the vault is a directory", at: vaultPath, says: "not a regular file") { root in
        try FileManager.default.removeItem(atPath: root + vaultPath)
        try FileManager.default.createDirectory(
          atPath: root + vaultPath,
          withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o700]
        )
      },
      Disturbance("the vault has 64 KiB and a byte", at: vaultPath, says: "65537") { root in
        let bytes = Data(repeating: 0x54, count: 65_537)
        try bytes.write(to: URL(filePath: root + vaultPath))
      },
    ] + (geteuid() == 0 ? [.foreign("/data"), .foreign(vaultPath), .foreign(keyPath)] : [])
}

@Suite struct `A file vault refuses` {
  @Test(arguments: Disturbance.all)
  func `to read or write what is not private`(disturbance: Disturbance) async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      try disturbance.apply(root)

      let reading = #expect(throws: VaultError.self) { try vault.read() }
      let updating = await #expect(throws: VaultError.self) {
        try await vault.update(within: .seconds(1)) { _ in Issue.record("went on") }
      }
      for error in [reading, updating] {
        guard case .refused(root + disturbance.path, _) = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
        let sentence = try #require(error).sentence
        #expect(sentence.contains(root + disturbance.path))
        #expect(sentence.contains(disturbance.advice))
      }
    }
  }

  @Test func `a lock file that is a link, and leaves its target alone`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      let lock = root + "/data/work.lock"
      try FileManager.default.removeItem(atPath: lock)
      try FileManager.default.createSymbolicLink(
        atPath: lock,
        withDestinationPath: root + "/target"
      )
      await #expect(throws: VaultError.refused(path: lock, .symbolicLink)) {
        try await vault.increment()
      }
      #expect(!FileManager.default.fileExists(atPath: root + "/target"))
      #expect(try vault.read()?.mark == 1)
    }
  }

  @Test(arguments: [
    "", ".hidden", "-option", "a/b", "..", "a b", "é", "x.vault", "x.lock",
    String(repeating: "a", count: 65),
  ])
  func `a profile name that is no file name`(name: String) throws {
    #expect(throws: VaultError.invalidProfile(name)) {
      try fileVault(in: "/nowhere", profile: name)
    }
  }

  @Test(arguments: ["local", "_a", "A-1.b_c", String(repeating: "a", count: 64)])
  func `no ordinary profile name`(name: String) throws {
    _ = try fileVault(in: "/nowhere", profile: name)
  }
}

@Suite struct `A file vault creates` {
  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func `its directories and files private, and leaves what was there alone`() async throws {
    try await withDirectory { root in
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: root)
      let vault = try FileVault(
        dataDirectory: root + "/share/todotui/",
        stateDirectory: root + "/state/todotui",
        profile: "work"
      )
      #expect(try vault.read() == nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: root).isEmpty)
      try await vault.increment()
      #expect(try mode(root) == 0o755)
      for directory in ["/share", "/share/todotui", "/state", "/state/todotui"] {
        #expect(try mode(root + directory) == 0o700)
      }
      for file in ["/share/todotui/work.vault", "/share/todotui/work.lock"] {
        #expect(try mode(root + file) == 0o600)
      }
      #expect(vault.source == .keyFile(path: root + "/state/todotui/work.key"))
      #expect(vault.source.label.contains("weak"))
      #expect(try mode(root + "/state/todotui/work.key") == 0o600)
    }
  }

  @Test func `one key for vaults that share a state directory and start at once`() async throws {
    try await withDirectory { root in
      let vaults = try (0..<8).map { number in
        try FileVault(
          dataDirectory: root + "/data-\(number)",
          stateDirectory: root + "/state",
          profile: "work"
        )
      }
      try await withThrowingTaskGroup { group in
        for vault in vaults { group.addTask { try await vault.increment() } }
        try await group.waitForAll()
      }
      for vault in vaults { #expect(try vault.read()?.mark == 1) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/state") == ["work.key"])
    }
  }

  @Test func `no secret in the clear`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(.sample())) }
      for path in [vaultPath, keyPath, "/data/work.lock"] {
        let data = try Data(contentsOf: URL(filePath: root + path))
        for word in ["canary", "ann@", "example", Credential.sessionText, Credential.jwtText] {
          #expect(data.range(of: Data(word.utf8)) == nil)
        }
      }
    }
  }

  @Test func `other bytes for the same record each time`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      var files: Set<Data> = []
      for _ in 0..<3 {
        try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(.sample())) }
        files.insert(try Data(contentsOf: URL(filePath: root + vaultPath))[96...])
      }
      #expect(files.count == 3)
    }
  }

  @Test func `nothing beside its files, and removes what a killed writer left`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      let stale = root + "/data/.work.vault.tmp-0123456789abcdef"
      let foreign = [
        "/data/.work.vault.tmp-x.vault.tmp-0123456789abcdef",
        "/data/.other.vault.tmp-0123456789abcdef",
      ]
      for path in [stale] + foreign.map({ root + $0 }) {
        try Data("half".utf8).write(to: URL(filePath: path))
      }
      try await vault.increment()
      let names = try FileManager.default.contentsOfDirectory(atPath: root + "/data").sorted()
      #expect(
        names == [
          ".other.vault.tmp-0123456789abcdef", ".work.vault.tmp-x.vault.tmp-0123456789abcdef",
          "work.lock", "work.vault",
        ]
      )
      #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/state") == ["work.key"])
    }
  }
}
