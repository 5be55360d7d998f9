internal import TerminalKit
internal import TodoKit

/// Takes what happened into the model, and says what the shell is to do about it.
package func update(_ model: inout Model, _ message: Message) -> [Effect] {
  // What a person does takes the sentence away first.
  if case .input(let event) = message, event.isTyped { model.notice = nil }
  let before = model.notice
  defer {
    if model.screen == .list, model.overlay == nil, model.commandLine == nil {
      model.list.giveBackNext(&model.notice)
    }
    model.list.reveal(rows: model.list.rowsShown(on: model.display))
    if let notice = model.notice, notice != before {
      model.messages.add(notice, at: model.display.now)
    }
  }
  switch message {
  case .input(.resized(let size)): model.display.size = size
  case .input(.key(let key)): return model.press(key)
  case .input(.mouse(let event)): return model.point(event)
  case .input(.paste(let text)): return model.paste(text)
  case .clock(let now, let east): model.turn(to: now, east)
  case .mirror(let items):
    model.heed { list, _ in list.receive(mirror: items) }
    return model.renewal
  case .rows(let changed, let removed):
    model.heed { list, notice in list.receive(changed: changed, removed: removed, &notice) }
    return model.renewal
  case .committed(let id, let keys):
    model.list.receive(saved: id, created: keys, &model.notice)
  case .commitFailed(let id, let sentence):
    model.list.takeBack(id)
    model.notice = .failure(sentence)
  case .undone(let id, let step): model.list.receive(step, of: id, &model.notice)
  case .nothingToUndo(let id): model.list.receive(nil, of: id, &model.notice)
  case .queue(let rows): model.receive(queue: rows)
  case .conflicts(let cards): model.receive(conflicts: cards)
  case .fields(let fields): model.list.fields = fields
  case .status(let status):
    model.receive(status)
    return model.renewal
  case .signedIn(let account, let server): model.enter(account, server)
  case .signInFailed(let failure): model.signIn.receive(failure, &model.notice)
  case .signedOut(let reason): model.leave(reason)
  case .edited(let key, let text):
    return text.map { model.list.acceptDescription($0, of: key, model.display, &model.notice) }
      ?? []
  case .editorFailed(let key, let text, let sentence):
    model.list.describeHere(key, text)
    model.notice = .failure(sentence)
  case .commandsPrepared(let grammar): model.receive(grammar)
  case .commandIsSlow(let id): model.noteSlowCommand(id)
  case .commandEnded(let id, let result): model.receive(result, of: id)
  case .profiles(let names):
    model.overlay = .profiles(ProfilesPanel(names: names, current: model.profile))
  case .notice(let sentence): model.notice = Notice(TerminalText(sentence))
  case .resumed: return [.redraw]
  }
  return []
}

extension InputEvent {
  /// Whether a person typed it; a click needs the screen as it was first.
  fileprivate var isTyped: Bool {
    switch self {
    case .key, .paste: true
    case .mouse, .resized: false
    }
  }
}

extension Model {
  /// Whether the screen is too small to show what a key would do.
  var isTooSmall: Bool {
    display.size.rows < Display.smallest.rows || display.size.columns < Display.smallest.columns
  }

  fileprivate mutating func turn(to now: Timestamp, _ east: Int) {
    let before = display.day
    display.now = now
    display.east = east
    if display.day != before { list.holdingCursor { $0.turn(to: display.day) } }
  }

  fileprivate mutating func paste(_ text: String) -> [Effect] {
    pending = PendingKeys()
    switch context {
    case .signIn: signIn.insert(text, &notice)
    case .commanding: typeCommand(text)
    case .searchingHelp: typeHelpSearch(text)
    case .help, .pager, .profiles, .queue, .conflict, .signingIn: break
    case _ where overlay != nil: insertIntoConflict(text)
    default: if !isTooSmall { list.paste(text, &notice) }
    }
    return []
  }

  /// News of rows; what this screen asked for moves the cursor in silence.
  fileprivate mutating func heed(_ change: (inout ListState, inout Notice?) -> Void) {
    let isOwn = !list.undos.isEmpty || commandLine?.isRunning == true || overlay != nil
    let held = list.mode == .browsing ? list.selected : nil
    change(&list, &notice)
    list.noteLoss(of: held, isOwn: isOwn, display, &notice)
  }

  fileprivate mutating func receive(_ new: SyncStatus) {
    if screen == .list, case .offline(let reason) = new.phase {
      if case .offline = status.phase {} else { notice = Notice(TerminalText(reason)) }
    }
    status = new
  }

  fileprivate mutating func enter(_ account: Account, _ server: String) {
    if self.account?.id != account.id { emptyList() }
    self.account = account
    self.server = server
    signIn.finish()
    screen = .list
    overlay = nil
    covered = nil
    asked = nil
    notice = nil
  }

  /// Another account may sign in next: nothing of this one stays in sight.
  fileprivate mutating func leave(_ reason: String) {
    signIn.reopen(saying: reason, email: account?.email)
    account = nil
    emptyList()
    status = SyncStatus(phase: .signedOut)
    screen = .signIn
    overlay = nil
    covered = nil
    asked = nil
    commandLine = nil
    // What was typed for one account is nothing for the next; it is read again when `:` is pressed.
    grammar = CommandGrammar()
    pending = PendingKeys()
    messages = MessageLog()
    notice = nil
  }

  private mutating func emptyList() {
    list = ListState(fields: list.fields, views: list.views, day: display.day)
  }
}
