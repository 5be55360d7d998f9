import APIClient
import LocalStore
import TodoKit

/// A signed-in account with its mirror, its session and the engine between them.
struct OpenAccount: Sendable {
  let account: Account
  let store: TodoStore
  let engine: SyncEngine
  let session: Session
  let backend: BackendKeeper
  let workspace: Workspace
  /// Why the mirror is in memory alone, where no change may be left; nil when it is on the disk.
  let unkept: Failure?

  /// Runs `body`, which reads or writes the mirror.
  func stored<R>(_ body: () throws(StoreError) -> R) throws(Failure) -> R {
    do throws(StoreError) {
      return try body()
    } catch {
      throw Failure(error)
    }
  }

  /// Every row, read away from the screen's thread; nil when the mirror cannot be read.
  @concurrent func allItems() async -> [TodoItem]? { try? store.items() }

  /// Differs from an earlier value when another process wrote into the mirror since.
  @concurrent func changeToken() async -> Int64? { try? store.changeToken() }

  /// Brings the mirror up to date; without a server it stays as it is, and a note says so.
  ///
  /// - Parameter output: where the note goes.
  /// - Throws: ``Failure`` when nothing can be shown: no server and no mirror, or signed out.
  func refresh(for output: Output) async throws(Failure) {
    let report = await engine.sync()
    guard let failure = failure(report) else { return }
    let hasMirror = report.status.lastSync != nil
    guard hasMirror, failure.status != .notSignedIn, failure.status != .forbidden else {
      throw failure
    }
    output.note("\(failure.message) Shown is what was last synced.")
  }

  /// What stopped a run, as a failure; nil when it was complete.
  func failure(_ report: SyncReport) -> Failure? {
    switch report.outcome {
    case .complete: nil
    case .busy:
      Failure(
        .temporary,
        "busy",
        "Another todotui is syncing this account right now.",
        hint: "Try again in a moment."
      )
    case .stopped(let why): Failure(why, profile: workspace.settings.profile)
    case .signedOut: .signedOut(workspace.settings.profile)
    case .store(let error): Failure(error)
    }
  }

  /// The one task a reference names, looked for at the server when the mirror has none.
  ///
  /// - Parameter text: the REF.
  /// - Throws: ``Failure`` 5 or 65.
  /// - Returns: the row.
  func find(_ text: String) async throws(Failure) -> TodoItem {
    do throws(Failure) {
      return try resolve(text)
    } catch {
      // A row number is never at the server.
      guard error.status == .notFound, Int(text) == nil else { throw error }
      _ = await engine.sync()
      return try resolve(text)
    }
  }

  /// The tasks that references name; a reference that names none is told and counted.
  ///
  /// - Parameters:
  ///   - texts: the REFs.
  ///   - output: where failures are told when others work.
  /// - Throws: ``Failure`` 5 or 65 when none names a task.
  /// - Returns: the rows, each once, and the failures.
  func find(
    _ texts: [String],
    _ output: Output
  ) async throws(Failure) -> ([TodoItem], [Failure]) {
    var items: [TodoItem] = []
    var failures: [Failure] = []
    for text in texts {
      do throws(Failure) {
        let item = try await find(text)
        if !items.contains(where: { $0.key == item.key }) { items.append(item) }
      } catch {
        failures.append(error)
      }
    }
    if items.isEmpty, let first = failures.first {
      for other in failures.dropFirst() { output.fail(other) }
      throw first
    }
    for failure in failures { output.fail(failure) }
    return (items, failures)
  }

  private func resolve(_ text: String) throws(Failure) -> TodoItem {
    let items = try stored { () throws(StoreError) in try store.items() }
    let rows = try stored { () throws(StoreError) in try store.lastList() }
    do throws(TodoReference.Failure) {
      return try TodoReference(text).resolve(in: items, lastList: rows)
    } catch {
      throw Failure(error, reference: text)
    }
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

  /// Saves changes, sends them, and prints what became of each.
  ///
  /// - Parameters:
  ///   - changes: each with its row, nil for a new task.
  ///   - output: where results go.
  ///   - earlier: failures already told; they make the end "partly done".
  ///   - said: the plain line of one change.
  /// - Throws: ``Failure``; what is saved but unsent is not one.
  func write(
    _ changes: [(TodoChange, TodoItem?)],
    _ output: Output,
    after earlier: [Failure] = [],
    _ said: (TodoItem) -> String
  ) async throws(Failure) {
    if let unkept { throw unkept }
    let (written, unsaved) = try save(changes)
    let report = await engine.push()
    let refused = report.failures.filter { failure in written.contains { $0.key == failure.key } }
    if let failure = failure(report), failure.status != .notSignedIn {
      output.note("\(failure.message) The change is saved here and will be sent later.")
    }
    var results: [JSONValue] = []
    for row in written where !refused.contains(where: { $0.key == row.key }) {
      var now = row
      if let kept = try stored({ () throws(StoreError) in try store.item(key: row.key) }) {
        now = kept
      } else {
        now.state = report.outcome == .complete ? .synced : .queued
      }
      results.append(TodoFields.written.json(of: now))
      if !output.isJSON { output.line(said(now) + now.remark) }
    }
    if output.isJSON, !results.isEmpty {
      output.json(results.count == 1 ? results[0] : .array(results))
    }
    if let failure = failure(report), failure.status == .notSignedIn {
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
}
