internal import TerminalKit
internal import TodoKit

/// The first row: whose tasks these are, and how far they are in step with the server.
struct HeaderView {
  private typealias Part = (text: TerminalText, style: Style)

  private let glyphs: Glyphs
  private let names: [[Part]]
  private let states: [Part]

  /// Each side comes in wordings from long to short.
  init(_ model: Model) {
    let theme = model.display.theme
    glyphs = model.display.glyphs
    guard let account = model.account, model.screen == .list else {
      names = [[("todotui", theme.accentStrong)]]
      if model.signIn.isBusy, model.screen == .signIn {
        let text: TerminalText = "\(glyphs.syncing.text) signing in"
        states = [(text, theme.accent)]
      } else {
        let place: TerminalText = model.isLocal ? "\(model.server)" : "profile \(model.profile)"
        states = [(place, theme.dim)]
      }
      return
    }
    let name = TerminalText(account.email.isEmpty ? account.name : account.email)
    let server: TerminalText = "\(glyphs.dot.text)\(model.server)"
    let short: [Part] = [(name, theme.plain)]
    let full: [Part] = short + [(server, theme.dim)]
    names = [[("todotui  ", theme.accentStrong)] + full, full, short]
    states = HeaderView.states(model.status, model.display)
  }

  func paint(_ canvas: Canvas) {
    let room = canvas.size.columns - 2
    for state in states {
      // What is lost first is the brand and the server, not how far the tasks are.
      for name in names where columns(of: name) + 2 + state.text.columns <= room {
        return paint(name, state, canvas)
      }
    }
    guard let short = states.last, room - short.text.columns >= 12 else {
      return paint(names.last ?? [], nil, canvas)
    }
    paint(names.last ?? [], short, canvas)
  }

  private func columns(of name: [Part]) -> Int { name.reduce(0) { $0 + $1.text.columns } }

  private func paint(_ name: [Part], _ state: Part?, _ canvas: Canvas) {
    let width = canvas.size.columns
    let end = width - 1 - (state.map { $0.text.columns + 2 } ?? 0)
    var column = 1
    for part in name where end > column {
      let text = glyphs.cut(part.text, to: end - column)
      column += canvas.write(text, row: 0, column: column, style: part.style)
    }
    guard let state else { return }
    canvas.write(state.text, row: 0, column: width - 1 - state.text.columns, style: state.style)
  }

  private static func states(
    _ status: SyncStatus,
    _ display: Display
  ) -> [Part] {
    let (glyphs, theme) = (display.glyphs, display.theme)
    let waiting: TerminalText = status.queued > 0 ? ", \(status.queued) queued" : ""
    if status.failed > 0, status.phase == .idle {
      let style = theme.failure
      return [("! \(status.failed) failed\(waiting.text)", style), ("! \(status.failed)", style)]
    }
    switch status.phase {
    case .syncing:
      return [("\(glyphs.syncing.text) syncing", theme.accent), (glyphs.syncing, theme.accent)]
    case .offline:
      return [("offline\(waiting.text)", theme.strong), ("offline", theme.strong)]
    case .signedOut:
      return [("signed out\(waiting.text)", theme.strong), ("signed out", theme.strong)]
    case .idle where status.queued > 0:
      let text: TerminalText = "\(glyphs.queued.text) \(status.queued) queued"
      return [(text, theme.accent), ("\(glyphs.queued.text) \(status.queued)", theme.accent)]
    case .idle:
      guard let last = status.lastSync else { return [("not synced yet", theme.dim)] }
      let age = Age(of: last, at: display.now)
      return [
        ("\(glyphs.synced.text) synced \(age.words)", theme.dim),
        ("\(glyphs.synced.text) \(age.short)", theme.dim), (glyphs.synced, theme.dim),
      ]
    }
  }
}

/// How long ago something was, in words.
struct Age {
  private let count: Int64
  private let unit: String

  init(of moment: Timestamp, at now: Timestamp) {
    let seconds = now.seconds(since: moment)
    (count, unit) =
      switch seconds {
      case ..<60: (seconds, "s")
      case ..<3600: (seconds / 60, "min")
      case ..<86_400: (seconds / 3600, "h")
      default: (seconds / 86_400, "d")
      }
  }

  var short: String { "\(count) \(unit)" }
  var words: String { count == 0 ? "just now" : "\(short) ago" }
}
