import Foundation
import Testing
import TokenVault

@Suite struct `A damaged file vault` {
  private func quarantined(in root: String, _ directory: String = "/data") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + directory)
      .filter { $0.contains(".corrupt-") }.sorted()
  }

  private func write(_ bytes: Data, _ path: String) throws {
    // In place: the file keeps its mode.
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: bytes)
    try file.close()
  }

  @Test(arguments: [0, 1, 8, 10, 139, 140, 156, 157, -1])
  func `is set aside whole, and signing in again works`(length: Int) async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      let whole = try Data(contentsOf: URL(filePath: root + vaultPath))
      let cut = length < 0 ? whole.dropLast() : whole.prefix(length)
      try write(cut, root + vaultPath)

      let error = #expect(throws: VaultError.self) { try vault.read() }
      let name = try #require(quarantined(in: root).first)
      #expect(
        error
          == .damaged(path: root + vaultPath, quarantinedTo: root + "/data/" + name)
      )
      #expect(try Data(contentsOf: URL(filePath: root + "/data/" + name)) == cut)
      #expect(try vault.read() == nil)
      try await vault.increment()
      #expect(try vault.read()?.mark == 1)
    }
  }

  @Test func `stays in place while somebody holds the lock, whose update sets it aside`()
    async throws
  {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      try await vault.update(within: .seconds(1)) { _ in
        try write(Data("rubbish".utf8), root + vaultPath)
        #expect(throws: VaultError.damaged(path: root + vaultPath, quarantinedTo: nil)) {
          try vault.read()
        }
      }
      try await vault.update(within: .seconds(1)) { transaction in
        #expect(transaction.record == nil)
        guard case .damaged(_, .some) = transaction.problem else {
          Issue.record("\(String(describing: transaction.problem))")
          return
        }
        try transaction.commit(.signedIn(.sample(5)))
        #expect(transaction.problem == nil)
      }
      #expect(try vault.read()?.mark == 5)
      #expect(try quarantined(in: root).count == 1)
    }
  }

  @Test func `leaves three quarantined files at most, the newest`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      var kept: [String] = []
      for number in 0..<5 {
        try await vault.increment()
        try write(Data("rubbish \(number)".utf8), root + vaultPath)
        #expect(throws: VaultError.self) { try vault.read() }
        kept.append("rubbish \(number)")
      }
      let contents = try quarantined(in: root).map { name in
        try String(contentsOfFile: root + "/data/" + name, encoding: .utf8)
      }
      #expect(contents == kept.suffix(3))
    }
  }

  @Test func `of a newer version is left alone`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      var bytes = try Data(contentsOf: URL(filePath: root + vaultPath))
      bytes[9] = 2
      try write(bytes, root + vaultPath)
      #expect(throws: VaultError.newerFormat(path: root + vaultPath)) { try vault.read() }
      await #expect(throws: VaultError.newerFormat(path: root + vaultPath)) {
        try await vault.increment()
      }
      #expect(try Data(contentsOf: URL(filePath: root + vaultPath)) == bytes)
      #expect(try quarantined(in: root).isEmpty)
    }
  }

  @Test func `moved to another profile with its key is refused`() async throws {
    try await withDirectory { root in
      try await fileVault(in: root).increment()
      for path in [vaultPath, keyPath] {
        try FileManager.default.copyItem(
          atPath: root + path,
          toPath: root + path.replacing("work", with: "home")
        )
      }
      let error = #expect(throws: VaultError.self) {
        try fileVault(in: root, profile: "home").read()
      }
      guard case .damaged(_, .some) = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try fileVault(in: root).read()?.mark == 1)
    }
  }

  enum KeyTrouble: CaseIterable {
    case missing
    case anotherProfiles
    case cut
  }

  @Test(arguments: KeyTrouble.allCases)
  func `whose key is lost stays until a new one is committed`(trouble: KeyTrouble) async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      let whole = try Data(contentsOf: URL(filePath: root + vaultPath))
      let expected: VaultError
      switch trouble {
      case .missing:
        try FileManager.default.removeItem(atPath: root + keyPath)
        expected = .keyMissing(vault: root + vaultPath, key: root + keyPath)
      case .anotherProfiles:
        try await fileVault(in: root, profile: "home").increment()
        let other = try Data(contentsOf: URL(filePath: root + "/state/home.key"))
        try write(other, root + keyPath)
        expected = .keyMismatch(vault: root + vaultPath, key: root + keyPath)
      case .cut:
        let key = try Data(contentsOf: URL(filePath: root + keyPath))
        try write(key.dropLast(), root + keyPath)
        expected = .keyDamaged(key: root + keyPath)
      }

      #expect(throws: expected) { try vault.read() }
      try await vault.update(within: .seconds(1)) { transaction in
        #expect(transaction.record == nil)
        #expect(transaction.problem == expected)
      }
      #expect(try Data(contentsOf: URL(filePath: root + vaultPath)) == whole)
      #expect(throws: expected) { try vault.read() }

      try await vault.increment()
      #expect(try vault.read() == VaultRecord(generation: 1, state: .signedIn(.sample(1))))
      let name = try #require(quarantined(in: root).first)
      #expect(try Data(contentsOf: URL(filePath: root + "/data/" + name)) == whole)
      #expect(try quarantined(in: root, "/state").count == (trouble == .cut ? 1 : 0))
    }
  }

  @Test func `does not touch other profiles`() async throws {
    try await withDirectory { root in
      let (work, home) = try (fileVault(in: root), fileVault(in: root, profile: "home"))
      try await work.increment()
      try await home.increment()
      try write(Data(), root + vaultPath)
      #expect(throws: VaultError.self) { try work.read() }
      #expect(try home.read()?.mark == 1)
    }
  }

  @Test func `keeps its record when the new one is too large`() async throws {
    try await withDirectory { root in
      let vault = try fileVault(in: root)
      try await vault.increment()
      var credential = Credential.sample(2)
      credential.refusal?.sentence = String(repeating: "x", count: 70_000)
      let large = credential
      await #expect(throws: VaultError.unstorable(.recordTooLarge)) {
        try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(large)) }
      }
      #expect(try vault.read()?.mark == 1)
    }
  }
}
