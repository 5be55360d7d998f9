import LocalStore
import Synchronization
import TodoKit

/// What the person was promised and shown, what the server came to hold, and what does not fit.
///
/// Every title and description is written once only, so a value tells which write it is from. Of a
/// completion, which has two values, less can be told; it is said where.
final class Ledger: Sendable {
  /// One field of one row, or of one of the server's tasks.
  struct Place: Hashable {
    var key: String
    var field: TodoField
  }

  /// The last thing the person asked of a field, and when.
  struct Promise: Equatable {
    var value: TodoEdit
    var at: Int
  }

  /// What a field of the server's task holds, or held last.
  struct Held {
    var value: TodoEdit
    var isOurs: Bool
    var at: Int
  }

  struct State {
    var now = 0
    // What the person did, by row.
    var promised: [Place: Promise] = [:]
    /// Everything ever asked of a field, and when.
    var asked: [Place: [TodoEdit: [Int]]] = [:]
    /// Values that undo took back before they were sent.
    var withdrawn: [Place: Promise] = [:]
    /// Rows that are deleted as far as the person knows, and those they ever deleted.
    var deleted: Set<String> = []
    var everDeleted: Set<String> = []
    /// Rows of which the person gave something up in a conflict.
    var decided: Set<String> = []
    /// Titles and descriptions that the person saw when changing them.
    var shown: Set<TodoEdit> = []
    /// The marks of rows that were made here; a mark is a tag that nobody changes.
    var marks: [String: String] = [:]

    // What the server did, by task.
    var values: [Place: Held] = [:]
    /// When each value was last taken away, and by whom.
    var left: [Place: [TodoEdit: Held]] = [:]
    /// When a client of ours last wrote each value, and when the last one written was asked for.
    var written: [Place: [TodoEdit: Int]] = [:]
    var newest: [Place: Int] = [:]
    /// What other devices did: the fields they changed, the values they gave, the tasks they deleted.
    var touched: Set<Place> = []
    var elsewhere: Set<TodoEdit> = []
    var removed: Set<String> = []
    var markOfID: [String: String] = [:]
    /// The tasks that our clients made of each mark, how many they may make, and how many more are
    /// the wire's doing.
    var ids: [String: [String]] = [:]
    var allowed: [String: Int] = [:]
    var excused: [String: Int] = [:]
    /// When the mirror last got to know all there was.
    var readAt = 0
    /// The tasks of which a request was refused, by mark, or by id where they were not made here.
    var refused: Set<String> = []
    /// Whether a request that is late will be carried out after the next one.
    var isFollowed = false
    var faults: [String] = []
  }

  let state = Mutex(State())
  /// Whether the server compares validators, so that nothing unseen may be overwritten.
  let compares: Bool
  /// Whether a creation can be repeated, because a row's key is its task's id.
  let takesIDs: Bool

  init(compares: Bool, takesIDs: Bool) {
    self.compares = compares
    self.takesIDs = takesIDs
  }

  func fault(_ sentence: String) { state.withLock { $0.faults.append(sentence) } }

  // MARK: What the person does

  /// The store acknowledged a value for a field, which showed `before`; gives the promise it replaces.
  ///
  /// What the row shows already is asked for, and not promised: behind a creation that was not sent the
  /// store need not keep it, and by three ways what another device sets counts.
  @discardableResult
  func promise(_ value: TodoEdit, _ key: String, over before: TodoEdit?) -> Promise? {
    state.withLock { state in
      // Whoever changes a row that came back, as a conflict, takes its deletion back.
      state.deleted.remove(key)
      if let before { state.shown.insert(before) }
      let place = Place(key: key, field: value.field)
      let prior = state.promised[place]
      _ = state.promise(value, place)
      if before == value { state.promised[place] = prior?.value == value ? prior : nil }
      return prior
    }
  }

  /// The store did not save what was promised.
  func retract(_ field: TodoField, _ key: String, _ prior: Promise?) {
    state.withLock { $0.promised[Place(key: key, field: field)] = prior }
  }

  /// The store acknowledged a row of this content, the first one of its mark or one that takes the
  /// place of `old`: a further task may be made where that had become one.
  func promise(_ content: Todo, as key: String, insteadOf old: String? = nil) {
    state.withLock { state in
      let mark = content.tags.first ?? ""
      state.marks[key] = mark
      if old.map({ !state.ids(of: $0, takesIDs).isEmpty }) ?? true {
        state.allowed[mark, default: 0] += 1
      }
      for field in TodoField.allCases {
        let place = Place(key: key, field: field)
        if field != .completed || content.isCompleted { _ = state.promise(content[field], place) }
        guard let old else { continue }
        // What was taken back of the old row may be done once more to the new one.
        state.withdrawn[place] = state.withdrawn.removeValue(forKey: Place(key: old, field: field))
      }
    }
  }

