import APIClient
import LocalStore
import TodoKit
import TokenVault

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
  /// The most time a run of the engine takes; nil where the engine is somebody else's as well, whose
  /// runs must not end for it.
  var patience: Duration?

  /// Runs `body`, which reads or writes the mirror.
  func stored<R>(_ body: () throws(StoreError) -> R) throws(Failure) -> R {
    do throws(StoreError) {
      return try body()
    } catch {
      throw Failure(error)
    }
  }

  /// Whether its credential is still the profile's: another process may have signed out.
  ///
  /// A vault that cannot be read says nothing about that.
  var isSignedIn: Bool {
    if workspace.settings.token != nil { return true }
    do throws(Failure) {
      return try workspace.credential()?.user.id == account.id
    } catch {
      return true
    }
  }

  /// Every row, read away from the screen's thread; nil when the mirror cannot be read.
  @concurrent func allItems() async -> [TodoItem]? { try? store.items() }

  /// Differs from an earlier value when another process wrote into the mirror since, or took it away.
  @concurrent func changeToken() async -> Result<Int64, StoreError> {
    Result { () throws(StoreError) in try store.changeToken() }
  }

  /// Brings the mirror up to date; without a server it stays as it is, and a note says so.
  ///
  /// - Parameter output: where the note goes.
  /// - Throws: ``Failure`` when nothing can be shown: no server and no mirror, or signed out.
  func refresh(for output: Output) async throws(Failure) {
    let hasMirror = try stored { () throws(StoreError) in try store.status().lastSync != nil }
    // With nothing to show instead there is nothing but to wait.
    let run = await run(within: hasMirror ? patience : nil) { await $0.sync() }
    guard let failure = failure(run) else { return }
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
      _ = await run(within: patience) { await $0.sync() }
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
}
