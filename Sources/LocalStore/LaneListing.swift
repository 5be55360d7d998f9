internal import TodoKit

extension Lane {
  /// How far the clocks of server and client may differ when a creation of unknown outcome is
  /// looked for by its time; the customary bound of RFC 4120, section 1.6.
  static let clockSkew: Int64 = 5 * 60 * 1000
  /// The second look counts only this long after the attempt, in milliseconds: a slow server may
  /// still be at it.
  static let secondLookDelay: Int64 = 10 * 1000

  /// The first entry, if it is a creation that can only be found by looking (rung B).
  var creationToLookFor: (entry: OutboxEntry, new: NewTodo)? {
    guard let first = entries.first, first.state == .unknown, !first.isSentWithID,
      case .create(let new) = first.change
    else { return nil }
    return (first, new)
  }

  /// The server's list lacks the task that was to be read before more is sent: it was deleted since, and
  /// the answer to the creation will say so.
  mutating func missVersion() {
    guard base == nil, entries.first?.isCreation == true else { return }
    entries[0].isStale = false
  }

  /// The server's list has nothing that could be this creation.
  mutating func lookedInVain(at moment: Timestamp) {
    guard let first = entries.first, let attemptedAt = first.attemptedAt else { return }
    let age = moment.milliseconds - attemptedAt.milliseconds
    if first.looks == 0 || age >= Lane.secondLookDelay { entries[0].looks += 1 }
    guard entries[0].looks >= 2 else { return }
    entries[0].isInDoubt = false
    entries[0].state = .queued
    foldIntoCreation()
  }

  /// The server's list has this task, and no other that could be this creation.
  ///
  /// What was typed and is not there was changed by another device since, or this is another task of
  /// the same title: the person is asked, so that it is not lost.
  mutating func find(_ task: SeenTodo) {
    guard let first = entries.first, case .create(let new) = first.change else { return }
    see(task)
    guard let theirs = base?.todo, !entries.contains(where: { $0.change == .delete }) else {
      return
    }
    let missing = new.fieldsMissing(in: theirs).filter { field in
      !entries.contains { $0.value(of: field) != nil }
    }.map { new[$0] }
    if missing.isEmpty { return }
    var typed = OutboxEntry(
      sequence: first.sequence,
      key: key,
      change: .edit(missing),
      askedAt: first.askedAt
    )
    typed.seen = missing
    // Only the first entry of a lane is parked.
    if isInConflict { entries[0].state = entries[0].isInDoubt ? .unknown : .queued }
    entries.insert(typed, at: 0)
    reconcile(since: nil)
  }

  /// The server's list has several tasks that could be this creation.
  ///
  /// A row that was deleted meanwhile comes back to say so: nothing tells which of them is to go.
  mutating func foundSeveral(_ count: Int) {
    guard !entries.isEmpty else { return }
    if entries.contains(where: { $0.change == .delete }) {
      entries = [entries[0]]
      entries[0].state = .failed(
        "This was to be deleted, but \(count) new tasks there have its title, and nothing tells "
          + "which is it: delete those that should go, and this row."
      )
      return
    }
    entries[0].state = .failed(
      "The server's answer was lost, and \(count) new tasks there have this title: "
        + "delete this row if one of them is it."
    )
    foldIntoCreation()
  }
}
