internal import TerminalKit
internal import TodoKit

/// What can be undone and redone: the actions of this run of the program, newest last.
package struct UndoHistory: Sendable, Equatable {
  /// One change and what takes it back.
  struct Pair: Sendable, Equatable {
    /// The row; nil for one that is being made.
    var key: String?
    var forward: TodoChange
    var backward: TodoChange
  }

  /// One action, however many tasks it was for.
  struct Step: Sendable, Equatable {
    /// The number of the commit that last carried it out.
    var commit: Int
    /// What it was, for a sentence: `Done: “Buy milk”`.
    var words: String
    var pairs: [Pair]
  }

  private static let limit = 100
  private(set) var done: [Step] = []
  private(set) var undone: [Step] = []

  mutating func append(_ step: Step) {
    done.append(step)
    if done.count > UndoHistory.limit { done.removeFirst() }
    undone = []
  }

  /// Takes the last step back; nil when there is none.
  mutating func undo(commit: Int) -> Step? {
    guard var step = done.popLast() else { return nil }
    step.commit = commit
    undone.append(step)
    return step
  }

  /// Takes the last step up again; nil when there is none.
  mutating func redo(commit: Int) -> Step? {
    guard var step = undone.popLast() else { return nil }
    step.commit = commit
    done.append(step)
    return step
  }

  /// The rows a commit made are known now; what was about a row they replace is about them.
  mutating func resolve(commit: Int, created keys: [String]) {
    for stack in [\UndoHistory.done, \.undone] {
      guard let index = self[keyPath: stack].firstIndex(where: { $0.commit == commit }) else {
        continue
      }
      var waiting = keys[...]
      let isUndone = stack == \UndoHistory.undone
      let order = Array(self[keyPath: stack][index].pairs.indices)
      for place in isUndone ? order.reversed() : order {
        let pair = self[keyPath: stack][index].pairs[place]
        let change = isUndone ? pair.backward : pair.forward
        guard case .create = change, let key = waiting.popFirst() else { continue }
        let old = pair.key
        self[keyPath: stack][index].pairs[place].key = key
        if let old { rename(old, to: key) }
      }
    }
  }

  /// A commit could not be saved: its step never happened.
  mutating func forget(commit: Int, _ purpose: Commit.Purpose) {
    switch purpose {
    case .action: done.removeAll { $0.commit == commit }
    case .undo:
      guard let index = undone.firstIndex(where: { $0.commit == commit }) else { return }
      done.append(undone.remove(at: index))
    case .redo:
      guard let index = done.firstIndex(where: { $0.commit == commit }) else { return }
      undone.append(done.remove(at: index))
    }
  }

  private mutating func rename(_ old: String, to key: String) {
    for stack in [\UndoHistory.done, \.undone] {
      for step in self[keyPath: stack].indices {
        for pair in self[keyPath: stack][step].pairs.indices
        where self[keyPath: stack][step].pairs[pair].key == old {
          self[keyPath: stack][step].pairs[pair].key = key
        }
      }
    }
  }
}

extension ListState {
  /// Carries out an action of the person as one step that can be undone.
  mutating func carryOut(
    _ changes: [RowChange],
    _ words: String,
    typed: String? = nil
  ) -> [Effect] {
    let pairs = changes.compactMap { change -> UndoHistory.Pair? in
      let backward: TodoChange? =
        if let key = change.key { table.item(key)?.todo.inverse(of: change.change) } else {
          .delete
        }
      return backward.map { .init(key: change.key, forward: change.change, backward: $0) }
    }
    let effects = commit(changes, typed: typed)
    if !pairs.isEmpty { history.append(.init(commit: lastCommit, words: words, pairs: pairs)) }
    return effects
  }

  mutating func undo(_ notice: inout Notice?) -> [Effect] {
    guard let step = history.undo(commit: lastCommit + 1) else {
      notice = Notice("Nothing to undo.")
      return []
    }
    let restores = step.pairs.contains { if case .create = $0.backward { true } else { false } }
    // The server makes a new task of it, with another id and age: that is no undoing.
    notice = Notice(restores ? "Added again, new: \(step.words)" : "Undone: \(step.words)")
    return commit(changes(step.pairs.reversed(), \.backward), purpose: .undo)
  }

  mutating func redo(_ notice: inout Notice?) -> [Effect] {
    guard let step = history.redo(commit: lastCommit + 1) else {
      notice = Notice("Nothing to redo.")
      return []
    }
    notice = Notice("Again: \(step.words)")
    return commit(changes(step.pairs, \.forward), purpose: .redo)
  }

  private func changes(
    _ pairs: [UndoHistory.Pair],
    _ change: KeyPath<UndoHistory.Pair, TodoChange>
  ) -> [RowChange] {
    pairs.map { pair in
      if case .create = pair[keyPath: change] { return RowChange(pair[keyPath: change], key: nil) }
      return RowChange(pair[keyPath: change], key: pair.key)
    }
  }
}
