internal import TodoKit

/// What came of one entry that was put on the wire.
enum Settlement: Equatable {
  /// The server has it.
  case confirmed
  /// The server has it, or what was asked for later, without this request.
  case overtaken
  /// The server does not take it, and why.
  case refused(Reason)
  /// It waits for another attempt, because of the server or the way there.
  case open
  /// It waits for another attempt, upon the version the server has now.
  case rebased
}

extension Lane {
  /// Puts the first entry on the wire.
  mutating func markSending(at moment: Timestamp, takesClientChosenIDs: Bool) {
    guard !entries.isEmpty else { return }
    entries[0].state = .sending
    entries[0].attemptedAt = moment
    if entries[0].isCreation, takesClientChosenIDs { entries[0].isSentWithID = true }
  }

  /// The first entry was carried out; `answer` is the task as the server has it now.
  mutating func confirm(_ answer: SeenTodo?) {
    guard let first = entries.first else { return }
    entries.removeFirst()
    guard first.change != .delete, var answer else {
      base = nil
      entries = []
      return
    }
    var expected = base?.todo
    if case .create(let new) = first.change {
      expected = made(new, at: first.askedAt)
    } else if let base {
      // The row keeps the id it is asked for by, whatever an answer calls itself.
      answer.todo.id = base.todo.id
    } else {
      return
    }
    answer.todo = answer.todo.storable
    for field in TodoField.allCases {
      guard let value = first.value(of: field) else { continue }
      // A server may spell a value its own way: that is what later changes were made upon.
      relink(value, to: answer.todo[field])
      expected?.apply(answer.todo[field])
    }
    base = answer
    reconcile(since: expected)
  }

  /// The first entry brought no usable answer.
  mutating func settle(_ failure: RemoteFailure) -> Settlement {
    guard let first = entries.first else { return .open }
    var settlement = Settlement.open
    switch failure {
    case .notSent, .later, .signedOut:
      entries[0].state = first.isInDoubt ? .unknown : .queued
    case .unknown:
      putInDoubt()
    case .exists where first.isSentWithID:
      // The id is a UUID of ours, so the task is this one, changed by another device meanwhile: nothing
      // is sent about it before its version, which validates what follows, has been read.
      entries[0].isInDoubt = true
      entries[0].state = .unknown
      entries[0].isStale = true
      settlement = .rebased
    case .changed(let version, let reason) where !first.isCreation:
      settlement = rebase(on: version, reason)
    case .missing(let reason), .rejected(let reason), .exists(let reason), .changed(_, let reason):
      settlement = refuse(reason, isGone: failure.saysGone)
    }
    foldIntoCreation()
    return settlement
  }

  /// The first entry was for another version than the server has.
  private mutating func rebase(on version: SeenTodo?, _ reason: Reason) -> Settlement {
    let first = entries[0]
    entries[0].state = first.isInDoubt ? .unknown : .queued
    guard var version else {
      entries[0].isStale = true
      return .rebased
    }
    if let etag = base?.etag, version.etag == etag {
      // It is the version named: this server cannot compare its own validators.
      base?.etag = nil
      return .rebased
    }
    version.todo.id = remoteID
    see(version)
    if isInConflict { return .refused(reason) }
    return entries.contains { $0.sequence == first.sequence } ? .rebased : .overtaken
  }

  private mutating func refuse(_ reason: Reason, isGone: Bool) -> Settlement {
    let first = entries[0]
    if first.change == .delete, isGone {
      confirm(nil)
      return .confirmed
    }
    if first.isCreation, first.isInDoubt, reason.status == 410 {
      // It was made by an earlier attempt and deleted by another device since.
      seeGone()
      return isInConflict ? .refused(reason) : .confirmed
    }
    if !first.isCreation, first.change != .delete,
      let deletion = entries.firstIndex(where: { $0.change == .delete })
    {
      // The task is about to be deleted: what was refused matters only if that is taken back.
      entries[deletion].seen.merge(first.seen)
      remove(at: 0)
      return .open
    }
    if isGone, !first.isCreation {
      seeGone()
      // Only the list can tell that the task is there after all.
      entries[0].isStale = true
      return .refused(reason)
    }
    entries[0].state = .failed(reason.sentence)
    return .refused(reason)
  }

  /// The first entry may have been carried out: a lost answer, or a `sending` of a dead process.
  mutating func putInDoubt() {
    guard !entries.isEmpty else { return }
    entries[0].isInDoubt = true
    entries[0].unanswered += 1
    entries[0].looks = 0
    entries[0].state = .unknown
  }
}

extension RemoteFailure {
  /// Whether the server says that the task is not there (any more).
  var saysGone: Bool {
    if case .missing = self { true } else { false }
  }
}
