import LocalStore
import TodoKit

/// Changes made together, and undone together.
struct ChangeStep: Sendable {
  /// What it was, for the line that tells of its undoing: `adding “Milk”`.
  var words: String
  var changes: [RowChange]
}

/// Changing tasks, and taking it back.
extension AccessibleClient {
  /// What the server keeps beside the title.
  private static let fields: TaskFields = [.description]

  func add(_ text: String) async throws(Failure) {
    let typed = QuickAdd(
      text,
      today: Workspace.now().day(east: TimeOfDay.secondsEast()),
      fields: AccessibleClient.fields
    )
    let draft = TodoDraft(
      title: try checked(typed.title),
      priority: typed.priority,
      due: typed.due,
      tags: typed.tags
    )
    try await make([RowChange(.create(draft), key: nil)], "Added", "adding")
    if !typed.unsupported.isEmpty {
      output.line("This server keeps titles alone: all that was typed is in the title.")
    }
  }

  func toggle(_ references: [String]) async throws(Failure) {
    let items = try await find(references)
    // What is open among them is completed first; only where all are done they are reopened.
    let completes = items.contains { !$0.todo.isCompleted }
    try await make(
      items.filter { $0.todo.isCompleted != completes }
        .map { RowChange(.setCompleted(completes), key: $0.key) },
      completes ? "Done" : "Open again",
      completes ? "completing" : "reopening"
    )
  }

  func retitle(_ reference: String, _ title: String) async throws(Failure) {
    for item in try await find([reference]) {
      if title.isEmpty { output.line("The title is: \(item.todo.title)") }
      let new = try checked(title.isEmpty ? try asked("New title") : title)
      try await make([RowChange(.retitle(new), key: item.key)], "Changed", "changing")
    }
  }

  func describe(_ reference: String, _ text: String) async throws(Failure) {
    for item in try await find([reference]) {
      let new = text.isEmpty ? try asked("Description, or a dash for none") : text
      let description: TodoDescription?
      do throws(TodoTextError) {
        description = new == "-" ? nil : try TodoDescription(new)
      } catch {
        throw .invalid(error.sentence("description"))
      }
      try await make([RowChange(.describe(description), key: item.key)], "Changed", "changing")
    }
  }

  func delete(_ references: [String]) async throws(Failure) {
    let items = try await find(references)
    let titles = items.map { "“\($0.todo.title)”" }.joined(separator: ", ")
    guard !items.isEmpty, try agrees("Delete \(titles)?") else {
      return output.line("Nothing was deleted.")
    }
    try await make(items.map { RowChange(.delete, key: $0.key) }, "Deleted", "deleting")
  }

  func undo() async throws(Failure) {
    guard let step = undoable.popLast() else { return output.line("There is nothing to undo.") }
    redoable += try await take(step, "Undone: \(step.words)")
  }

  func redo() async throws(Failure) {
    guard let step = redoable.popLast() else { return output.line("There is nothing to redo.") }
    undoable += try await take(step, "Done again: \(step.words)")
  }

  private func make(
    _ changes: [RowChange],
    _ done: String,
    _ doing: String
  ) async throws(Failure) {
    redoable = []
    undoable += try await take(ChangeStep(words: doing, changes: changes), done)
  }

  /// Saves changes, sends them, and prints one line each.
  ///
  /// - Parameters:
  ///   - step: the changes.
  ///   - done: the words of each line.
  /// - Throws: ``Failure`` when one cannot be saved; those before it are.
  /// - Returns: what takes it back; none when nothing was saved.
  private func take(_ step: ChangeStep, _ done: String) async throws(Failure) -> [ChangeStep] {
    guard let account else { return [] }
    var rows: [TodoItem] = []
    var back: [RowChange] = []
    var stopped: Failure?
    for change in step.changes {
      do throws(Failure) {
        let (row, inverse) = try account.save(change)
        rows.append(row)
        if let inverse { back.insert(inverse, at: 0) }
      } catch {
        stopped = error
        break
      }
    }
    await tell(of: rows, done, account)
    if let stopped { throw stopped }
    return back.isEmpty ? [] : [ChangeStep(words: step.words, changes: back)]
  }

  private func tell(of rows: [TodoItem], _ done: String, _ account: OpenAccount) async {
    guard !rows.isEmpty else { return }
    let report = await exchange { await $0.push() }
    var told: [String: SyncState] = [:]
    for row in rows {
      let kept = (try? account.store.item(key: row.key)) ?? nil
      let isSent = report?.outcome == .complete
      var state = kept?.state ?? (isSent ? .synced : .queued)
      if let refusal = report?.failures.first(where: { $0.key == row.key }) {
        state = .failed(refusal.reason.sentence)
      }
      told[row.key] = state
      output.line("\(done): \(row.todo.title) (\(state.words))")
    }
    announcements.told(told)
    guard let report, let failure = account.failure(report) else { return }
    if failure.status == .notSignedIn {
      output.fail(failure)
      leave()
    } else if announcements.turnsOffline() {
      output.note("\(failure.message) The change is saved here and will be sent later.")
    }
  }

  private func checked(_ text: String) throws(Failure) -> TodoTitle {
    do throws(TodoTextError) {
      return try TodoTitle(text)
    } catch {
      throw .invalid(error.sentence("title"))
    }
  }
}

extension OpenAccount {
  /// Saves one change.
  ///
  /// - Parameter change: what, and of which row.
  /// - Throws: ``Failure``.
  /// - Returns: the row as it is now, or was before it was deleted, and the change that takes it back.
  fileprivate func save(_ change: RowChange) throws(Failure) -> (TodoItem, RowChange?) {
    let before = try stored { () throws(StoreError) in
      try change.key.flatMap { key throws(StoreError) in try store.item(key: key) }
    }
    let key = change.key ?? Workspace.newKey()
    let row = try stored { () throws(StoreError) in
      try store.commit(change.change, to: change.key, newKey: key, at: Workspace.now())
    }
    guard let now = row ?? before else {
      throw Failure(.notFound, "not_found", "That task is gone.")
    }
    return (now, inverse(change.change, before, now.key))
  }

  private func inverse(_ change: TodoChange, _ before: TodoItem?, _ key: String) -> RowChange? {
    guard let todo = before?.todo else { return RowChange(.delete, key: key) }
    let description = todo.description.flatMap { try? TodoDescription($0) }
    switch change {
    case .create: return nil
    case .retitle: return (try? TodoTitle(todo.title)).map { RowChange(.retitle($0), key: key) }
    case .describe: return RowChange(.describe(description), key: key)
    case .setCompleted: return RowChange(.setCompleted(todo.isCompleted), key: key)
    case .prioritize: return RowChange(.prioritize(todo.priority), key: key)
    case .schedule: return RowChange(.schedule(todo.due), key: key)
    case .tag: return RowChange(.tag(todo.tags), key: key)
    case .delete:
      return (try? TodoTitle(todo.title)).map { title in
        let draft = TodoDraft(
          title: title,
          description: description,
          priority: todo.priority,
          due: todo.due,
          tags: todo.tags,
          isCompleted: todo.isCompleted
        )
        return RowChange(.create(draft), key: nil)
      }
    }
  }
}
