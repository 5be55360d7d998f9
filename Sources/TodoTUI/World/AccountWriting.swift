import LocalStore
import TodoKit

/// What a command that changes tasks does with its changes.
extension OpenAccount {
  /// Saves changes as one step that can be undone, sends them, and prints what became of each.
  ///
  /// - Parameters:
  ///   - changes: each with its row, nil for a new task.
  ///   - done: what was done, before the title: `Done`.
  ///   - output: where results go.
  ///   - earlier: failures already told; they make the end "partly done".
  ///   - requiresOnline: whether nothing may be left to be sent later.
  /// - Throws: ``Failure``; what is saved but unsent is not one, unless nothing may be left.
  func write(
    _ changes: [(TodoChange, TodoItem?)],
    _ done: String,
    _ output: Output,
    after earlier: [Failure] = [],
    requiresOnline: Bool = false
  ) async throws(Failure) {
    if let unkept { throw unkept }
    if requiresOnline { try await mustReachServer() }
    let before = requiresOnline ? try progress() : nil
    let written = try save(changes, done)
    let run = await run(within: requiresOnline ? nil : patience) { await $0.push() }
    let failure = failure(run)
    let refused = (run.report?.failures ?? []).filter { failure in
      written.contains { $0.key == failure.key }
    }
    let unsent = try before.flatMap { before throws(Failure) in
      try drop(after: before, written, failure)
    }
    if !requiresOnline, let failure, failure.status != .notSignedIn {
      output.note("\(failure.message) \(OpenAccount.willBeSent)")
    }
    var results: [JSONValue] = []
    var undecided: [String: Failure] = [:]
    for row in written where unsent?.keys.contains(row.key) != true {
      undecided[row.key] = try self.undecided(row.key)
      if undecided[row.key] != nil || refused.contains(where: { $0.key == row.key }) { continue }
      let now = try state(of: row, isSent: run.report?.outcome == .complete)
      results.append(TodoFields.written.json(of: now))
      if !output.isJSON { output.line("\(done): \(now.todo.title)\(now.remark)") }
    }
    if output.isJSON, !results.isEmpty {
      output.json(results.count == 1 ? results[0] : .array(results))
    }
    if let unsent { throw unsent.failure }
    if let failure, failure.status == .notSignedIn {
      throw Failure(
        .notSignedIn,
        failure.code,
        failure.message + " The change is saved here and will be sent after the next sign-in.",
        hint: failure.hint
      )
    }
    let failures =
      earlier + written.compactMap { undecided[$0.key] }
      + refused.filter { undecided[$0.key] == nil }.map { Failure.refused($0, worked: 0) }
    if let failure = Failure.summary(of: failures, worked: results.count) { throw failure }
  }

  static let willBeSent =
    "The change is saved here; the next command or screen sends it."

  /// A written row as it is now; one that is gone was deleted here, and there when all was sent.
  private func state(of row: TodoItem, isSent: Bool) throws(Failure) -> TodoItem {
    if let kept = try stored({ () throws(StoreError) in try store.item(key: row.key) }) {
      return kept
    }
    var gone = row
    gone.state = isSent ? .synced : .queued
    return gone
  }

  /// Saves changes, all or none, as one step of the log.
  ///
  /// - Parameters:
  ///   - changes: each with its row, nil for a new task.
  ///   - done: what was done, before the title.
  /// - Throws: ``Failure`` when nothing was saved.
  /// - Returns: the rows as they are now, each once; a deleted one as it was.
  private func save(
    _ changes: [(TodoChange, TodoItem?)],
    _ done: String
  ) throws(Failure) -> [TodoItem] {
    var order: [String] = []
    var before: [String: TodoItem] = [:]
    var rows: [RowChange] = []
    for (change, item) in changes {
      let key = item?.key ?? Workspace.newKey()
      rows.append(RowChange(change, key: key))
      if !order.contains(key) { order.append(key) }
      before[key] = item
    }
    let saved = try stored { () throws(StoreError) in
      try store.commit(
        rows,
        action: OpenAccount.words(done, changes),
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
    }
    let now = Dictionary(saved.changed.map { ($0.key, $0) }) { $1 }
    return order.compactMap { now[$0] ?? before[$0] }
  }

  /// `Done: “Buy milk”`, or `Done: 3 tasks`.
  private static func words(_ done: String, _ changes: [(TodoChange, TodoItem?)]) -> String {
    let titles = changes.map { change, item in
      if case .create(let draft) = change { return draft.title.text }
      return item?.todo.title ?? ""
    }
    let count = Set(changes.enumerated().map { $1.1?.key ?? "new \($0)" }).count
    return count == 1 ? "\(done): “\(titles[0])”" : "\(done): \(count) tasks"
  }
}
