internal import TerminalKit
internal import TodoKit

/// What is typed into one line of the list: a new task, another line for one, a filter.
extension ListState {
  mutating func performOnLine(
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let page = rowsShown(on: display)
    let last = table.visibleCount - 1
    if let row = action.destination(from: cursor, page: page, last: last, count: nil) {
      move(to: row)
      return []
    }
    switch action {
    case .accept: return acceptLine(display, &notice)
    case .cancel:
      if case .filtering = mode { holdingCursor { $0.filter("") } }
      mode = .browsing
    case .edit(let edit): changeLine { $0.perform(edit) }
    default: break
    }
    return []
  }

  /// Inserts typed text where text is being typed.
  mutating func insert(_ text: String, _ notice: inout Notice?) {
    var fits = true
    changeLine { fits = $0.insert(text) }
    if !fits { notice = .textCut }
  }

  /// Takes pasted text: into the line being typed, or as new tasks.
  mutating func paste(_ text: String, _ notice: inout Notice?) {
    let lines = ListState.lines(of: text)
    switch mode {
    case .browsing where !lines.isEmpty, .adding where lines.count > 1:
      if lines.count > ListState.pasteLimit {
        notice = .failure(
          "That paste has \(lines.count) lines; at most \(ListState.pasteLimit) become tasks at once."
        )
      } else if lines.count > 1 {
        let typed: AddLine? = if case .adding(let line) = mode { line } else { nil }
        mode = .confirming(.addLines(lines, typed: typed))
      } else {
        mode = .adding(AddLine(isAtTop: table.visibleCount == 0))
        insert(text, &notice)
      }
    case .confirming: break
    default: insert(text, &notice)
    }
  }

  private mutating func changeLine(_ change: (inout TextInput) -> Void) {
    switch mode {
    case .adding(var line):
      change(&line.input)
      mode = .adding(line)
    case .retitling(let key, var input):
      change(&input)
      mode = .retitling(key: key, input)
    case .filtering(var input):
      let old = input.characters
      change(&input)
      mode = .filtering(input)
      if input.characters != old { holdingCursor { $0.filter(input.text) } }
    case .describing(var panel):
      change(&panel.input)
      mode = .describing(panel)
    default: break
    }
  }

  private mutating func acceptLine(_ display: Display, _ notice: inout Notice?) -> [Effect] {
    switch mode {
    case .filtering(let input):
      lastSearch = input.text
      mode = .browsing
      return []
    case .adding(let line): return create(line, display, &notice)
    case .retitling(let key, let input): return rewrite(key, input.text, display, &notice)
    default: return []
    }
  }

  private mutating func create(
    _ line: AddLine,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    do throws(TodoTextError) {
      let draft = try ListState.draft(line.input.text, fields, display)
      mode = .adding(AddLine(isAtTop: line.isAtTop))
      let name = display.glyphs.quoted(
        display.glyphs.cut(TerminalText(draft.title.text), to: 40)
      )
      return carryOut(
        [RowChange(.create(draft), key: nil)],
        "Added \(name.text)",
        typed: .newLine(line.input.text)
      )
    } catch {
      notice = .failure(error.sentence("title"))
      return []
    }
  }

  /// Changes what another line says otherwise.
  private mutating func rewrite(
    _ key: String,
    _ typed: String,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    guard let item = table.item(key) else {
      notice = .taskGone
      return []
    }
    do throws(TodoTextError) {
      let today = display.day.today
      let line = QuickAdd(typed, today: today, fields: fields)
      let changes = try line.changes(to: asOpened(item), today: today)
      if isOvertaken(changes, item, &notice) { return [] }
      mode = .browsing
      if changes.isEmpty { return [] }
      let words = "Changed \(title(of: item, display).text)"
      notice = .undoable(words)
      return carryOut(changes.map { RowChange($0, key: key) }, words, typed: .line(key: key, typed))
    } catch {
      notice = .failure(error.sentence("title"))
      return []
    }
  }
}

extension ListState {
  /// A task as it was shown when its text was opened to be changed.
  func asOpened(_ item: TodoItem) -> Todo {
    opened.flatMap { $0.key == item.key ? $0.todo : nil } ?? item.todo
  }

  /// Whether another device changed what is about to be overwritten, and the person is told first.
  mutating func isOvertaken(
    _ changes: [TodoChange],
    _ item: TodoItem,
    _ notice: inout Notice?
  ) -> Bool {
    let (before, now) = (asOpened(item), item.todo)
    let isOvertaken = changes.contains { change in
      switch change {
      case .retitle(let title): now.title != before.title && now.title != title.text
      case .describe(let text):
        now.description != before.description && now.description != text?.text
      case .prioritize(let priority): now.priority != before.priority && now.priority != priority
      case .schedule(let due): now.due != before.due && now.due != due
      case .tag(let tags): now.tags != before.tags && now.tags != tags
      case .create, .setCompleted, .delete: false
      }
    }
    if isOvertaken {
      opened = item
      notice = .overtaken
    }
    return isOvertaken
  }
}

extension Notice {
  /// What is being changed is different by now.
  static let overtaken = Notice(
    "This was changed meanwhile: save again to overwrite it, or press Esc.",
    isFailure: true
  )

  /// A task went away under an editor: the text stays until the person lets it go.
  static let taskGone = Notice(
    "This task was deleted meanwhile: copy the text if you need it, then press Esc.",
    isFailure: true
  )
}
