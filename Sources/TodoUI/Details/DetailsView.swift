internal import TerminalKit
internal import TodoKit

extension DetailsPanel {
  struct Line {
    let text: TerminalText
    let style: Style
  }

  /// The rows a screen of this size has for the panel.
  static func rows(of size: Size) -> Int { max(1, size.rows - 3) }

  /// Everything about a task, wrapped.
  static func lines(of item: TodoItem, _ display: Display) -> [Line] {
    let width = min(76, max(1, display.size.columns - 4))
    let glyphs = display.glyphs
    var lines = TerminalText(item.todo.title).lines(width: width).map {
      Line(text: $0, style: Theme.strong)
    }
    lines.append(Line(text: "", style: Theme.plain))
    if let description = item.todo.description, !description.isEmpty {
      lines += TerminalText.lines(of: description, width: width).map {
        Line(text: $0, style: Theme.plain)
      }
    } else {
      let key = KeyTable.label(of: .describe, in: .reading, glyphs)
      lines.append(Line(text: "No description; \(key) adds one.", style: Theme.dim))
    }
    lines.append(Line(text: "", style: Theme.plain))
    for (label, value) in facts(item, display) {
      let text: TerminalText = "\(label) \(value.text)"
      lines += text.lines(width: width).map {
        Line(text: $0, style: label == "Failed " ? Theme.failure : Theme.dim)
      }
    }
    return lines
  }

  private static func facts(
    _ item: TodoItem,
    _ display: Display
  ) -> [(label: String, value: TerminalText)] {
    let glyphs = display.glyphs
    var facts: [(String, TerminalText)] = []
    let state = item.todo.isCompleted ? glyphs.done : glyphs.open
    let word = item.todo.isCompleted ? "done" : "open"
    switch item.state {
    case .synced: facts.append(("State  ", "\(state.text) \(word)"))
    case .queued, .sending: facts.append(("State  ", "\(glyphs.queued.text) \(word), queued"))
    case .failed(let reason):
      facts.append(("State  ", "\(state.text) \(word)"))
      facts.append(("Failed ", "\(glyphs.failed.text) \(reason)"))
    }
    facts.append(("Created", moment(item.todo.createdAt, display)))
    if item.todo.updatedAt != item.todo.createdAt {
      facts.append(("Changed", moment(item.todo.updatedAt, display)))
    }
    return facts
  }

  private static func moment(_ moment: Timestamp, _ display: Display) -> TerminalText {
    let text = moment.iso8601
    let age = Age(of: moment, at: display.now)
    let date: TerminalText =
      "\(String(text.prefix(10))) \(String(text.dropFirst(11).prefix(5))) UTC"
    return display.size.columns < 50 ? date : "\(date.text), \(age.words)"
  }
}

/// The panel that shows one task whole.
struct DetailsView {
  let panel: DetailsPanel
  let item: TodoItem
  let display: Display

  func paint(_ canvas: Canvas) {
    let lines = DetailsPanel.lines(of: item, display)
    // One row of air between the header and the title.
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    let top = max(0, min(panel.top, lines.count - rows.size.rows))
    if lines.count > rows.size.rows {
      let place: TerminalText = "\(min(lines.count, top + rows.size.rows))/\(lines.count)"
      canvas.write(place, row: 0, column: canvas.size.columns - 1 - place.columns, style: Theme.dim)
    }
    for (row, line) in lines.dropFirst(top).prefix(rows.size.rows).enumerated() {
      rows.write(line.text, row: row, column: 2, style: line.style)
    }
  }
}
