/// What a key asks for; what it means depends on the context it was pressed in.
package enum Action: Hashable, Sendable {
  case moveDown, moveUp, moveToFirst, moveToLast
  case halfPageDown, halfPageUp, pageDown, pageUp
  case add, addAtTop, toggleCompleted, retitle, describe, read, delete
  case filter, nextMatch, previousMatch, sort(ListOrder)
  case mark, markRange, undo, redo, repeatLast
  case detailsDown, detailsUp, copy, openLink
  case nextTab, previousTab, sync, signOut, command, messages, profiles
  case confirm, accept, cancel, newLine, complete, completeBackward
  case nextField, previousField, switchMode, resetPassword
  case edit(TextEdit)
  case queue, decide, retry, drop
  case takeMine, takeTheirs, takeAllMine, takeAllTheirs, nextConflict, previousConflict
  case help, redraw, suspend, interrupt, quit

  /// Names for the configuration's `[keys]`; what only typing or a question needs has none.
  static let named: [(name: String, action: Action)] = [
    ("down", .moveDown), ("up", .moveUp), ("top", .moveToFirst), ("bottom", .moveToLast),
    ("half-page-down", .halfPageDown), ("half-page-up", .halfPageUp),
    ("page-down", .pageDown), ("page-up", .pageUp),
    ("add", .add), ("add-top", .addAtTop), ("done", .toggleCompleted), ("edit", .retitle),
    ("description", .describe), ("details", .read), ("delete", .delete),
    ("filter", .filter), ("next-match", .nextMatch), ("previous-match", .previousMatch),
    ("sort-created", .sort(.created)), ("sort-title", .sort(.title)),
    ("sort-due", .sort(.due)), ("sort-priority", .sort(.priority)),
    ("mark", .mark), ("mark-range", .markRange), ("undo", .undo), ("redo", .redo),
    ("repeat", .repeatLast), ("details-down", .detailsDown), ("details-up", .detailsUp),
    ("copy", .copy), ("open-link", .openLink), ("next-tab", .nextTab),
    ("previous-tab", .previousTab), ("sync", .sync), ("sign-out", .signOut),
    ("command", .command), ("messages", .messages), ("profiles", .profiles),
    ("queue", .queue), ("decide", .decide), ("retry", .retry), ("drop", .drop),
    ("mine", .takeMine), ("theirs", .takeTheirs), ("all-mine", .takeAllMine),
    ("all-theirs", .takeAllTheirs), ("next-conflict", .nextConflict),
    ("previous-conflict", .previousConflict), ("next-field", .nextField),
    ("previous-field", .previousField), ("help", .help),
    ("redraw", .redraw), ("suspend", .suspend), ("quit", .quit),
  ]
}

/// Where a key was pressed.
package enum Context: Hashable, Sendable, CaseIterable {
  case list, adding, retitling, filtering, describing, reading, confirming
  case commanding, pager, profiles, queue, conflict
  case signIn, signingIn, help, searchingHelp
}
