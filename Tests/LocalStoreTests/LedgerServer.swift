import LocalStore
import Synchronization
import TodoKit

/// What the server does, and what does not fit in the end.
extension Ledger {
  /// A task of the server is made, different or gone.
  func witness(_ old: Todo?, _ new: Todo?, _ isOurs: Bool) {
    state.withLock { state in
      state.now += 1
      guard let todo = new ?? old else { return }
      if old == nil {
        let mark = todo.tags.first ?? ""
        state.markOfID[todo.id] = mark
        if isOurs { state.ids[mark, default: []].append(todo.id) }
      }
      if new == nil {
        if !isOurs {
          state.removed.insert(todo.id)
        } else if state.everDeleted.isDisjoint(with: state.keys(of: todo.id)) {
          state.faults.append("\(todo.id) was deleted unasked")
        }
      }
      for field in TodoField.allCases where new?[field] != old?[field] {
        let place = Place(key: todo.id, field: field)
        if isOurs { state.judge(new?[field], place, compares) }
        if !isOurs {
          state.touched.insert(place)
          if let value = new?[field] { state.elsewhere.insert(value) }
        }
        if let value = old?[field] {
          state.left[place, default: [:]][value] = Held(value: value, isOurs: isOurs, at: state.now)
        }
        state.values[place] = new.map { Held(value: $0[field], isOurs: isOurs, at: state.now) }
      }
    }
  }

  /// A creation without an id of ours was carried out once more by the wire itself, or its task was
  /// renamed or deleted by another device before it could be found.
  ///
  /// Nobody can tell then how often it was made, which is why such a server is announced as one of
  /// "at least once"; each such event makes one more at most.
  func excuse(_ mark: String?) { state.withLock { $0.excused[mark ?? "", default: 0] += 1 } }

  /// A request comes to its end: when it is a list, or all that changed, the mirror will know all there
  /// is, but for what is still under way and is carried out after this one.
  func pass(_ call: ReferenceServer.Call, _ fault: ReferenceServer.Fault?) {
    state.withLock { state in
      let isFollowed = state.isFollowed
      state.isFollowed = fault == .late
      if fault == .rejected { state.refuse(call) }
      guard !isFollowed, fault == nil || fault == .twice else { return }
      switch call {
      case .list, .changes: state.readAt = state.now
      default: break
      }
    }
  }

  /// The mirror is an older one again, after a kill.
  func forgetReads() { state.withLock { $0.readAt = 0 } }

  // MARK: What is shown

  /// What a person sees at any moment.
  func look(at items: [TodoItem]) {
    state.withLock { state in
      for item in items {
        switch item.state {
        case .conflict: break
        case .failed(let sentence):
          // Only a creation that the wire repeated cannot be told.
          let isUntold = !takesIDs && state.excused[state.marks[item.key] ?? "", default: 0] > 0
          if !isUntold, !state.isRefused(item.key, sentence) {
            state.faults.append("\(item.key) failed for no reason: \(sentence)")
          }
        default:
          if state.deleted.contains(item.key) { state.faults.append("\(item.key) is shown again") }
        }
      }
    }
  }

  /// Whether a row failed because the server refused a request about it.
  func isRefused(_ key: String, _ sentence: String) -> Bool {
    state.withLock { $0.isRefused(key, sentence) }
  }

  /// A conflict needs another device that took part in it, and must quote both sides.
  func examine(_ conflict: Conflict) {
    state.withLock { state in
      let ids = state.ids(of: conflict.key, takesIDs)
      let isCaused: Bool
      switch conflict.kind {
      case .deletedThere:
        // A deletion that was taken back while it was in doubt may have been carried out.
        isCaused =
          ids.contains(where: state.removed.contains) || state.everDeleted.contains(conflict.key)
      case .changedBeforeDeletion:
        isCaused = ids.contains { id in
          TodoField.allCases.contains { state.touched.contains(Place(key: id, field: $0)) }
        }
      case .fields(let fields):
        isCaused = fields.allSatisfy { field in
          ids.contains { state.touched.contains(Place(key: $0, field: field.field)) }
            && (field.field == .completed || state.elsewhere.contains(field.theirs))
            || !compares && state.mayArriveLate(field.theirs, conflict.key)
            || state.mayBeATwin(conflict.key)
        }
        for field in fields {
          let mine = state.lastAsked(Place(key: conflict.key, field: field.field))
          if mine != field.mine {
            state.faults.append("\(field.mine) is not mine, but \(String(describing: mine))")
          }
        }
      }
      if !isCaused { state.faults.append("a conflict of nobody: \(conflict)") }
    }
  }

  // MARK: At the end

  /// How many tasks our clients made more than they were asked to, with excuse and without.
  var surplus: (excused: Int, inexcusable: Int) {
    state.withLock { state in
      var (excused, inexcusable) = (0, 0)
      for (mark, ids) in state.ids {
        let surplus = max(0, ids.count - (state.allowed[mark] ?? 0))
        excused += min(surplus, state.excused[mark] ?? 0)
        inexcusable += max(0, surplus - (state.excused[mark] ?? 0))
      }
      return (excused, inexcusable)
    }
  }

