internal import TerminalKit
internal import TodoKit

/// Takes what happened into the model, and says what the shell is to do about it.
package func update(_ model: inout Model, _ message: Message) -> [Effect] {
  defer { model.list.reveal(rows: model.list.rowsShown(on: model.display)) }
  switch message {
  case .input(.resized(let size)): model.display.size = size
  case .input(.key(let key)): return model.press(key)
  case .input(.mouse): break
  case .input(.paste(let text)): return model.paste(text)
  case .clock(let now): model.display.now = now
  case .mirror(let items): model.list.receive(mirror: items)
  case .rows(let changed, let removed):
    model.list.receive(changed: changed, removed: removed, &model.notice)
  case .status(let status): model.receive(status)
  case .signedIn(let account, let server): model.enter(account, server)
  case .signInFailed(let failure): model.signIn.receive(failure, &model.notice)
  case .signedOut(let reason): model.leave(reason)
  case .commitFailed(let key, let sentence):
    model.list.takeBack(key)
    model.notice = .failure(sentence)
  case .notice(let sentence): model.notice = Notice(TerminalText(sentence))
  case .resumed: return [.redraw]
  }
  return []
}

extension Model {
  /// Whether the screen is too small to show what a key would do.
  var isTooSmall: Bool {
    display.size.rows < Display.smallest.rows || display.size.columns < Display.smallest.columns
  }

  fileprivate mutating func press(_ key: Key) -> [Effect] {
    notice = nil
    let context = context
    guard let action = KeyTable.action(for: key, in: context) else {
      // An Escape with a key right behind it arrives as that key with Alt: nothing typed is lost.
      if key.modifiers.contains(.alt) {
        return press(Key(.escape)) + press(Key(key.code, key.modifiers.subtracting(.alt)))
      }
      guard case .character(let character) = key.code, key.modifiers.isEmpty else {
        return context == .confirming ? perform(.cancel) : []
      }
      return insert(String(character), in: context)
    }
    switch action {
    case .interrupt: return interrupt()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    case .quit: return [.quit]
    case _ where isTooSmall && !KeyTable.writing.contains(context): return []
    case .help where help == nil:
      help = HelpPanel(context: context)
      return []
    default: return perform(action)
    }
  }

  fileprivate mutating func paste(_ text: String) -> [Effect] {
    notice = nil
    return insert(text, in: context)
  }

  private mutating func perform(_ action: Action) -> [Effect] {
    if help != nil {
      help = help?.performing(action, display)
      return []
    }
    switch screen {
    case .signIn: return signIn.perform(action)
    case .list: return list.perform(action, display, &notice)
    }
  }

  /// Text goes where text is typed; anywhere else it means nothing, but to a question: no.
  private mutating func insert(_ text: String, in context: Context) -> [Effect] {
    switch context {
    case .confirming: return perform(.cancel)
    case .signIn: signIn.insert(text, &notice)
    case _ where KeyTable.writing.contains(context): list.insert(text, &notice)
    default: break
    }
    return []
  }

  private mutating func interrupt() -> [Effect] {
    if help != nil {
      help = nil
      return []
    }
    if screen == .signIn || list.mode == .browsing { return [.quit] }
    return perform(.cancel)
  }

  fileprivate mutating func receive(_ new: SyncStatus) {
    if screen == .list, case .offline(let reason) = new.phase {
      if case .offline = status.phase {} else { notice = Notice(TerminalText(reason)) }
    }
    status = new
  }

  fileprivate mutating func enter(_ account: Account, _ server: String) {
    if self.account?.id != account.id { list = ListState() }
    self.account = account
    self.server = server
    signIn.finish()
    screen = .list
    help = nil
    notice = nil
  }

  /// Another account may sign in next: nothing of this one stays in sight.
  fileprivate mutating func leave(_ reason: String) {
    signIn.reopen(saying: reason, email: account?.email)
    account = nil
    list = ListState()
    status = SyncStatus(phase: .signedOut)
    screen = .signIn
    help = nil
    notice = nil
  }
}
