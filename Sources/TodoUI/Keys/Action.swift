/// What a key asks for; what it means depends on the context it was pressed in.
package enum Action: Hashable, Sendable {
  case moveDown, moveUp, moveToFirst, moveToLast
  case halfPageDown, halfPageUp, pageDown, pageUp
  case add, toggleCompleted, retitle, describe, read, delete, filter
  case nextTab, previousTab, sync, signOut
  case confirm, accept, cancel, newLine
  case nextField, previousField, switchMode
  case edit(TextEdit)
  case help, redraw, suspend, interrupt, quit
}

/// Where a key was pressed.
package enum Context: Hashable, Sendable, CaseIterable {
  case list, adding, retitling, filtering, describing, reading, confirming
  case signIn, signingIn, help
}
