import APIClient
import LocalStore
import TodoKit

/// Knows how the task server behind one mirror speaks.
///
/// Its own description is read when the mirror has none, once a day, and after an answer that did not
/// fit; the lines of the configuration lie over it. A server that cannot be asked is spoken to as
/// before.
actor BackendKeeper {
  private let store: TodoStore
  private let client: HTTPClient
  private let base: Endpoint
  private let written: [DialectLine]
  private let timeout: Duration
  private let profile: String
  private var live: LiveDialect?
  private var reading: Task<LiveDialect, any Error>?
  /// When the description in use was read, in milliseconds since 1970.
  private var readAt: Int64 = 0
  private var isDoubted = false
  /// What only a person knows and nobody has written yet.
  private var needed: [Derivation.Note] = []

  /// Milliseconds after which a description is read again.
  private static let freshness: Int64 = 24 * 3600 * 1000
  /// A description younger than this is not doubted: the server said it just now.
  private static let trust: Int64 = 60 * 1000

  init(
    store: TodoStore,
    client: HTTPClient,
    base: Endpoint,
    written: [DialectLine],
    timeout: Duration,
    profile: String
  ) {
    self.store = store
    self.client = client
    self.base = base
    self.written = written
    self.timeout = timeout
    self.profile = profile
  }

  /// The calls for one user, in the server's dialect.
  ///
  /// - Parameter user: the id that stands in paths.
  /// - Throws: `APIError` when the server was never asked and cannot be; ``Failure`` 78 when its
  ///   description leaves something open that only a person knows; `StoreError`.
  /// - Returns: calls that need only a JWT.
  func tasks(user: String) async throws -> TasksAPI {
    TasksAPI(client: client, base: base, user: user, backend: try await dialect(), timeout: timeout)
  }

  /// The dialect in use, which learns.
  func dialect() async throws -> LiveDialect {
    let age = Workspace.now().milliseconds - readAt
    if let live, age < BackendKeeper.freshness, !isDoubted || age < BackendKeeper.trust {
      return live
    }
    if let reading { return try await reading.value }
    let started = Task { try await self.read() }
    reading = started
    return try await started.value
  }

  /// An answer did not fit what the description says: the next call looks again.
  func doubt() { isDoubted = true }

  private func read() async throws -> LiveDialect {
    defer { reading = nil }
    let kept = try store.backend().flatMap { kept in
      BackendNote(text: kept.text).map { (note: $0, readAt: kept.readAt.milliseconds) }
    }
    let now = Workspace.now().milliseconds
    if let kept, kept.note.isWhole, !isDoubted,
      (0..<BackendKeeper.freshness).contains(now - kept.readAt)
    {
      return try use(kept.note, readAt: kept.readAt)
    }
    do {
      let note = try await asked(kept?.note)
      try store.keep(note, under: written, readAt: now)
      return try use(note, readAt: now)
    } catch let error as APIError {
      guard let kept else { throw error }
      // As if read now: not every request that follows has to ask in vain.
      return try use(kept.note, readAt: now)
    }
  }

  /// What the server says now; what it said before when it has no description any more, because one
  /// that was read once is a better guess than the contract.
  private func asked(_ kept: BackendNote?) async throws(APIError) -> BackendNote {
    let found = try await ServerDescription.find(
      client,
      base: base,
      kept: kept?.source,
      timeout: timeout
    )
    if let found, found.describesTasks || kept?.source == nil {
      return BackendNote(Derivation(openAPI: found.body), from: found.prefix)
    }
    return kept ?? BackendNote(.undescribed(at: base.url), from: nil)
  }

  private func use(_ note: BackendNote, readAt moment: Int64) throws -> LiveDialect {
    readAt = moment
    isDoubted = false
    let spoken = note.overridden(by: written)
    needed = spoken.needed
    // Without a place nothing works; what only new tasks need is said when one is made.
    if let open = needed.first(where: { $0.key != .createDefaults }) {
      throw Failure.backendNeeds(open.sentence, profile: profile)
    }
    let live = LiveDialect(spoken.dialect) { [store, written] learned in
      let taught = note.taught(learned, insteadOf: spoken.dialect)
      try? store.keep(taught, under: written, readAt: moment)
    }
    self.live = live
    return live
  }

  /// Throws when the description asks more of a new task than this client can know.
  ///
  /// - Throws: ``Failure`` 78, and what ``dialect()`` throws.
  func requireCreation() async throws {
    _ = try await dialect()
    if let open = needed.first { throw Failure.backendNeeds(open.sentence, profile: profile) }
  }
}

extension Derivation {
  /// The contract's own dialect, for a server that does not describe itself.
  static func undescribed(at base: String) -> Derivation {
    Derivation(
      dialect: .undescribed,
      notes: [
        Note(
          .doubtful,
          .path,
          "There is no description at \(base)/openapi.json: the contract's own dialect is assumed."
        )
      ]
    )
  }
}
