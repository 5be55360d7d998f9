import TodoUI

/// What of the screen comes back at the next start.
extension Program where Surface: ~Copyable {
  /// Keeps how the screen is, for the next start.
  func remember() {
    if let account { world.remember(model.memory, account) }
  }

  /// Keeps it at once when more than the cursor has changed: some ends of a program, SIGTERM or a
  /// power cut, leave no time for it.
  func keepMemory() {
    guard account != nil, !KeyTable.writing.contains(model.context) else { return }
    var memory = model.memory
    memory.cursor = nil
    if let kept, kept != memory { remember() }
    kept = memory
  }
}
