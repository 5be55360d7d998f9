internal import TerminalKit
internal import TodoKit

/// A key and what it does, in two words.
struct FooterHint {
  let key: TerminalText
  let word: TerminalText
  /// Whether it keeps its room when there is not enough for all.
  let isKept: Bool

  var columns: Int { key.columns + 1 + word.columns }
}

extension Model {
  /// What the keys of the context do, as things stand.
  var hints: [FooterHint] {
    let context = context
    return display.keymap.bindings(in: context).compactMap { binding in
      guard let hint = word(for: binding, in: context), let sequence = binding.keys.first,
        sequence.keys.count == 1 || context != .list
      else { return nil }
      return FooterHint(
        key: TerminalText(sequence.label(display.glyphs)),
        word: TerminalText(hint),
        isKept: binding.action == .help || binding.action == .cancel
      )
    }
  }

  /// What may follow the keys typed so far; behind a count, what can be done so many times.
  var pendingHints: [FooterHint] {
    if pending.keys.isEmpty {
      let counted: [Action] = [.moveDown, .moveUp, .toggleCompleted, .delete, .mark]
      let words = ["down", "up", "done", "delete", "mark"]
      return zip(counted, words).compactMap { action, word in
        let key = display.key(action, in: context)
        guard !key.isEmpty else { return nil }
        return FooterHint(key: TerminalText(key), word: TerminalText(word), isKept: false)
      } + [FooterHint(key: "Esc", word: "never mind", isKept: true)]
    }
    return display.keymap.continuations(of: pending.keys, in: context).map { rest, binding in
      FooterHint(
        key: TerminalText(rest.label(display.glyphs)),
        word: TerminalText(binding.hint ?? binding.help),
        isKept: false
      )
    } + [FooterHint(key: "Esc", word: "never mind", isKept: true)]
  }

  /// What was typed of a sequence, as it stands before the hints.
  var pendingWords: TerminalText {
    let count = pending.count.map(String.init) ?? ""
    let keys = pending.keys.isEmpty ? "" : KeySequence(pending.keys).label(display.glyphs)
    return "\(count)\(keys)\(display.glyphs.more.text)"
  }

  /// A notice with the key that takes back what it tells.
  func words(of notice: Notice) -> TerminalText {
    guard let remedy = notice.remedy else { return notice.text }
    let key = display.key(remedy, in: .list)
    if key.isEmpty { return notice.text }
    return "\(notice.text.text)   \(key) \(remedy == .undo ? "undo" : "redo")"
  }

  /// What is being asked.
  var question: TerminalText {
    if case .queue(let panel) = overlay, let question = panel.question(display) { return question }
    guard case .confirming(let question) = list.mode else { return "" }
    switch question {
    case .signOut:
      if status.phase == .signedOut { return "Sign in again?  y yes  n no" }
      // On the smallest screen the answer keys count more than the comfort.
      return display.size.columns < 40 || display.size.rows < 10
        ? "Sign out?  y yes  n no"
        : "Sign out? Tasks not sent yet are kept.  y yes  n no"
    case .deletion(let keys):
      return "Delete \(keys.count) task\(keys.count == 1 ? "" : "s")?  y yes  n no"
    case .addLines(let lines, _):
      let title = TerminalText(lines.first?.text ?? "")
      let first = display.glyphs.quoted(display.glyphs.cut(title, to: 24))
      return "Add \(lines.count) tasks, one a line, from \(first.text) on?  y yes  n no"
    }
  }

  /// The footer's word for a binding as things stand; nil leaves it out.
  private func word(for binding: Binding, in context: Context) -> String? {
    switch (context, binding.action) {
    case (.signIn, .accept): signIn.mode == .signIn ? "sign in" : "sign up"
    case (.signIn, .switchMode): signIn.mode == .signIn ? "new account" : "have an account"
    case (.signIn, .resetPassword) where signIn.mode == .signUp: nil
    case (.signIn, .interrupt): "quit"
    case (.help, .moveDown): "scroll"
    case (.pager, .moveDown): "scroll"
    case (.reading, .read): "back"
    case (.list, .signOut): status.phase == .signedOut ? "sign in" : nil
    case (.conflict, .nextConflict):
      if case .conflict(let panel) = overlay, panel.cards.count > 1 { binding.hint } else { nil }
    case (.conflict, .retitle):
      if case .conflict(let panel) = overlay, panel.card.kind == .fields {
        binding.hint
      } else {
        nil
      }
    case (.queue, let action) where action != .cancel && action != .help:
      if case .queue(let panel) = overlay, panel.rows.isEmpty { nil } else { binding.hint }
    case (.list, .filter) where list.table.count == 0: nil
    case (.list, .undo): list.table.count == 0 && list.lastCommit == 0 ? nil : binding.hint
    case (.list, .toggleCompleted) where list.selected?.todo.isCompleted == true: "reopen"
    case (.list, .cancel):
      !list.selection.isEmpty ? "unmark" : list.table.search.isEmpty ? nil : "clear filter"
    case (.list, .toggleCompleted), (.list, .retitle), (.list, .read), (.list, .delete):
      list.selected == nil ? nil : binding.hint
    default: binding.hint
    }
  }
}
