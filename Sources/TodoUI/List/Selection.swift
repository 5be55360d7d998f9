internal import TodoKit

/// Tasks marked for what follows, by key.
package struct Selection: Sendable, Equatable {
  package internal(set) var marked: Set<String> = []
  /// Where a range started; it reaches to the cursor.
  package internal(set) var anchor: String?

  var isEmpty: Bool { marked.isEmpty && anchor == nil }
}

extension ListState {
  /// The rows of the range being marked; nil without one.
  package var range: ClosedRange<Int>? {
    guard let start = selection.anchor.flatMap({ table.index(of: $0) }) else { return nil }
    return min(start, cursor)...max(start, cursor)
  }

  /// Whether a row is marked, by itself or by the range.
  func isMarked(_ key: String, row: Int) -> Bool {
    selection.marked.contains(key) || range?.contains(row) == true
  }

  /// How many tasks are marked.
  ///
  /// Every frame asks: it costs as much as the shorter of the marks and the range.
  var markedCount: Int {
    guard let range else { return selection.marked.count }
    let inBoth =
      selection.marked.count < range.count
      ? selection.marked.count { key in table.index(of: key).map(range.contains) ?? false }
      : range.count {
        table.visible(at: $0).map { selection.marked.contains($0.key) } ?? false
      }
    return selection.marked.count + range.count - inBoth
  }

  /// What an action is for, top to bottom: the marked rows in sight, else `count` from the cursor on.
  func targets(_ count: Int?) -> [String] {
    if let count {
      return (cursor..<min(cursor + count, table.visibleCount)).compactMap {
        table.visible(at: $0)?.key
      }
    }
    var rows = Set(selection.marked.compactMap { table.index(of: $0) })
    if let range { rows.formUnion(range) }
    if rows.isEmpty { return selected.map { [$0.key] } ?? [] }
    return rows.sorted().compactMap { table.visible(at: $0)?.key }
  }

  /// Marks or unmarks rows from the cursor on, and goes behind them.
  mutating func toggleMarks(_ count: Int?) {
    closeRange()
    for _ in 0..<min(count ?? 1, table.visibleCount) {
      guard let key = selected?.key else { return }
      if selection.marked.remove(key) == nil { selection.marked.insert(key) }
      if cursor == table.visibleCount - 1 { return }
      cursor += 1
    }
  }

  /// Starts a range at the cursor, or keeps the one there is as marks.
  mutating func toggleRange() {
    if selection.anchor == nil { selection.anchor = selected?.key } else { closeRange() }
  }

  private mutating func closeRange() {
    for row in range.map(Array.init) ?? [] {
      if let key = table.visible(at: row)?.key { selection.marked.insert(key) }
    }
    selection.anchor = nil
  }

  /// Forgets marks of tasks that are gone.
  mutating func dropLostMarks(_ keys: [String]) {
    for key in keys where table.item(key) == nil {
      selection.marked.remove(key)
      if selection.anchor == key { selection.anchor = nil }
    }
  }
}
