import LocalStore
import TodoKit

/// Changes made together, and undone together.
struct ChangeStep: Sendable {
  /// What it was, for the line that tells of its undoing: `adding “Milk”`.
  var words: String
  /// A creation's key is that of the row it brings back, which gets a new one.
  var changes: [RowChange]

  /// The same changes of rows that have new keys.
  func renamed(_ keys: [String: String]) -> ChangeStep {
    var step = self
    step.changes = changes.map { RowChange($0.change, key: $0.key.map { keys[$0] ?? $0 }) }
    return step
  }
}

/// Changing tasks, and taking it back.
extension AccessibleClient {
  func add(_ text: String) async throws(Failure) {
    let typed = read(text)
    let draft = TodoDraft(
      title: try checked(typed.title),
      priority: typed.priority,
      due: typed.due,
      tags: typed.tags
    )
    try await make([RowChange(.create(draft), key: nil)], "Added", "adding")
    tell(of: typed.unsupported)
  }

  /// A line as title and fields, as far as the server keeps them.
  private func read(_ text: String) -> QuickAdd {
    QuickAdd(text, today: LocalTime.today(), fields: account?.keptFields ?? [])
  }

  private func tell(of unsupported: TaskFields) {
    let names = [(TaskFields.priority, "priority"), (.due, "due date"), (.tags, "tags")]
      .filter { unsupported.contains($0.0) }.map(\.1)
    if names.isEmpty { return }
    output.line("This server keeps no \(names.joined(separator: ", ")): that stays in the title.")
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
      let typed = read(title.isEmpty ? try asked("New title") : title)
      var changes: [TodoChange] = [.retitle(try checked(typed.title))]
      if let priority = typed.priority { changes.append(.prioritize(priority)) }
      if let due = typed.due { changes.append(.schedule(due)) }
      if !typed.tags.isEmpty { changes.append(.tag(typed.tags)) }
      try await make(changes.map { RowChange($0, key: item.key) }, "Changed", "changing")
      tell(of: typed.unsupported)
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
  /// - Throws: ``Failure`` when they cannot be saved; then none is.
  /// - Returns: what takes it back; none when nothing was saved.
  private func take(_ step: ChangeStep, _ done: String) async throws(Failure) -> [ChangeStep] {
    guard let account else { return [] }
    let (rows, back, renamed) = try account.save(step.changes)
    if !renamed.isEmpty {
      undoable = undoable.map { $0.renamed(renamed) }
      redoable = redoable.map { $0.renamed(renamed) }
    }
    let isCreation = step.changes.contains { if case .create = $0.change { true } else { false } }
    let number = isCreation ? try number(rows.map(\.key), account) : nil
    await tell(of: rows, done, account, number)
    return back.isEmpty ? [] : [ChangeStep(words: step.words, changes: back)]
  }

  /// Gives new rows the next numbers of the last list.
  ///
  /// - Parameters:
  ///   - keys: the rows.
  ///   - account: whose.
  /// - Throws: ``Failure``.
  /// - Returns: the first number.
  private func number(_ keys: [String], _ account: OpenAccount) throws(Failure) -> Int {
    try account.stored { () throws(StoreError) in
      let list = try account.store.lastList()
      try account.store.rememberList(list + keys)
      if printed == list.count { printed += keys.count }
      return list.count + 1
    }
  }

  private func tell(
    of rows: [TodoItem],
    _ done: String,
    _ account: OpenAccount,
    _ number: Int?
  ) async {
    guard !rows.isEmpty else { return }
    let report = await exchange { await $0.push() }
    var told: [String: SyncState] = [:]
    for (offset, row) in rows.enumerated() {
      let kept = (try? account.store.item(key: row.key)) ?? nil
      let isSent = report?.outcome == .complete
      var state = kept?.state ?? (isSent ? .synced : .queued)
      if let refusal = report?.failures.first(where: { $0.key == row.key }) {
        state = .failed(refusal.reason.sentence)
      }
      told[row.key] = state
      let place = number.map { ", number \($0 + offset)" } ?? ""
      output.line("\(done): \(row.todo.title) (\(state.words))\(place)")
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
  /// Saves changes, all or none.
  ///
  /// - Parameter changes: what, and of which rows.
  /// - Throws: ``Failure``.
  /// - Returns: the rows as they are now, or were before they were deleted, each once; the changes
  ///   that take it back; and the new keys of rows that came back.
  fileprivate func save(
    _ changes: [RowChange]
  ) throws(Failure) -> ([TodoItem], [RowChange], [String: String]) {
    var renamed: [String: String] = [:]
    let keyed = changes.map { change in
      guard case .create = change.change else { return change }
      let key = Workspace.newKey()
      if let old = change.key { renamed[old] = key }
      return RowChange(change.change, key: key)
    }
    return try stored { () throws(StoreError) in
      var before: [String: TodoItem] = [:]
      for change in keyed {
        if let key = change.key { before[key] = try store.item(key: key) }
      }
      let saved = try store.commit(keyed, newKey: Workspace.newKey, at: Workspace.now())
      var rows: [TodoItem] = []
      var back: [RowChange] = []
      for change in keyed {
        guard let key = change.key else { continue }
        let inverse =
          before[key].map { $0.todo.inverse(of: change.change) } ?? TodoChange.delete
        if let inverse { back.insert(RowChange(inverse, key: key), at: 0) }
        guard !rows.contains(where: { $0.key == key }),
          let row = saved.changed.first(where: { $0.key == key }) ?? before[key]
        else { continue }
        rows.append(row)
      }
      return (rows, back, renamed)
    }
  }
}
