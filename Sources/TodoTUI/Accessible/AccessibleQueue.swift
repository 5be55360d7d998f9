import LocalStore
import TodoKit
import TodoUI

/// What the server does not have, and what a person has to decide.
extension AccessibleClient {
  /// Tells of each unsent change on a line of its own.
  func tellQueue() throws(Failure) {
    guard let account else { return }
    let changes = try account.stored { () throws(StoreError) in try account.store.unsent() }
    if changes.isEmpty { return output.line("Nothing waits: the server has every change.") }
    for (row, change) in changes.enumerated() {
      output.line("\(row + 1). \(change.title), \(change.entry.words). \(change.sentence)")
    }
    let hasConflict = changes.contains { QueueRow($0).state == .conflict }
    if hasConflict { output.line("Type c to decide conflicts.") }
  }

  /// Asks about each conflict; what is not decided waits on.
  func decide() async throws(Failure) {
    guard let account else { return }
    let conflicts = try account.stored { () throws(StoreError) in try account.store.conflicts() }
    if conflicts.isEmpty { return output.line("There is no conflict.") }
    let now = Workspace.now()
    let east = LocalTime.east(at: now)
    let day = LocalDay(today: now.day(east: east), east: east)
    for conflict in conflicts {
      let card = ConflictCard(conflict)
      output.line("“\(card.title)”: \(card.introduction)")
      for line in card.lines(day) { output.line(line) }
      let question = "m \(card.choices.mine), t \(card.choices.theirs), Enter leaves it"
      guard let choice = choice(try asked(question, usual: "Enter")) else {
        output.line("Left undecided.")
        continue
      }
      _ = try account.stored { () throws(StoreError) in
        try account.store.resolve(
          card.key,
          Resolution(choice),
          action: card.action(choice, .unicode),
          newKey: Workspace.newKey,
          at: Workspace.now()
        )
      }
      output.line(card.outcome(of: choice, .unicode, day) + ".")
      _ = await exchange { await $0.push() }
    }
  }

  private func choice(_ answer: String) -> ConflictChoice? {
    switch answer {
    case "m": .mine
    case "t": .theirs
    default: nil
    }
  }
}
