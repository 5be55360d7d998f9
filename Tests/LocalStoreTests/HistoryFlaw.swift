import LocalStore
import Synchronization
import TodoKit

extension History {
  /// Something deliberately broken: a negative control.
  enum Flaw: CaseIterable {
    /// A request without an answer is sent once more, whatever it was.
    case repeatsOnUnknown
    /// What is sent overwrites whatever is there.
    case lastWriterWins
    /// A restart forgets one change that waits.
    case dropsOnRestart
    /// What another device deleted stays.
    case forgetsTombstones
    /// A task's own id gets into the mirror, and what waits still names the temporary one.
    case keepsTemporaryID
    /// Undo sets what was there before, whatever is there now.
    case undoOverwrites

    /// What is said of the first history that shows it.
    var words: String {
      switch self {
      case .repeatsOnUnknown: "made twice"
      case .lastWriterWins: "was overwritten unseen"
      case .dropsOnRestart: "is lost"
      case .forgetsTombstones: "the mirror differs from the server"
      case .keepsTemporaryID: "a conflict of nobody"
      case .undoOverwrites: "undo made"
      }
    }

    /// A server on which it shows.
    func needs(_ abilities: inout ReferenceServer.Abilities) {
      switch self {
      case .repeatsOnUnknown, .keepsTemporaryID: abilities.takesIDs = false
      case .lastWriterWins: abilities.validators = true
      case .forgetsTombstones: abilities.numbers = true
      case .dropsOnRestart, .undoOverwrites: break
      }
    }

    /// What a store does when it is opened after a kill.
    func restart(_ store: TodoStore) throws {
      guard self == .dropsOnRestart,
        let entry = try store.queue().first(where: { $0.state == .queued })
      else { return }
      _ = try store.drop(key: entry.key, sequence: entry.sequence)
    }

    /// The wire as the broken engine uses it.
    func breaking(_ remote: RemoteTasks) -> RemoteTasks {
      switch self {
      case .repeatsOnUnknown: remote.repeatingCreations
      case .lastWriterWins: remote.withoutValidators
      case .forgetsTombstones: remote.withoutTombstones
      case .keepsTemporaryID: remote.namingTemporarily
      case .dropsOnRestart, .undoOverwrites: remote
      }
    }
  }

  /// Undo as it must not be: it does not ask what the row holds by now.
  func overwrite(_ step: Step) throws -> UndoStep? {
    guard let undone = try store.undo(newKey: { newKey() }, at: clock.now) else { return nil }
    if let field = step.field, let before = step.before, try store.item(key: step.key) != nil {
      let change: TodoChange? =
        switch before[field] {
        case .title(let title): .retitle(try TodoTitle(title))
        case .description(let text): .describe(try text.map { try TodoDescription($0) })
        case .completed(let isCompleted): .setCompleted(isCompleted)
        default: nil
        }
      if let change { _ = try store.commit(change, to: step.key, newKey: "", at: clock.now) }
    }
    return undone
  }
}

extension RemoteTasks {
  fileprivate var repeatingCreations: RemoteTasks {
    var copy = self
    copy.create = { [create] (id, new) async throws(RemoteFailure) -> SeenTodo in
      do throws(RemoteFailure) {
        return try await create(id, new)
      } catch {
        guard case .unknown = error else { throw error }
        return try await create(id, new)
      }
    }
    return copy
  }

  fileprivate var withoutValidators: RemoteTasks {
    var copy = self
    copy.update = { [update] (id, edits, _) async throws(RemoteFailure) -> SeenTodo in
      try await update(id, edits, nil)
    }
    copy.setCompleted = { [setCompleted] (id, done, _) async throws(RemoteFailure) -> SeenTodo in
      try await setCompleted(id, done, nil)
    }
    copy.delete = { [delete] (id, _) async throws(RemoteFailure) -> Void in
      try await delete(id, nil)
    }
    return copy
  }

  fileprivate var withoutTombstones: RemoteTasks {
    var copy = self
    copy.changes = { [changes] (since, limit) async throws(RemoteFailure) -> ChangesAnswer? in
      var answer = try await changes(since, limit)
      answer?.rows.removeAll { row in
        if case .deleted = row { true } else { false }
      }
      return answer
    }
    return copy
  }

  fileprivate var namingTemporarily: RemoteTasks {
    let temporary = Mutex<Set<String>>([])
    @Sendable func name(_ id: String) -> String {
      temporary.withLock { $0.contains(id) } ? "temporary-" + id : id
    }
    var copy = self
    copy.create = { [create] (id, new) async throws(RemoteFailure) -> SeenTodo in
      let made = try await create(id, new)
      temporary.withLock { _ = $0.insert(made.todo.id) }
      return made
    }
    copy.update = { [update] (id, edits, etag) async throws(RemoteFailure) -> SeenTodo in
      try await update(name(id), edits, etag)
    }
    copy.setCompleted = { [setCompleted] (id, done, etag) async throws(RemoteFailure) -> SeenTodo in
      try await setCompleted(name(id), done, etag)
    }
    copy.delete = { [delete] (id, etag) async throws(RemoteFailure) -> Void in
      try await delete(name(id), etag)
    }
    return copy
  }
}
