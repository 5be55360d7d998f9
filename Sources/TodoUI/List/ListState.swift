package import TodoKit

/// The state of the task list: its rows, the cursor, and what the person is in the middle of.
package struct ListState: Sendable, Equatable {
  /// What the person is in the middle of; a task is held by key, never by row.
  package enum Mode: Sendable, Equatable {
    case browsing
    /// Typing the title of a new task.
    case adding(TextInput)
    /// Typing another title.
    case retitling(key: String, TextInput)
    /// Typing a description.
    case describing(DescriptionPanel)
    /// Typing a filter; the list follows each key.
    case filtering(TextInput)
    /// Reading one task.
    case reading(DetailsPanel)
    /// Asked whether to delete a task.
    case confirmingDeletion(key: String)
    /// Asked whether to sign out.
    case confirmingSignOut
  }

  package internal(set) var table: TaskTable
  package internal(set) var mode = Mode.browsing
  /// The row of the visible order the cursor is on; 0 when there is none.
  package internal(set) var cursor = 0
  /// The first row on screen.
  package internal(set) var top = 0
  /// Rows as they were before changes that the store has not answered yet.
  var unsaved: [String: TodoItem] = [:]
  /// Titles given to the store that have not come back as rows yet.
  var expectedTitles: [String] = []

  init(_ items: [TodoItem] = []) {
    table = TaskTable(items)
  }

  /// The task under the cursor.
  package var selected: TodoItem? { table.visible(at: cursor) }

  /// Where a key pressed now lands.
  package var context: Context {
    switch mode {
    case .browsing: .list
    case .adding: .adding
    case .retitling: .retitling
    case .describing: .describing
    case .filtering: .filtering
    case .reading: .reading
    case .confirmingDeletion, .confirmingSignOut: .confirming
    }
  }

  /// Whether a line being typed stands above the rows, for want of a row of its own.
  var hasLineOnTop: Bool {
    switch mode {
    case .adding: true
    case .retitling(let key, _): table.index(of: key) == nil
    default: false
    }
  }

  /// How many tasks a screen has room for.
  func rowsShown(on display: Display) -> Int {
    max(1, display.bodyRows - (hasLineOnTop ? 1 : 0))
  }

  /// Puts the cursor on a row, or the nearest there is.
  mutating func move(to row: Int) {
    cursor = max(0, min(row, table.visibleCount - 1))
  }

  /// Changes the table with the cursor held on its task, or, when that leaves, on its place.
  mutating func holdingCursor(_ change: (inout TaskTable) -> Void) {
    let held = selected
    let distance = cursor - top
    change(&table)
    guard let held else { return move(to: cursor) }
    let row = table.index(of: held.key) ?? table.place(of: held)
    // A scrolled list stays where it is, whatever came in above; at the top, news is seen.
    if top > 0 { top = row - distance }
    move(to: row)
  }

  /// Scrolls so that the cursor is on screen and no line is wasted.
  mutating func reveal(rows: Int) {
    top = min(top, cursor)
    top = max(top, cursor - rows + 1)
    top = max(0, min(top, table.visibleCount - rows))
  }
}