  /// Undo or redo put `value` back into a field; gives the promise it replaces.
  ///
  /// What it takes back and the server never got leaves the promise that was before it, for then
  /// nothing is to be sent: whatever another device wrote meanwhile may stay.
  func restore(_ value: TodoEdit, _ key: String, prior: Promise?) -> Promise? {
    state.withLock { state in
      let place = Place(key: key, field: value.field)
      let current = state.promised[place]
      if let current, !state.hasReached(current, place, takesIDs) {
        state.promised[place] = prior
        if place.field != .completed { state.withdrawn[place] = current }
        // It may be written all the same, when more than this was unsent.
        state.now += 1
        state.asked[place, default: [:]][value, default: []].append(state.now)
      } else {
        _ = state.promise(value, place)
      }
      return current
    }
  }

  /// The store acknowledged the deletion of a row that showed `todo`; gives what was promised of it.
  func delete(_ key: String, showing todo: Todo) -> [Place: Promise] {
    state.withLock { state in
      state.now += 1
      let gone = state.promised.filter { $0.key.key == key }
      state.promised = state.promised.filter { $0.key.key != key }
      state.deleted.insert(key)
      state.everDeleted.insert(key)
      for field in TodoField.allCases { state.shown.insert(todo[field]) }
      return gone
    }
  }

  /// The deletion of a row was taken back before it was sent.
  func revive(_ key: String, _ promised: [Place: Promise]) {
    state.withLock { state in
      state.deleted.remove(key)
      state.promised.merge(promised) { $1 }
    }
  }

  /// The person was shown a conflict, and with it `theirs`.
  func show(_ theirs: [TodoEdit]) { state.withLock { $0.shown.formUnion(theirs) } }

  /// The person gave a field, or a whole row, up to what the server has.
  func giveUp(_ key: String, _ field: TodoField? = nil) {
    state.withLock { state in
      state.decided.insert(key)
      state.promised = state.promised.filter {
        $0.key.key != key || field != nil && $0.key.field != field
      }
      if field == nil { state.deleted.remove(key) }
    }
  }

  /// The person gave a row up for `theirs`, which the conflict showed.
  func giveUp(_ key: String, for theirs: Todo) {
    giveUp(key)
    accept(key, theirs)
  }

  /// The person takes what a row shows, also where that was taken back before.
  func accept(_ key: String, _ theirs: Todo) {
    state.withLock { state in
      for field in TodoField.allCases {
        let place = Place(key: key, field: field)
        if state.withdrawn[place]?.value == theirs[field] { state.withdrawn[place] = nil }
      }
    }
  }

  /// Nothing is to be sent of the fields of a row but of these: what all changes of any other come to
  /// is what was there, and what another device sets counts.
  func settle(_ key: String, _ todo: Todo, but waiting: Set<TodoField> = []) {
    state.withLock { state in
      state.promised = state.promised.filter { place, promise in
        place.key != key || waiting.contains(place.field) || promise.value != todo[place.field]
      }
    }
  }

  /// The person changed a row that failed as none of the tasks there could be told to be it: they do
  /// not mean one of those, and it is made once more.
  func insist(_ key: String) {
    state.withLock { $0.allowed[$0.marks[key] ?? "", default: 0] += 1 }
  }

  /// What is promised of a field of a row, and was never at the server.
  func unsent(_ key: String, _ field: TodoField) -> TodoEdit? {
    state.withLock { state in
      let place = Place(key: key, field: field)
      guard let promise = state.promised[place], !state.hasReached(promise, place, takesIDs) else {
        return nil
      }
      return promise.value
    }
  }
}

extension Ledger.State {
  mutating func promise(_ value: TodoEdit, _ place: Ledger.Place) -> Ledger.Promise? {
    now += 1
    let before = promised.updateValue(Ledger.Promise(value: value, at: now), forKey: place)
    asked[place, default: [:]][value, default: []].append(now)
    withdrawn[place] = nil
    return before
  }

  /// The last thing the person ever asked of a field.
  func lastAsked(_ place: Ledger.Place) -> TodoEdit? {
    asked[place]?.max { ($0.value.last ?? 0) < ($1.value.last ?? 0) }?.key
  }

  /// The tasks a row can stand for: several where the wire made several of one.
  func ids(of key: String, _ takesIDs: Bool) -> [String] {
    let made = marks[key].map { ids[$0] ?? [] } ?? [key]
    return takesIDs ? made.filter { $0 == key } : made
  }

  /// The rows that can stand for a task.
  func keys(of id: String) -> [String] {
    [id] + marks.filter { $0.value == markOfID[id] }.keys
  }

  /// Whether a client of ours has written what is promised.
  func hasReached(_ promise: Ledger.Promise, _ place: Ledger.Place, _ takesIDs: Bool) -> Bool {
    ids(of: place.key, takesIDs).contains { id in
      let at = written[Ledger.Place(key: id, field: place.field)]?[promise.value]
      return at.map { $0 > promise.at } ?? false
    }
  }
}
