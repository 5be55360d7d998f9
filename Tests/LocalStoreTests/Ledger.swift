import LocalStore
import Synchronization
import TodoKit

/// What the person was promised and shown, what the server came to hold, and what does not fit.
///
/// Every title and description is written once only, so a value tells which write it is from.
final class Ledger: Sendable {
  /// One field of one row.
  struct Place: Hashable {
    var key: String
    var field: TodoField
  }

  private struct State {
    var now = 0
    /// The last thing the person asked of each field, as far as the store acknowledged it.
    var promised: [Place: (value: TodoEdit, at: Int)] = [:]
    /// Rows the person deleted, and when.
    var deleted: Set<String> = []
    /// Titles and descriptions that the person saw when changing them.
    var shown: Set<TodoEdit> = []
    /// When each value came to be held by the server's task, last.
    var held: [Place: [TodoEdit: Int]] = [:]
    /// What the server's tasks hold.
    var values: [Place: (value: TodoEdit, isOurs: Bool)] = [:]
    /// How often our clients made a task of each mark, and may have; a mark is a tag nobody changes.
    var made: [String: Int] = [:]
    var allowed: [String: Int] = [:]
    /// Marks of which there may be several.
    var blurred: Set<String> = []
    /// The task last made of each mark.
    var ids: [String: String] = [:]
    /// The marks of rows that were made here; other rows have their task's id as key.
    var marks: [String: String] = [:]
    var faults: [String] = []
  }

  private let state = Mutex(State())
  /// Whether the server compares validators, so that nothing unseen may be overwritten.
  private let compares: Bool

  /// Whether a creation can be repeated.
  private let takesIDs: Bool

  init(compares: Bool, takesIDs: Bool) {
    self.compares = compares
    self.takesIDs = takesIDs
  }

  // MARK: What the person does

  /// The store acknowledged a value for a field, which showed `before`.
  func promise(_ value: TodoEdit, _ key: String, over before: TodoEdit?) {
    state.withLock { state in
      state.now += 1
      state.promised[Place(key: key, field: value.field)] = (value, state.now)
      // Whoever changes a row that came back, as a conflict, takes its deletion back.
      state.deleted.remove(key)
      if let before { state.shown.insert(before) }
    }
  }

  /// The store acknowledged a new row, the first one or one more of its mark.
  func promise(_ item: TodoItem) {
    state.withLock { state in
      let mark = item.todo.tags.first ?? ""
      state.allowed[mark, default: 0] += 1
      state.marks[item.key] = mark
    }
    for field in TodoField.allCases where field != .completed || item.todo.isCompleted {
      promise(item.todo[field], item.key, over: nil)
    }
  }

  /// A creation without an id of ours was repeated by the wire itself, or its task was renamed or
  /// deleted before it could be found: nobody can tell any more how often it was made, which is why
  /// such a server is shown as one of "at least once".
  func blur(_ mark: String?) { state.withLock { _ = $0.blurred.insert(mark ?? "") } }

  /// The store acknowledged the deletion of a row that showed `item`.
  func delete(_ item: TodoItem) {
    state.withLock { state in
      state.now += 1
      state.promised = state.promised.filter { $0.key.key != item.key }
      state.deleted.insert(item.key)
      for field in TodoField.allCases { state.shown.insert(item.todo[field]) }
    }
  }

  /// The person was shown a conflict, and with it `theirs`.
  func show(_ theirs: [TodoEdit]) { state.withLock { $0.shown.formUnion(theirs) } }

  /// The person gave a field, or a whole row, up to what the server has.
  func giveUp(_ key: String, _ field: TodoField? = nil) {
    state.withLock { state in
      state.promised = state.promised.filter {
        $0.key.key != key || field != nil && $0.key.field != field
      }
      if field == nil { state.deleted.remove(key) }
    }
  }

  /// What is promised of a row.
  func promises(of key: String) -> [TodoEdit] {
    state.withLock { state in
      TodoField.allCases.compactMap { state.promised[Place(key: key, field: $0)]?.value }
    }
  }

  // MARK: What the server does

  func witness(_ old: Todo?, _ new: Todo?, _ isOurs: Bool) {
    state.withLock { state in
      state.now += 1
      guard let id = old?.id ?? new?.id else { return }
      if old == nil, isOurs, let new {
        state.made[new.tags.first ?? "", default: 0] += 1
        state.ids[new.tags.first ?? ""] = id
      }
      if let old, !isOurs, !takesIDs, new?.title != old.title {
        state.blurred.insert(old.tags.first ?? "")
      }
      for field in TodoField.allCases {
        let place = Place(key: id, field: field)
        let value = new?[field]
        if value == old?[field] { continue }
        if isOurs, compares, field == .title || field == .description,
          let last = state.values[place], !last.isOurs, !state.shown.contains(last.value)
        {
          state.faults.append("\(last.value) of \(id) was overwritten unseen")
        }
        if let left = old?[field] { state.held[place, default: [:]][left] = state.now }
        state.values[place] = value.map { ($0, isOurs) }
      }
    }
  }

  // MARK: At the end

  /// What does not fit with the list that the server holds.
  func faults(_ list: [Todo]) -> [String] {
    state.withLock { state in
      var faults = state.faults
      for (mark, count) in state.made
      where count > state.allowed[mark] ?? 0 && !state.blurred.contains(mark) {
        faults.append("\(mark) was made twice")
      }
      let present = Set(list.map(\.id))
      func id(of key: String) -> String? {
        guard let mark = state.marks[key] else { return key }
        return state.ids[mark]
      }
      for (place, promise) in state.promised {
        guard let id = id(of: place.key) else {
          faults.append("\(place.key) was never made")
          continue
        }
        let there = Place(key: id, field: place.field)
        let isHeld =
          present.contains(id) && state.values[there]?.value == promise.value
          || (state.held[there]?[promise.value]).map { $0 > promise.at } ?? false
        if !isHeld { faults.append("\(promise.value) of \(place.key) is lost") }
      }
      for key in state.deleted where !state.blurred.contains(state.marks[key] ?? "") {
        if let id = id(of: key), present.contains(id) { faults.append("\(key) came back") }
      }
      return faults.sorted()
    }
  }
}
