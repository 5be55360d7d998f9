package import TerminalKit
package import TodoKit

/// All that the screen shows, as one value.
package struct Model: Sendable, Equatable {
  /// The screens; the help lies over either.
  package enum Screen: Sendable, Equatable {
    case signIn, list
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
  package internal(set) var help: HelpPanel?
  package internal(set) var notice: Notice?

  package init(_ start: Start) {
    profile = start.profile
    isLocal = start.isLocal
    server = start.server
    account = start.account
    status = start.status
    display = Display(size: start.size, now: start.now, glyphs: start.glyphs)
    screen = start.account == nil ? .signIn : .list
    signIn = SignInForm(start)
    list = ListState(start.items)
    notice = start.notice.map { Notice(TerminalText($0)) }
  }

  /// Where a key pressed now lands.
  package var context: Context {
    if help != nil { return .help }
    switch screen {
    case .signIn: return signIn.isBusy ? .signingIn : .signIn
    case .list: return list.context
    }
  }

  /// Whether text typed now goes into a field that never shows it.
  package var isTypingSecret: Bool { context == .signIn && signIn[signIn.focus].isSecret }
}

/// What every screen needs to know of the terminal and the time.
package struct Display: Sendable, Equatable {
  package var size: Size
  package var now: Timestamp
  package var glyphs: Glyphs

  /// The smallest screen that is painted; below it, a sentence asks for more.
  package static let smallest = Size(rows: 5, columns: 20)

  /// Rows between the header with its tabs and a footer of one row.
  var bodyRows: Int { max(1, size.rows - 3) }
}

/// A sentence in the footer, until the next key.
package struct Notice: Sendable, Equatable {
  package let text: TerminalText
  /// Whether something went wrong.
  package let isFailure: Bool

  init(_ text: TerminalText, isFailure: Bool = false) {
    self.text = text
    self.isFailure = isFailure
  }

  static func failure(_ sentence: String) -> Notice {
    Notice(TerminalText(sentence), isFailure: true)
  }
}
