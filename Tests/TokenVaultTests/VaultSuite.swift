import Foundation
import Testing
import TokenVault

/// The two conformers; every test of this suite runs on both.
enum VaultKind: CaseIterable {
  case file
  case memory

  func make(in root: String) throws(VaultError) -> any Vault {
    switch self {
    case .file: try fileVault(in: root)
    case .memory: MemoryVault()
    }
  }
}

@Suite struct `Every vault` {
  @Test(arguments: VaultKind.allCases)
  func `is empty before the first commit`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      #expect(try vault.read() == nil)
      let seen = try await vault.update(within: .seconds(1)) { $0.record }
      #expect(seen == nil)
      #expect(try vault.read() == nil)
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `gives back every field of a credential`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      let credential = Credential.sample()
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(credential)) }
      #expect(try vault.read() == VaultRecord(generation: 1, state: .signedIn(credential)))
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `gives back a credential of the fewest fields`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      let credential = Credential(
        server: ServerOrigins(auth: "http://localhost/api/auth", api: "http://localhost"),
        user: VaultUser(id: "1", email: "", name: ""),
        session: StoredSession(
          form: .bearer,
          value: Secret(Credential.sessionText),
          expiresAt: nil
        )
      )
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(credential)) }
      #expect(try vault.read()?.state == .signedIn(credential))
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `gives back a cookie by its name, and a token without a session`(
    kind: VaultKind
  ) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      var credential = Credential.sample()
      credential.server.typed = "https://one.example"
      credential.session?.form = .cookie(name: "__Secure-better-auth.session_token")
      let byCookie = credential
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(byCookie)) }
      #expect(try vault.read()?.state == .signedIn(byCookie))
      credential.session = nil
      let byToken = credential
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(byToken)) }
      #expect(try vault.read()?.state == .signedIn(byToken))
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `counts generations through a tombstone`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      let credential = Credential.sample()
      let tombstone = VaultRecord.State.signedOut(server: credential.server, at: 1_700_000_000_000)
      try await vault.update(within: .seconds(1)) { transaction in
        try transaction.commit(.signedIn(credential))
        #expect(transaction.record?.generation == 1)
        try transaction.commit(tombstone)
        #expect(transaction.record == VaultRecord(generation: 2, state: tombstone))
      }
      #expect(try vault.read() == VaultRecord(generation: 2, state: tombstone))
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedOut(server: nil, at: 0)) }
      #expect(try vault.read()?.generation == 3)
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `keeps what was committed before the body failed`(kind: VaultKind) async throws {
    struct Stop: Error {}
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      await #expect(throws: Stop.self) {
        try await vault.update(within: .seconds(1)) { transaction in
          try transaction.commit(.signedIn(.sample(7)))
          throw Stop()
        }
      }
      #expect(try vault.read()?.mark == 7)
      try await vault.increment(within: .seconds(1))
      #expect(try vault.read()?.mark == 8)
    }
  }

  @Test(
    arguments: VaultKind.allCases,
    ["", "short", "line\nbreak-0123456789", "ümlaut-0123456789"]
  )
  func `stores nothing that is not a token`(kind: VaultKind, text: String) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      var credential = Credential.sample()
      credential.session?.value = Secret(text)
      let bad = credential
      await #expect(throws: VaultError.unstorable(.sessionToken)) {
        try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(bad)) }
      }
      #expect(try vault.read() == nil)
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `never goes on without the lock`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      try await vault.update(within: .seconds(1)) { _ in
        let error = await #expect(throws: VaultError.self) {
          try await vault.update(within: .milliseconds(30)) { _ in
            Issue.record("two at once")
          }
        }
        guard case .locked(_, .milliseconds(30)) = error else {
          Issue.record("\(String(describing: error))")
          return
        }
      }
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `stops waiting when the task is cancelled`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      try await vault.update(within: .seconds(1)) { _ in
        let waiter = Task { try await vault.increment(within: .seconds(60)) }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
      }
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `can be read while somebody holds the lock`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      try await vault.increment()
      let seen = try await vault.update(within: .seconds(1)) { _ in try vault.read() }
      #expect(seen?.mark == 1)
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `loses none of 400 concurrent updates`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let vault = try kind.make(in: root)
      try await withThrowingTaskGroup { group in
        for _ in 0..<8 {
          group.addTask {
            for _ in 0..<50 { try await vault.increment() }
          }
        }
        try await group.waitForAll()
      }
      #expect(try vault.read()?.mark == 400)
      #expect(try vault.read()?.generation == 400)
    }
  }

  actor Session {
    private let vault: any Vault
    private var refreshes = 0

    init(_ vault: any Vault) { self.vault = vault }

    func refresh() async throws -> Int {
      try await vault.update(within: .seconds(1)) { transaction in
        await Task.yield()
        refreshes += 1
        try transaction.commit(.signedIn(.sample(refreshes)))
        return refreshes
      }
    }
  }

  @Test(arguments: VaultKind.allCases)
  func `updates from within an actor across an await`(kind: VaultKind) async throws {
    try await withDirectory { root in
      let session = Session(try kind.make(in: root))
      #expect(try await session.refresh() == 1)
      #expect(try await session.refresh() == 2)
    }
  }
}
