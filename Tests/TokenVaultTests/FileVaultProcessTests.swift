import Foundation
import Testing
import TokenVault

/// What a child process writes with: the vault, or the way most programs write a file.
enum Writer: String, Codable {
  case vault
  case truncatingInPlace

  /// Adds one again and again.
  ///
  /// Each number is noted in the file `acknowledged` after its write returned.
  /// After the first the process has at most three milliseconds to live.
  func loopUntilKilled(in root: String) async throws {
    let acknowledged = unsafe open(root + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
    for round in 0... {
      if round == 1 { killMyselfSoon() }
      let mark: Int
      switch self {
      case .vault:
        let vault = try fileVault(in: root)
        try await vault.increment()
        mark = try vault.read()?.mark ?? 0
      case .truncatingInPlace:
        mark = (Self.naiveMark(in: root) ?? 0) + 1
        let text = String(mark) + String(repeating: ".", count: 900) + "\n"
        let file = unsafe open(root + "/naive", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        for byte in stride(from: 0, to: text.utf8.count, by: 256) {
          let part = Array(text.utf8.dropFirst(byte).prefix(256))
          _ = unsafe part.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
        }
        close(file)
      }
      let line = Array("\(mark)\n".utf8)
      _ = unsafe line.withUnsafeBytes { unsafe write(acknowledged, $0.baseAddress, $0.count) }
    }
  }

  /// The number stored; nil when there is none or the file is torn.
  func mark(in root: String) throws -> Int? {
    switch self {
    case .vault: try fileVault(in: root).read()?.mark
    case .truncatingInPlace: Self.naiveMark(in: root)
    }
  }

  private static func naiveMark(in root: String) -> Int? {
    guard let text = try? String(contentsOfFile: root + "/naive", encoding: .utf8),
      text.hasSuffix("\n")
    else { return nil }
    return Int(text.prefix { $0.isNumber })
  }
}

private func killMyselfSoon() {
  let microseconds = UInt32.random(in: 0..<3_000)
  Thread.detachNewThread {
    usleep(microseconds)
    kill(getpid(), SIGKILL)
  }
}

@Suite struct `A file vault between processes` {
  /// What became of writers killed one after the other, until one has lost or torn the value.
  private struct Toll {
    var killed = 0
    var hasLoss = false
    /// How many left a half-written temporary file.
    var midWrite = 0
  }

  private func kill(_ writer: Writer, times: Int, in root: String) async throws -> Toll {
    var toll = Toll()
    var known = 0
    while toll.killed < times, !toll.hasLoss {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [writer = writer as Writer, root = root as String] in
        try await writer.loopUntilKilled(in: root)
      }
      toll.killed += 1
      let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/data")
      if names?.contains(where: { $0.contains(".tmp-") }) == true { toll.midWrite += 1 }
      let lines = try? String(contentsOfFile: root + "/acknowledged", encoding: .utf8)
      known = max(known, lines?.split(separator: "\n").last.flatMap { Int($0) } ?? 0)
      // Old or new: the last value known, or that of the one write under way.
      let stored = try writer.mark(in: root)
      toll.hasLoss = stored.map { !(known...known + 1).contains($0) } ?? true
      known = stored ?? known
    }
    return toll
  }

  @Test func `survives 200 writers killed at random moments`() async throws {
    try await withDirectory { root in
      let toll = try await kill(.vault, times: 200, in: root)
      #expect(!toll.hasLoss)
      #expect(toll.killed == 200)
      #expect(toll.midWrite > 0, "the rig kills in the middle of writes")
    }
  }

  @Test func `is killed by a rig that a truncating writer does not survive`() async throws {
    try await withDirectory { root in
      let toll = try await kill(.truncatingInPlace, times: 200, in: root)
      #expect(toll.hasLoss)
    }
  }

  @Test func `gets its lock back when the holder dies`() async throws {
    try await withDirectory { root in
      await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
        try await fileVault(in: root).update(within: .seconds(1)) { transaction in
          try transaction.commit(.signedIn(.sample(1)))
          raise(SIGKILL)
        }
      }
      try await fileVault(in: root).increment(within: .milliseconds(1))
      #expect(try fileVault(in: root).read()?.mark == 2)
    }
  }

  @Test func `loses no update of 16 processes that start at once without any file`() async throws {
    try await withDirectory { root in
      await withTaskGroup { group in
        for _ in 0..<16 {
          group.addTask {
            await #expect(processExitsWith: .success) { [root = root as String] in
              let vault = try fileVault(in: root)
              for _ in 0..<10 { try await vault.increment() }
            }
          }
        }
      }
      let record = try fileVault(in: root).read()
      #expect(record == VaultRecord(generation: 160, state: .signedIn(.sample(160))))
    }
  }

  @Test func `keeps the old record when a write is cut short`() async throws {
    try await withDirectory { root in
      try await fileVault(in: root).increment()
      await #expect(processExitsWith: .success) { [root = root as String] in
        // The first write of the new file comes back short, the next one fails.
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 300, rlim_max: 300)
        #expect(unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
        let failure = VaultError.io(.write, path: root + vaultPath, code: EFBIG)
        await #expect(throws: failure) { try await fileVault(in: root).increment() }
      }
      #expect(try fileVault(in: root).read()?.mark == 1)
      let names = try FileManager.default.contentsOfDirectory(atPath: root + "/data").sorted()
      #expect(names == ["work.lock", "work.vault"])
    }
  }

  @Test func `makes private files whatever the umask`() async throws {
    try await withDirectory { root in
      await #expect(processExitsWith: .success) { [root = root as String] in
        umask(0)
        try await fileVault(in: root).increment()
      }
      await #expect(processExitsWith: .success) { [root = root as String] in
        umask(0o377)
        try await fileVault(in: root).increment()
        #expect(try fileVault(in: root).read()?.mark == 2)
      }
    }
  }
}
