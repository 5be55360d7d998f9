internal import TodoKit

/// Which of the server's tasks are the creations of one title whose answers were lost (rung B).
///
/// The closest are taken first. What shares only the title may be ours, changed by another device
/// since, or another task: see ``Lane/find(_:)``.
struct CreationSearch {
  /// What can be said of one creation.
  enum Finding: Equatable {
    /// This is the task.
    case task(SeenTodo)
    /// So many tasks can be it, and nothing tells which.
    case several(Int)
    /// No task can be it.
    case nothing
  }

  /// What can be said, by the row of the creation.
  private(set) var findings: [String: Finding] = [:]
  private var waiting: [(key: String, new: NewTodo)]
  private var left: [SeenTodo]

  /// Compares creations of one title, oldest first, with the tasks of this title, oldest first.
  init(_ creations: [(key: String, new: NewTodo)], among tasks: [SeenTodo]) {
    waiting = creations
    left = tasks
    take { $0.differences(from: $1).isEmpty }
    take { $1.fieldsMissing(in: $0).isEmpty }
    take { _, _ in true }
    for creation in waiting { findings[creation.key] = .nothing }
  }

  /// Pairs what fits, unless more fits than was sent: then it stays for others that it fits too.
  ///
  /// What says most goes first, since what says little fits almost anything.
  private mutating func take(_ fits: (Todo, NewTodo) -> Bool) {
    var contents: [NewTodo] = []
    for creation in waiting where !contents.contains(creation.new) { contents.append(creation.new) }
    for new in contents.sorted(by: { $0.fieldsSet.count > $1.fieldsSet.count }) {
      let keys = waiting.filter { $0.new == new }.map(\.key)
      let found = left.filter { fits($0.todo, new) }
      for (index, key) in keys.enumerated() where found.count > keys.count || index < found.count {
        findings[key] = found.count > keys.count ? .several(found.count) : .task(found[index])
      }
      waiting.removeAll { findings[$0.key] != nil }
      if found.count > keys.count { continue }
      left.removeAll { task in found.contains { $0.todo.id == task.todo.id } }
    }
  }
}

extension NewTodo {
  /// The fields that were given something.
  fileprivate var fieldsSet: [TodoField] {
    let bare = NewTodo(title: title)
    return TodoField.allCases.filter { self[$0] != bare[$0] }
  }

  /// The fields that were given something which `todo` does not have; a server may add tags.
  func fieldsMissing(in todo: Todo) -> [TodoField] {
    let different = todo.differences(from: self)
    return fieldsSet.filter { field in
      different.contains(field) && (field != .tags || !Set(tags).isSubset(of: todo.tags))
    }
  }
}

extension Todo {
  /// The fields that hold something else than was given to the task when it was made.
  fileprivate func differences(from new: NewTodo) -> [TodoField] {
    TodoField.allCases.filter { $0 != .completed && self[$0] != new[$0] }
  }
}
