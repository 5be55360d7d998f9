import LocalStore
import Synchronization
import TodoKit

/// What the engine tells while a person types, kept until the next prompt.
final class Announcements: Sendable {
  private struct State {
    var rows: [String: TodoItem] = [:]
    var removed: Set<String> = []
    var status: SyncStatus?
    /// Rows a person was told are queued.
    var waiting: Set<String> = []
    var isOffline = false
  }

  private let state = Mutex(State())

  /// From any thread: the engine did something.
  func hear(_ event: SyncEvent) {
    state.withLock { state in
      switch event {
      case .status(let status): state.status = status
      case .rows(let change):
        for row in change.changed {
          state.rows[row.key] = row
          state.removed.remove(row.key)
        }
        for key in change.removed {
          state.rows[key] = nil
          state.removed.insert(key)
        }
      }
    }
  }

  /// A person was told how these rows are; those that wait are told of again when they are sent.
  func told(_ rows: [String: SyncState]) {
    state.withLock { state in
      for (key, sync) in rows {
        state.rows[key] = nil
        state.removed.remove(key)
        if sync.isWaiting { state.waiting.insert(key) } else { state.waiting.remove(key) }
      }
    }
  }

  /// A person saw the list as it is.
  func forget() {
    state.withLock { state in
      state.rows = [:]
      state.removed = []
    }
  }

  /// Whether the server is known to be out of reach, and was not a moment ago.
  func turnsOffline() -> Bool {
    state.withLock { state in
      defer { state.isOffline = true }
      return !state.isOffline
    }
  }

  /// Everything since the last time as one line; nil when there is nothing to say.
  func take() -> String? {
    state.withLock { state in
      var parts: [String] = []
      var changed = 0
      for row in state.rows.values.sorted(by: { $0.key < $1.key }) {
        switch row.state {
        case .failed(let reason): parts.append("refused “\(row.todo.title)”: \(reason)")
        case .conflict(let reason): parts.append("conflict in “\(row.todo.title)”: \(reason)")
        case .synced where state.waiting.contains(row.key): parts.append("sent “\(row.todo.title)”")
        case .synced: changed += 1
        case .queued, .sending: continue
        }
        state.waiting.remove(row.key)
      }
      let gone = state.removed.subtracting(state.waiting).count
      state.waiting.subtract(state.removed)
      if changed > 0 { parts.append("\(changed) \(changed == 1 ? "task" : "tasks") changed") }
      if gone > 0 { parts.append("\(gone) \(gone == 1 ? "task" : "tasks") removed") }
      if case .offline(let reason)? = state.status?.phase {
        if !state.isOffline { parts.append(reason) }
        state.isOffline = true
      } else if state.status?.phase == .idle {
        if state.isOffline { parts.append("the server is back") }
        state.isOffline = false
      }
      state.rows = [:]
      state.removed = []
      state.status = nil
      return parts.isEmpty ? nil : "Meanwhile: " + parts.joined(separator: "; ")
    }
  }
}

extension SyncState {
  /// Whether the server has not heard of it yet.
  var isWaiting: Bool { self == .queued || self == .sending }

  /// In words, behind what was done.
  var words: String {
    switch self {
    case .synced: "synced"
    case .queued, .sending: "queued"
    case .failed(let reason): "refused: \(reason)"
    case .conflict(let reason): "conflict: \(reason)"
    }
  }
}
