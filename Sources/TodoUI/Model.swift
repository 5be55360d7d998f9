internal import TerminalKit
package import TodoKit

/// All that the screen shows, as one value.
package struct Model: Sendable, Equatable {
  /// The screens; an overlay lies over either.
  package enum Screen: Sendable, Equatable {
    case signIn, list
  }

  /// What lies over a screen until it is left.
  package enum Overlay: Sendable, Equatable {
    case help(HelpPanel)
    case pager(Pager)
    case profiles(ProfilesPanel)
    case queue(QueuePanel)
    case conflict(ConflictPanel)
  }

  package let profile: String
  package let isLocal: Bool
  package internal(set) var server: String
  package internal(set) var account: Account?
  package internal(set) var status: SyncStatus
  package internal(set) var display: Display
  package internal(set) var screen: Screen
  package internal(set) var signIn: SignInForm
  package internal(set) var list: ListState
  package internal(set) var overlay: Overlay?
  /// What the help lies over.
  var covered: Overlay?
  /// A view that is not there yet; what is typed meanwhile waits for it.
  var asked: PanelRequest?
  /// The line behind `:`; nil while it is closed.
  package internal(set) var commandLine: CommandPrompt?
  /// The number of the last command that was run.
  var lastRun = 0
  /// What the command line offers to complete; filled when it is first opened.
  package internal(set) var grammar = CommandGrammar()
  /// Keys typed of a sequence or a count that is not complete.
  package internal(set) var pending = PendingKeys()
  package internal(set) var messages = MessageLog()
  /// Whether the person has been shown where the help is.
  package internal(set) var knowsHelp: Bool
  package internal(set) var notice: Notice?

  package init(_ start: Start) {
    profile = start.profile
    isLocal = start.isLocal
    server = start.server
    account = start.account
    status = start.status
    display = Display(start)
    screen = start.account == nil ? .signIn : .list
    signIn = SignInForm(start)
    list = ListState(
      start.items,
      of: start.counts,
      fields: start.fields,
      views: start.views,
      day: display.day
    )
    if let memory = start.memory { list.recall(memory) }
    knowsHelp = start.memory?.knowsHelp ?? false
    if let sentence = start.notice {
      let notice = Notice(TerminalText(sentence))
      self.notice = notice
      messages.add(notice, at: start.now)
    }
    list.reveal(rows: list.rowsShown(on: display))
  }

  /// Where a key pressed now lands.
  package var context: Context {
    switch overlay {
    case .help(let panel): return panel.isSearching ? .searchingHelp : .help
    case .pager: return .pager
    case .profiles: return .profiles
    case .queue(let panel): return panel.dropping == nil ? .queue : .confirming
    case .conflict(let panel):
      guard let input = panel.input else { return .conflict }
      return input.allowsLineBreaks ? .describing : .retitling
    case nil: break
    }
    if commandLine != nil { return .commanding }
    switch screen {
    case .signIn: return signIn.isBusy ? .signingIn : .signIn
    case .list: return list.context(on: display)
    }
  }

  /// Whether a view was asked for that is not there yet: keys that follow are meant for it.
  package var awaitsView: Bool { asked != nil }

  /// Whether most rows are not there yet: keys are meant for all of them.
  package var awaitsRows: Bool { list.isPartial }

  /// Whether what is typed now must not be written down anywhere.
  package var isTypingSecret: Bool {
    // Also while the form rests: who types on means the field.
    screen == .signIn && overlay == nil && signIn[signIn.focus].isSecret
  }
}

extension ListState {
  func context(on display: Display) -> Context {
    switch mode {
    case .browsing: isReading(on: display) ? .reading : .list
    case .adding: .adding
    case .retitling: .retitling
    case .describing: .describing
    case .filtering: .filtering
    case .confirming: .confirming
    }
  }
}