  /// Whether our clients made anything.
  var hasMade: Bool { state.withLock { !$0.ids.isEmpty } }

  /// What does not fit with the list that the server holds.
  func faults(_ list: [Todo]) -> [String] {
    let surplus = surplus
    return state.withLock { state in
      var faults = state.faults
      if surplus.inexcusable > 0 { faults.append("\(surplus.inexcusable) made twice") }
      let present = Dictionary(list.map { ($0.id, $0) }) { $1 }
      for (place, promise) in state.promised
      where !state.isKept(promise, place, present, takesIDs) {
        faults.append("\(promise.value) of \(place.key) is lost")
      }
      for (place, promise) in state.withdrawn
      where state.isThere(promise, place, present, takesIDs) {
        faults.append("\(promise.value) of \(place.key) was taken back and is there")
      }
      for key in state.deleted {
        let ids = state.ids(of: key, takesIDs).filter { present[$0] != nil }
        let mark = state.marks[key]
        let others = takesIDs ? 0 : state.marks.count { $0.value == mark && $0.key != key }
        if ids.count > others + (mark.flatMap { state.excused[$0] } ?? 0) {
          faults.append("\(key) came back")
        }
      }
      return faults.sorted()
    }
  }
}

extension Ledger.State {
  fileprivate mutating func refuse(_ call: ReferenceServer.Call) {
    switch call {
    case .create(_, let new), .restore(_, let new): refused.insert(new.tags.first ?? "")
    case .update(let id, _), .setCompleted(let id, _), .delete(let id):
      refused.insert(markOfID[id] ?? id)
    case .list, .changes, .description: break
    }
  }

  fileprivate func isRefused(_ key: String, _ sentence: String) -> Bool {
    let mark = marks[key] ?? markOfID[key] ?? key
    return refused.contains(mark) && !sentence.contains("new tasks there")
  }

  /// Compares a value that a client of ours gives a field with what it may do.
  fileprivate mutating func judge(_ value: TodoEdit?, _ place: Ledger.Place, _ compares: Bool) {
    // Two values say nothing of whose they are: both sides may have set the same, and a toggle there
    // and back is no change. Other fields of a task are set when it is made, and not changed.
    guard place.field == .title || place.field == .description else {
      if let value { written[place, default: [:]][value] = now }
      return
    }
    // Without validators what changed after the last look can be overwritten: a gap that the program
    // tells of.
    if let last = values[place], !last.isOurs, !shown.contains(last.value),
      compares || last.at < readAt
    {
      faults.append("\(last.value) of \(place.key) was overwritten unseen")
    }
    guard let value else { return }
    written[place, default: [:]][value] = now
    let times = keys(of: place.key).flatMap { key in
      asked[Ledger.Place(key: key, field: place.field)]?[value] ?? []
    }
    let oldest = newest[place] ?? 0
    if let at = times.filter({ $0 >= oldest }).min() {
      newest[place] = at
    } else {
      faults.append("\(value) of \(place.key) was " + (times.isEmpty ? "unasked" : "out of order"))
    }
  }

  /// Whether the value of another change may have arrived after a deletion, or a decision, took the
  /// place of that in a conflict: it is forgotten then, and without validators nothing stops it.
  fileprivate func mayArriveLate(_ value: TodoEdit, _ key: String) -> Bool {
    (everDeleted.contains(key) || decided.contains(key))
      && asked[Ledger.Place(key: key, field: value.field)]?[value] != nil
  }

  /// Whether the row may stand for another task than its own, which the wire made with the same title
  /// and which therefore holds something else.
  fileprivate func mayBeATwin(_ key: String) -> Bool { excused[marks[key] ?? "", default: 0] > 0 }

  /// Whether the server holds what was asked for and taken back.
  ///
  /// Nobody asked about a twin of the task, which may hold it.
  fileprivate func isThere(
    _ promise: Ledger.Promise,
    _ place: Ledger.Place,
    _ present: [String: Todo],
    _ takesIDs: Bool
  ) -> Bool {
    let ids = ids(of: place.key, takesIDs)
    if ids.count > 1, mayBeATwin(place.key) { return false }
    return ids.contains { id in
      let at = written[Ledger.Place(key: id, field: place.field)]?[promise.value]
      return present[id]?[place.field] == promise.value && at.map { $0 > promise.at } ?? false
    }
  }

  /// Whether the server holds what is promised, or did until another device took it away.
  fileprivate func isKept(
    _ promise: Ledger.Promise,
    _ place: Ledger.Place,
    _ present: [String: Todo],
    _ takesIDs: Bool
  ) -> Bool {
    ids(of: place.key, takesIDs).contains { id in
      if present[id]?[place.field] == promise.value { return true }
      let left = left[Ledger.Place(key: id, field: place.field)]?[promise.value]
      return left.map { !$0.isOurs && $0.at > promise.at } ?? false
    }
  }
}
