internal import TodoKit

/// What came of one entry that was put on the wire.
enum Settlement: Equatable {
  /// The server has it.
  case confirmed
  /// The server does not take it, and why.
  case refused(Reason)
  /// It waits for another attempt.
  case open
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
  mutating func confirm(_ answer: Todo?) {
    guard let first = entries.first else { return }
    switch first.change {
    case .delete:
      base = nil
      entries = []
    case .create:
      base = answer
      entries.removeFirst()
    case .edit, .setCompleted:
      // The row keeps the id it is asked for by, whatever an answer calls itself.
      if var answer, let base {
        answer.id = base.id
        self.base = answer
      }
      entries.removeFirst()
    }
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
      // The id is a UUID of ours, so the task is this one, changed by another device meanwhile.
      if case .create(let new) = first.change { confirm(made(new, at: first.askedAt)) }
      settlement = .confirmed
    case .missing(let reason), .rejected(let reason), .exists(let reason):
      settlement = refuse(reason, isGone: failure.saysGone)
    }
    foldIntoCreation()
    return settlement
  }

  private mutating func refuse(_ reason: Reason, isGone: Bool) -> Settlement {
    let first = entries[0]
    if first.change == .delete, isGone {
      confirm(nil)
      return .confirmed
    }
    if first.isCreation, first.isInDoubt, reason.status == 410 {
      // It was made by an earlier attempt and deleted by another device since.
      entries = []
      return .confirmed
    }
    if !first.isCreation, entries.contains(where: { $0.change == .delete }), first.change != .delete
    {
      // The task is about to be deleted: what was refused no longer matters.
      entries.removeFirst()
      return .open
    }
    entries[0].state = .failed(reason.sentence)
    entries[0].isTaskGone = isGone && !first.isCreation
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
