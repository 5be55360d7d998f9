import LocalStore
import TodoKit

/// What a command that changes tasks does with its changes.
extension OpenAccount {
  /// Saves changes, sends them, and prints what became of each.
  ///
  /// - Parameters:
  ///   - changes: each with its row, nil for a new task.
  ///   - output: where results go.
  ///   - earlier: failures already told; they make the end "partly done".
  ///   - requiresOnline: whether nothing may be left to be sent later.
  ///   - said: the plain line of one change.
  /// - Throws: ``Failure``; what is saved but unsent is not one, unless nothing may be left.
  func write(
    _ changes: [(TodoChange, TodoItem?)],
    _ output: Output,
    after earlier: [Failure] = [],
    requiresOnline: Bool = false,
    _ said: (TodoItem) -> String
  ) async throws(Failure) {
    if let unkept { throw unkept }
    if requiresOnline { try await mustReachServer() }
    let newest = try stored { () throws(StoreError) in try store.queue().map(\.sequence).max() ?? 0
    }
    let (written, unsaved) = try save(changes)
    let run = await run(within: requiresOnline ? nil : patience) { await $0.push() }
    let failure = failure(run)
    let refused = (run.report?.failures ?? []).filter { failure in
      written.contains { $0.key == failure.key }
    }
    let unsent = requiresOnline ? try drop(after: newest, written, failure) : nil
    if !requiresOnline, let failure, failure.status != .notSignedIn {
      output.note("\(failure.message) \(OpenAccount.willBeSent)")
    }
    var results: [JSONValue] = []
    for row in written where !refused.contains(where: { $0.key == row.key }) {
      if unsent?.keys.contains(row.key) ?? false { continue }
      let now = try state(of: row, isSent: run.report?.outcome == .complete)
      results.append(TodoFields.written.json(of: now))
      if !output.isJSON { output.line(said(now) + now.remark) }
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
    if let unsaved { throw unsaved }
    let failures = earlier + refused.map { Failure.refused($0, worked: 0) }
    if let failure = Failure.summary(of: failures, worked: results.count) { throw failure }
  }

  private static let willBeSent =
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

  /// Saves changes one by one until one cannot be.
  ///
  /// - Parameter changes: each with its row, nil for a new task.
  /// - Throws: ``Failure`` when not even the first was saved.
  /// - Returns: the rows, each once, and what stopped it half-way.
  private func save(
    _ changes: [(TodoChange, TodoItem?)]
  ) throws(Failure) -> ([TodoItem], Failure?) {
    var rows: [String: TodoItem] = [:]
    var order: [String] = []
    for (count, (change, item)) in changes.enumerated() {
      do throws(Failure) {
        let saved = try stored { () throws(StoreError) in
          try store.commit(
            change,
            to: item?.key,
            newKey: Workspace.newKey(),
            at: Workspace.now()
          )
        }
        guard let row = saved ?? item else { continue }
        if rows.updateValue(row, forKey: row.key) == nil { order.append(row.key) }
      } catch {
        if count == 0 { throw error }
        var partly = error
        partly.status = .partlyDone
        partly.message += " Before that, \(count) of \(changes.count) changes were saved."
        return (order.compactMap { rows[$0] }, partly)
      }
    }
    return (order.compactMap { rows[$0] }, nil)
  }
}
