internal import TerminalKit
internal import TodoKit

/// The task under the cursor, whole.
struct DetailsView {
  struct Line {
    let text: TerminalText
    let style: Style
  }

  let item: TodoItem
  /// The first line shown.
  let top: Int
  let display: Display
  private var glyphs: Glyphs { display.glyphs }
  private var theme: Theme { display.theme }

  func paint(_ canvas: Canvas) {
    let lines = lines(width: canvas.size.columns)
    // One row of air above the title, or a line that keeps the pane apart from the list.
    let rows = canvas.window(canvas.bounds.split(top: 1).rest)
    if display.detailsPlace == .below {
      let rule = String(repeating: glyphs.rule, count: max(0, canvas.size.columns - 2))
      canvas.write(TerminalText(rule), row: 0, column: 1, style: theme.dim)
    }
    let top = max(0, min(top, lines.count - rows.size.rows))
    if lines.count > rows.size.rows {
      let place: TerminalText = " \(min(lines.count, top + rows.size.rows))/\(lines.count)"
      canvas.write(place, row: 0, column: canvas.size.columns - 1 - place.columns, style: theme.dim)
    }
    for (row, line) in lines.dropFirst(top).prefix(rows.size.rows).enumerated() {
      rows.write(line.text, row: row, column: 2, style: line.style)
    }
  }

  /// Everything about the task, wrapped for a pane of so many columns.
  func lines(width columns: Int) -> [Line] {
    let width = min(76, max(1, columns - 4))
    var lines = TerminalText(item.todo.title).lines(width: width).map {
      Line(text: $0, style: theme.strong)
    }
    lines.append(Line(text: "", style: theme.plain))
    if let description = item.todo.description, !description.isEmpty {
      lines += TerminalText.lines(of: description, width: width).map {
        Line(text: $0, style: theme.plain)
      }
    } else {
      let key = display.key(.describe, in: .list)
      lines.append(Line(text: "No description; \(key) adds one.", style: theme.dim))
    }
    lines.append(Line(text: "", style: theme.plain))
    for (label, value) in facts(width: width) {
      let text: TerminalText = "\(label) \(value.text)"
      lines += text.lines(width: width).map {
        Line(text: $0, style: label == "Failed  " ? theme.failure : theme.dim)
      }
    }
    return lines
  }

  private func facts(width: Int) -> [(label: String, value: TerminalText)] {
    let todo = item.todo
    var facts: [(String, TerminalText)] = []
    let state = todo.isCompleted ? glyphs.done : glyphs.open
    let word = todo.isCompleted ? "done" : "open"
    switch item.state {
    case .synced: facts.append(("State   ", "\(state.text) \(word)"))
    case .queued: facts.append(("State   ", "\(glyphs.queued.text) \(word), queued"))
    case .sending: facts.append(("State   ", "\(glyphs.sending.text) \(word), being sent"))
    case .conflict(let sentence):
      facts.append(("State   ", "\(state.text) \(word)"))
      facts.append(("Conflict", "\(glyphs.conflict.text) \(sentence)"))
    case .failed(let reason):
      facts.append(("State   ", "\(state.text) \(word)"))
      facts.append(("Failed  ", "\(glyphs.failed.text) \(reason)"))
    }
    if let due = todo.due {
      let late = todo.isOverdue(on: display.day) ? ", overdue" : ""
      facts.append(("Due     ", "\(DueWords(due, on: display.day).long)\(late)"))
    }
    if let priority = todo.priority { facts.append(("Priority", "\(priority.rawValue)")) }
    if !todo.tags.isEmpty {
      facts.append(("Tags    ", "\(todo.tags.map { "#" + $0 }.joined(separator: " "))"))
    }
    facts.append(("Created ", moment(todo.createdAt, width: width)))
    if todo.updatedAt != todo.createdAt {
      facts.append(("Changed ", moment(todo.updatedAt, width: width)))
    }
    return facts
  }

  private func moment(_ moment: Timestamp, width: Int) -> TerminalText {
    let local = Timestamp(milliseconds: moment.milliseconds + Int64(display.east) * 1000).iso8601
    let date: TerminalText = "\(String(local.prefix(10))) \(String(local.dropFirst(11).prefix(5)))"
    let age = Age(of: moment, at: display.now)
    return width < 46 ? date : "\(date.text), \(age.words)"
  }
}
