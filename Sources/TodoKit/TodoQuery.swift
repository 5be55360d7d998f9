/// Which tasks a person wants to see, and in which order.
public struct TodoQuery: Hashable, Sendable {
  /// The tabs of the screen and the `--open`, `--done`, `--all` of the commands.
  public enum Status: Hashable, Sendable, CaseIterable {
    case open, done, all
  }

  /// Orders; ties go by key, so that an order is total.
  public enum Sort: String, Hashable, Sendable, CaseIterable {
    /// Newest first.
    case created
    /// By case-folded title.
    case title
    /// Most recently changed first.
    case updated
    /// The earliest first, a day at its first moment in UTC; last what is due some day.
    case due
    /// The most urgent first; last what says nothing.
    case priority
  }

  /// Open, done or all.
  public var status: Status
  /// Words that must all occur in the title or the description, whatever their case.
  public var search: String
  /// The order.
  public var sort: Sort

  /// A query; open tasks, newest first, unless said otherwise.
  public init(status: Status = .open, search: String = "", sort: Sort = .created) {
    self.status = status
    self.search = search
    self.sort = sort
  }

  /// The items that match, in order.
  public func apply(to items: [TodoItem]) -> [TodoItem] {
    let words = search.lowercased().split(whereSeparator: \.isWhitespace)
    guard sort == .created else {
      return items.filter { matches($0, words) }.sorted(by: isBefore)
    }
    // Numbers are sorted instead of rows: to move one copies ten references.
    var places = items.indices.filter { matches(items[$0], words) }
      .map { (created: items[$0].todo.createdAt, index: $0) }
    places.sort {
      $0.created == $1.created
        ? items[$0.index].key < items[$1.index].key : $0.created > $1.created
    }
    return places.map { items[$0.index] }
  }

  /// Whether `item` is one of those asked for.
  public func matches(_ item: TodoItem) -> Bool {
    matches(item, search.lowercased().split(whereSeparator: \.isWhitespace))
  }

  private func matches(_ item: TodoItem, _ words: [Substring]) -> Bool {
    switch status {
    case .open where item.todo.isCompleted: return false
    case .done where !item.todo.isCompleted: return false
    default: break
    }
    if words.isEmpty { return true }
    let text = (item.todo.title + "\n" + (item.todo.description ?? "")).lowercased()
    return words.allSatisfy { text.contains($0) }
  }

  /// Whether `left` stands above `right` in this order.
  public func isBefore(_ left: TodoItem, _ right: TodoItem) -> Bool {
    switch sort {
    case .created where left.todo.createdAt != right.todo.createdAt:
      left.todo.createdAt > right.todo.createdAt
    case .updated where left.todo.updatedAt != right.todo.updatedAt:
      left.todo.updatedAt > right.todo.updatedAt
    case .due where left.todo.dueRank != right.todo.dueRank:
      left.todo.dueRank < right.todo.dueRank
    case .priority where left.todo.priority != right.todo.priority:
      left.todo.priorityRank > right.todo.priorityRank
    case .due, .priority:
      (right.todo.createdAt, left.key) < (left.todo.createdAt, right.key)
    case .title:
      (left.todo.title.lowercased(), left.key) < (right.todo.title.lowercased(), right.key)
    default:
      left.key < right.key
    }
  }
}

extension Todo {
  fileprivate var dueRank: Int64 {
    switch due {
    case .day(let day): Int64(day.daysSinceEpoch) * 86_400_000
    case .moment(let moment): moment.milliseconds
    case nil: .max
    }
  }

  fileprivate var priorityRank: Int {
    priority.flatMap(Priority.allCases.firstIndex) ?? -1
  }
}
