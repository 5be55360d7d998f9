internal import TerminalKit
package import TodoKit

/// The state of the task list: its rows, the cursor, and what the person is in the middle of.
package struct ListState: Sendable, Equatable {
  /// What the person is in the middle of; a task is held by key, never by row.
  package enum Mode: Sendable, Equatable {
    case browsing
    /// Typing a new task.
    case adding(AddLine)
    /// Typing another line for a task.
    case retitling(key: String, TextInput)
    /// Typing a description.
    case describing(DescriptionPanel)
    /// Typing a filter; the list follows each key.
    case filtering(TextInput)
    /// Asked something.
    case confirming(Question)
  }

  package internal(set) var table: TaskTable
  package internal(set) var mode = Mode.browsing
  /// The task whose line or description was opened last, as it was shown then.
  var opened: TodoItem?
  /// The row of the visible order the cursor is on; 0 when there is none.
  package internal(set) var cursor = 0
  /// The first row on screen.
  package internal(set) var top = 0
  package internal(set) var details = DetailsPane()
  package internal(set) var selection = Selection()
  /// What the backend keeps of a task.
  package internal(set) var fields: TaskFields
  package let views: [SavedView]
  /// Whether only the rows around the cursor are there yet.
  package internal(set) var isPartial: Bool
  /// Changes the store has not answered yet, by their number.
  var commits: [Int: Commit] = [:]
  var lastCommit = 0
  /// What was typed and not saved, and is not open again yet.
  var unsaved: [Commit.Typed] = []
  /// Steps of the log on their way back or forth, by their number.
  var undos: [Int: UndoRequest] = [:]
  /// The task that news took from under the cursor.
  var lost: LostTask?
  /// What `.` does again.
  var lastChange: Action?
  /// What `n` looks for.
  var lastSearch = ""

  init(
    _ items: [TodoItem] = [],
    of counts: TaskCounts? = nil,
    fields: TaskFields,
    views: [SavedView],
    day: LocalDay
  ) {
    table = TaskTable(items, of: counts, day: day)
    isPartial = counts != nil
    self.fields = fields
    self.views = views
  }

  /// The task under the cursor.
  package var selected: TodoItem? { table.visible(at: cursor) }

  /// Every row there is, in the order.
  package var rows: [TodoItem] { Array(table.items) }

  /// The tabs there are.
  package var tabs: [Tab] { Tab.all(fields: fields, views: views) }

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

/// A question that a key answers.
package enum Question: Sendable, Equatable {
  /// Whether to delete several tasks.
  case deletion(keys: [String])
  case signOut
  /// Whether to add a task for each of the pasted lines; what was being typed comes back with a no.
  case addLines([PastedLine], typed: AddLine?)

  /// What a no came to.
  var declined: TerminalText {
    switch self {
    case .deletion: "Nothing was deleted."
    case .signOut: "Nothing changed."
    case .addLines: "Nothing was added."
    }
  }
}
