import LocalStore
import TodoKit
import TodoUI

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
    try await make([RowChange(.create(draft), key: nil)], "Added", [typed.title])
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
      items.filter { $0.todo.isCompleted != completes }.map(\.todo.title)
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
      try await make(changes.map { RowChange($0, key: item.key) }, "Changed", [item.todo.title])
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
      let change = RowChange(.describe(description), key: item.key)
      try await make([change], "Changed", [item.todo.title])
    }
  }

  func delete(_ references: [String]) async throws(Failure) {
    let items = try await find(references)
    let titles = items.map { "“\($0.todo.title)”" }.joined(separator: ", ")
    guard !items.isEmpty, try agrees("Delete \(titles)?") else {
      return output.line("Nothing was deleted.")
    }
    try await make(
      items.map { RowChange(.delete, key: $0.key) },
      "Deleted",
      items.map(\.todo.title)
    )
  }

  /// Takes a step of the log back, or carries it out again.
  func step(_ direction: LogDirection) async throws(Failure) {
    guard let account else { return }
    let steps = try account.stored { () throws(StoreError) in
      try account.store.step(
        direction,
        count: 1,
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
    }
    guard let undone = UndoneStep(steps) else {
      return output.line("There is nothing to \(direction == .undo ? "undo" : "redo").")
    }
    output.line(undone.sentence(isRedo: direction == .redo) + ".")
    let change = MirrorChange(steps)
    await tell(of: change.changed, "Now", account, nil)
    if change.changed.isEmpty { _ = await exchange { await $0.push() } }
  }

  /// Saves changes as one step of the log, sends them, and prints one line each.
  ///
  /// - Parameters:
  ///   - changes: all of an action.
  ///   - done: the words of each line, and of the log.
  ///   - titles: of the tasks it is for.
  /// - Throws: ``Failure`` when they cannot be saved; then none is.
  private func make(
    _ changes: [RowChange],
    _ done: String,
    _ titles: [String]
  ) async throws(Failure) {
    guard let account, !changes.isEmpty else { return }
    let what = titles.count == 1 ? "“\(titles[0])”" : "\(titles.count) tasks"
    let colon = ["Done", "Open again"].contains(done) ? ":" : ""
    let rows = try account.save(changes, "\(done)\(colon) \(what)")
    let isCreation = changes.contains { if case .create = $0.change { true } else { false } }
    let number = isCreation ? try number(rows.map(\.key), account) : nil
    await tell(of: rows, done, account, number)
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
  /// Saves changes as one step of the log, all or none.
  ///
  /// - Parameters:
  ///   - changes: what, and of which rows.
  ///   - action: the words of the log.
  /// - Throws: ``Failure``.
  /// - Returns: the rows as they are now, or were before they were deleted, each once.
  fileprivate func save(_ changes: [RowChange], _ action: String) throws(Failure) -> [TodoItem] {
    let keyed = changes.map { change in
      guard case .create = change.change else { return change }
      return RowChange(change.change, key: Workspace.newKey())
    }
    return try stored { () throws(StoreError) in
      var before: [String: TodoItem] = [:]
      for key in keyed.compactMap(\.key) { before[key] = try store.item(key: key) }
      let saved = try store.commit(
        keyed,
        action: action,
        newKey: Workspace.newKey,
        at: Workspace.now()
      )
      var rows: [TodoItem] = []
      for key in keyed.compactMap(\.key) where !rows.contains(where: { $0.key == key }) {
        if let row = saved.changed.first(where: { $0.key == key }) ?? before[key] {
          rows.append(row)
        }
      }
      return rows
    }
  }
}
