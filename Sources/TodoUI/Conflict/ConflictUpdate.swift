internal import TerminalKit
internal import TodoKit

extension Model {
  /// Asks for the conflict about a task.
  mutating func decide(_ key: String) -> [Effect] {
    asked = .conflict(key: key)
    return [.showConflicts]
  }

  /// Opens the conflict that was asked for, or renews the one that is open.
  mutating func receive(conflicts cards: [ConflictCard]) {
    if case .conflict(var panel) = overlay {
      let before = panel.card
      if panel.receive(cards) {
        overlay = .conflict(panel)
        if panel.card.key == before.key, panel.card != before {
          notice = Notice("It was changed again meanwhile: look once more.")
        }
      } else {
        leave(panel)
        notice = Notice("That conflict is over: it was decided elsewhere.")
      }
    } else if case .conflict(let key)? = asked {
      var queue: QueuePanel?
      if case .queue(let panel) = overlay { queue = panel }
      if let panel = ConflictPanel(cards, key: key, queue: queue) {
        overlay = .conflict(panel)
      } else {
        notice = Notice("That conflict is over already.")
      }
    }
    if case .conflict? = asked { asked = nil }
  }

  mutating func perform(_ action: Action, _ count: Int?, on panel: ConflictPanel) -> [Effect] {
    if panel.input != nil { return write(action, on: panel) }
    var panel = panel
    let last = panel.card.fields.count - 1
    switch action {
    case .cancel:
      leave(panel)
      return panel.queue == nil ? [] : [.showQueue]
    case .takeMine: return pick(.mine, panel)
    case .takeTheirs: return pick(.theirs, panel)
    case .takeAllMine: return resolve(.mine, panel)
    case .takeAllTheirs: return resolve(.theirs, panel)
    case .retitle: edit(panel)
    case .nextConflict, .previousConflict:
      if panel.cards.count < 2 { notice = Notice("There is no other conflict.") }
      panel.turn(to: (action == .nextConflict ? 1 : -1) * (count ?? 1))
      overlay = .conflict(panel)
    case .moveDown, .moveUp:
      let row = panel.field + (action == .moveDown ? 1 : -1) * (count ?? 1)
      panel.field = max(0, min(row, last))
      let view = ConflictView(panel: panel, display: display)
      panel.top = view.top(showing: panel.field, rows: view.textRows(of: display.bodySize.rows))
      overlay = .conflict(panel)
    default:
      let view = ConflictView(panel: panel, display: display)
      let page = view.textRows(of: display.bodySize.rows)
      let end = max(0, view.lines.count - page)
      let top = action.destination(from: panel.top, page: page, last: end, count: count)
      guard let top else { return [] }
      panel.top = max(0, min(top, end))
      overlay = .conflict(panel)
    }
    return []
  }

  /// Text typed or pasted where a field is written anew.
  mutating func insertIntoConflict(_ text: String) {
    guard case .conflict(var panel) = overlay else { return }
    if panel.input?.insert(text) == false { notice = .textCut }
    overlay = .conflict(panel)
  }

  /// Chooses for the field under the cursor, and goes to the next that has no choice.
  private mutating func pick(_ pick: ConflictPanel.Pick, _ panel: ConflictPanel) -> [Effect] {
    var panel = panel
    if panel.card.kind != .fields { return resolve(pick == .mine ? .mine : .theirs, panel) }
    panel.picks[panel.field] = pick
    if panel.isDecided { return resolve(panel.choice, panel) }
    let fields = panel.card.fields.indices
    let following = fields.filter { $0 > panel.field } + fields.filter { $0 < panel.field }
    panel.field = following.first { panel.picks[$0] == nil } ?? panel.field
    let view = ConflictView(panel: panel, display: display)
    panel.top = view.top(showing: panel.field, rows: view.textRows(of: display.bodySize.rows))
    overlay = .conflict(panel)
    return []
  }

  private mutating func resolve(_ choice: ConflictChoice, _ panel: ConflictPanel) -> [Effect] {
    var panel = panel
    let card = panel.card
    let outcome = card.outcome(of: choice, display.glyphs, display.day)
    let effect = Effect.resolve(key: card.key, action: card.action(choice, display.glyphs), choice)
    if panel.finishCard() {
      notice = Notice(TerminalText(outcome))
      overlay = .conflict(panel)
      return [effect]
    }
    leave(panel)
    // Where another view is left open, the key that takes it back is not to be had.
    notice = overlay == nil ? .undoable(outcome) : Notice(TerminalText(outcome))
    return [effect] + (panel.queue == nil ? [] : [.showQueue])
  }

  private mutating func leave(_ panel: ConflictPanel) {
    overlay = panel.queue.map { .queue($0) }
  }

  /// Opens a line, or a text of several, with what there is to choose from.
  private mutating func edit(_ panel: ConflictPanel) {
    var panel = panel
    let field =
      panel.card.fields.indices.contains(panel.field) ? panel.card.fields[panel.field] : nil
    switch (panel.card.kind, field?.mine, field?.theirs) {
    case (.fields, .title(let mine)?, _): panel.input = TextInput(mine)
    case (.fields, .description(let mine)?, .description(let theirs)?):
      let parts = [mine, theirs].compactMap { $0 }.filter { !$0.isEmpty }
      panel.input = TextInput(parts.joined(separator: "\n\n"), allowsLineBreaks: true)
    default:
      notice = Notice("Only a title or a description can be written anew here.")
    }
    overlay = .conflict(panel)
  }

  private mutating func write(_ action: Action, on panel: ConflictPanel) -> [Effect] {
    var panel = panel
    let width = DescriptionPanel.textColumns(of: display.size)
    switch action {
    case .cancel: panel.input = nil
    case .accept: return accept(panel)
    case .newLine: panel.input?.insert("\n")
    case .moveDown: panel.input?.moveVertically(by: 1, width: width)
    case .moveUp: panel.input?.moveVertically(by: -1, width: width)
    case .edit(let edit): panel.input?.perform(edit)
    default: break
    }
    overlay = .conflict(panel)
    return []
  }

  private mutating func accept(_ panel: ConflictPanel) -> [Effect] {
    guard let input = panel.input else { return [] }
    var text = input.text
    do throws(TodoTextError) {
      if input.allowsLineBreaks {
        text = text.allSatisfy(\.isWhitespace) ? "" : try TodoDescription(text).text
      } else {
        text = try TodoTitle(text).text
      }
    } catch {
      notice = .failure(error.sentence(input.allowsLineBreaks ? "description" : "title"))
      return []
    }
    var panel = panel
    panel.input = nil
    return pick(.edited(text), panel)
  }
}
