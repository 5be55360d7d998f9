internal import TerminalKit
internal import TodoKit

/// What the store and the server bring.
extension ListState {
  mutating func receive(mirror items: [TodoItem]) {
    isPartial = false
    renewPending(items, removed: [])
    let shown = withPending(items).changed
    holdingCursor { $0.replaceAll(shown) }
    dropLostMarks(Array(selection.marked) + (selection.anchor.map { [$0] } ?? []))
    leaveLostTask()
  }

  mutating func receive(changed: [TodoItem], removed: [String], _ notice: inout Notice?) {
    renewPending(changed, removed: removed)
    let (shown, leaving) = withPending(changed)
    holdingCursor { $0.apply(changed: shown, removed: removed + leaving) }
    dropLostMarks(removed)
    if leaveLostTask() { notice = Notice("That task is gone: it was deleted meanwhile.") }
  }

  /// The store saved a commit; `keys` are the rows of its creations, in order.
  mutating func receive(saved id: Int, created keys: [String], _ notice: inout Notice?) {
    guard let commit = commits.removeValue(forKey: id) else { return }
    guard commit.followsCreation, let key = keys.last else { return }
    if let row = table.index(of: key) { return move(to: row) }
    guard table.item(key) != nil else { return }
    notice = Notice(
      table.search.isEmpty ? "Added; another tab shows it." : "Added; the filter hides it."
    )
  }

  /// A commit could not be saved: the rows, or what was typed, come back.
  mutating func takeBack(_ id: Int) {
    undos[id] = nil
    guard let commit = commits.removeValue(forKey: id) else { return }
    let (shown, leaving) = withPending(Array(commit.before.values))
    // A row whose news said that it is gone does not come back.
    let gone = Set(commit.changes.compactMap(\.key)).subtracting(commit.before.keys)
    holdingCursor { $0.apply(changed: shown, removed: leaving + gone) }
    dropLostMarks(Array(gone))
    if let typed = commit.typed { giveBack(typed) }
  }

  /// Opens the first that waits of what was typed and not saved, once nothing else is on.
  mutating func giveBackNext(_ notice: inout Notice?) {
    guard mode == .browsing, !unsaved.isEmpty else { return }
    giveBack(unsaved.removeFirst())
    notice = .failure("This was not saved yet: here it is again.")
  }

  /// Makes room for a text that an editor gave back: what is typed now is opened again behind it.
  mutating func setAside() {
    switch mode {
    case .adding(let line) where !line.input.isEmpty: unsaved.append(.newLine(line.input.text))
    case .retitling(let key, let input): unsaved.append(.line(key: key, input.text))
    case .describing(let panel): unsaved.append(.description(panel))
    case .confirming(.addLines(let lines, let typed)):
      unsaved.append(.pastedLines(lines))
      if let typed, !typed.input.isEmpty { unsaved.append(.newLine(typed.input.text)) }
    case .browsing, .adding, .filtering, .confirming: break
    }
    mode = .browsing
  }

  /// Opens again what was typed for a change that was not saved; it waits while something else is
  /// typed.
  private mutating func giveBack(_ typed: Commit.Typed) {
    switch (typed, mode) {
    case (.newLine(let text), .adding(var line)) where line.input.isEmpty:
      line.input.insert(text)
      mode = .adding(line)
    case (.pastedLines(let lines), .adding(let line)):
      mode = .confirming(.addLines(lines, typed: line))
    case (_, let mode) where mode != .browsing: unsaved.append(typed)
    case (.pastedLines(let lines), _): mode = .confirming(.addLines(lines, typed: nil))
    case (.newLine(let text), _):
      var line = AddLine(isAtTop: true)
      line.input.insert(text)
      mode = .adding(line)
    case (.line(let key, let text), _): mode = .retitling(key: key, TextInput(text))
    case (.description(let panel), _): mode = .describing(panel)
    }
  }

  /// Closes a question or the details whose task is gone; what is being typed stays.
  @discardableResult
  private mutating func leaveLostTask() -> Bool {
    guard case .confirming(.deletion(let keys)) = mode else { return false }
    let left = keys.filter { table.item($0) != nil }
    mode = left.isEmpty ? .browsing : .confirming(.deletion(keys: left))
    return left.isEmpty
  }
}
