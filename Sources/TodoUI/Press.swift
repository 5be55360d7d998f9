internal import TerminalKit
internal import TodoKit

extension Model {
  mutating func press(_ key: Key) -> [Effect] {
    let context = context
    if pending.take(digit: key, in: context) { return [] }
    switch display.keymap.match(pending.keys + [key], in: context) {
    case .prefix:
      pending.keys.append(key)
      return []
    case .action(.suspend): return [.suspend]
    case .action(.redraw): return [.redraw]
    case .action(let action):
      let count = pending.count
      pending = PendingKeys()
      return act(action, count, in: context)
    case .none: return pressUnbound(key, in: context)
    }
  }

  private mutating func pressUnbound(_ key: Key, in context: Context) -> [Effect] {
    if !pending.keys.isEmpty {
      let typed = KeySequence(pending.keys + [key]).label(display.glyphs)
      let alone = display.keymap.match([key], in: context)
      // The keys typed so far are there again when the program is.
      if alone == .action(.suspend) { return [.suspend] }
      if alone == .action(.redraw) { return [.redraw] }
      pending = PendingKeys()
      if key.code != .escape, alone != .action(.interrupt) {
        notice = Notice("\(typed) means nothing here.")
      }
      return []
    }
    // An Escape with a key right behind it arrives as that key with Alt: nothing typed is lost.
    if key.modifiers.contains(.alt) {
      return press(Key(.escape)) + press(Key(key.code, key.modifiers.subtracting(.alt)))
    }
    pending = PendingKeys()
    if context == .confirming { return perform(.cancel, nil) }
    guard case .character(let character) = key.code, key.modifiers.isEmpty else { return [] }
    insert(String(character), in: context)
    return []
  }

  private mutating func act(_ action: Action, _ count: Int?, in context: Context) -> [Effect] {
    switch action {
    case .interrupt: return interrupt()
    case .quit: return [.quit]
    case .cancel where count != nil && KeyTable.counting.contains(context):
      // Esc behind a count takes back the count alone.
      return []
    case .cancel where context == .list && !knowsHelp:
      knowsHelp = true
      return perform(action, count)
    case _ where isTooSmall && !KeyTable.writing.contains(context): return []
    case .help:
      if case .help = overlay { return perform(.cancel, count) }
      knowsHelp = true
      covered = overlay
      overlay = .help(HelpPanel(context: context, keymap: display.keymap))
      return []
    default: return perform(action, count)
    }
  }

  private mutating func perform(_ action: Action, _ count: Int?) -> [Effect] {
    if overlay != nil { return performOnOverlay(action, count) }
    if commandLine != nil { return performOnCommandLine(action) }
    switch (screen, action) {
    case (.signIn, _): return signIn.perform(action)
    case (.list, .command): return openCommandLine()
    case (.list, .queue): return openQueue()
    case (.list, .decide):
      guard let item = list.selected else { return [] }
      if case .conflict(_) = item.state { return decide(item.key) }
      notice = Notice("This task is in no conflict.")
      return []
    case (.list, .messages):
      overlay = .pager(Pager(messages))
      return []
    case (.list, _): return list.perform(action, count, display, &notice)
    }
  }

  /// Text goes where text is typed; anywhere else it means nothing.
  private mutating func insert(_ text: String, in context: Context) {
    switch context {
    case .signIn: signIn.insert(text, &notice)
    case .commanding: typeCommand(text)
    case .searchingHelp: typeHelpSearch(text)
    case _ where overlay != nil: insertIntoConflict(text)
    case _ where KeyTable.writing.contains(context): list.insert(text, &notice)
    default: break
    }
  }

  private mutating func interrupt() -> [Effect] {
    switch overlay {
    case nil: break
    case .conflict(let panel) where panel.input != nil: return performOnOverlay(.cancel, nil)
    case .queue(let panel) where panel.dropping != nil: return performOnOverlay(.cancel, nil)
    default:
      overlay = covered
      covered = nil
      return renewal
    }
    if commandLine != nil { return performOnCommandLine(.cancel) }
    if screen == .signIn || context == .list { return [.quit] }
    return perform(.cancel, nil)
  }
}
