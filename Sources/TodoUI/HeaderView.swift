internal import TerminalKit
internal import TodoKit

/// The first row: whose tasks these are, and how far they are in step with the server.
struct HeaderView {
  private typealias Part = (text: TerminalText, style: Style)

  private let glyphs: Glyphs
  private let names: [[Part]]
  private let states: [Part]
  /// Said before the state where nothing has to give way for it.
  private let remark: Part?

  /// Each side comes in wordings from long to short.
  init(_ model: Model) {
    let theme = model.display.theme
    glyphs = model.display.glyphs
    let isWeak = model.status.rung == .atLeastOnce && model.screen == .list
    remark = isWeak ? ("at least once\(glyphs.dot.text)", theme.dim) : nil
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
    if let remark, let state = states.first, let name = names.first,
      columns(of: name) + 2 + remark.text.columns + state.text.columns <= room
    {
      let column = canvas.size.columns - 1 - state.text.columns - remark.text.columns
      canvas.write(remark.text, row: 0, column: column, style: remark.style)
    }
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

  /// How far the tasks are in step with the server.
  private static func states(_ status: SyncStatus, _ display: Display) -> [Part] {
    let (glyphs, theme) = (display.glyphs, display.theme)
    let counts = counts(of: status)
    let waiting: TerminalText = counts.isEmpty ? "" : ", \(counts)"
    switch status.phase {
    case .syncing:
      return [("\(glyphs.syncing.text) syncing", theme.accent), (glyphs.syncing, theme.accent)]
    case _ where status.isOffline:
      let since = status.offlineSince.map { " \(display.since($0))" } ?? ""
      return ["offline\(since)\(waiting.text)", "offline\(waiting.text)", "offline"]
        .map { (TerminalText($0), theme.strong) }
    case .signedOut:
      return [("signed out\(waiting.text)", theme.strong), ("signed out", theme.strong)]
    case .idle, .offline: break
    }
    if let (glyph, count, style) = worst(of: status, display) {
      let short: TerminalText = "\(glyph.text) \(count)"
      return [("\(glyph.text) \(counts)", style), (short, style)]
    }
    guard let last = status.lastSync else { return [("not synced yet", theme.dim)] }
    let age = Age(of: last, at: display.now)
    return [
      ("\(glyphs.synced.text) synced \(age.words)", theme.dim),
      ("\(glyphs.synced.text) \(age.short)", theme.dim), (glyphs.synced, theme.dim),
    ]
  }

  /// `2 failed, 1 conflict, 3 queued`, without what there is none of.
  private static func counts(of status: SyncStatus) -> String {
    var parts: [String] = []
    if status.failed > 0 { parts.append("\(status.failed) failed") }
    if status.conflicts > 0 {
      parts.append("\(status.conflicts) conflict\(status.conflicts == 1 ? "" : "s")")
    }
    if status.queued > 0 { parts.append("\(status.queued) queued") }
    return parts.joined(separator: ", ")
  }

  /// What of the counts gives its look to all; nil when there is nothing to count.
  private static func worst(
    of status: SyncStatus,
    _ display: Display
  ) -> (TerminalText, Int, Style)? {
    let (glyphs, theme) = (display.glyphs, display.theme)
    if status.failed > 0 { return (glyphs.failed, status.failed, theme.failure) }
    if status.conflicts > 0 { return (glyphs.conflict, status.conflicts, theme.urgent) }
    return status.queued > 0 ? (glyphs.queued, status.queued, theme.accent) : nil
  }
}

extension Display {
  /// `since 14:02`, or, when that was not today, how long ago.
  func since(_ moment: Timestamp) -> String {
    guard moment.day(east: east) == now.day(east: east) else {
      return "for \(Age(of: moment, at: now).short)"
    }
    let local = Timestamp(milliseconds: moment.milliseconds + Int64(east) * 1000)
    return "since \(local.iso8601.dropFirst(11).prefix(5))"
  }
}

extension SyncStatus {
  /// Whether the server was out of reach when it was last asked; having nothing to ask it for since
  /// changes nothing about that.
  var isOffline: Bool {
    switch phase {
    case .offline: true
    case .idle: offlineSince != nil
    case .syncing, .signedOut: false
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
  var rounded: String { count == 0 ? "now" : short }
  var words: String { count == 0 ? "just now" : "\(short) ago" }
}
