internal import TerminalKit
internal import TodoKit

/// What is typed into one line of the list: a new title, another title, a filter.
extension ListState {
  mutating func performOnLine(
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    let page = rowsShown(on: display)
    if let row = action.destination(from: cursor, page: page, last: table.visibleCount - 1) {
      move(to: row)
      return []
    }
    switch action {
    case .accept: return acceptLine(&notice)
    case .cancel:
      if case .filtering = mode { holdingCursor { $0.filter("") } }
      mode = .browsing
    case .edit(let edit): changeLine { $0.perform(edit) }
    default: break
    }
    return []
  }

  /// Inserts typed or pasted text where text is being typed.
  mutating func insert(_ text: String, _ notice: inout Notice?) {
    var fits = true
    changeLine { fits = $0.insert(text) }
    if !fits { notice = .textCut }
  }

  private mutating func changeLine(_ change: (inout TextInput) -> Void) {
    switch mode {
    case .adding(var input):
      change(&input)
      mode = .adding(input)
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

  private mutating func acceptLine(_ notice: inout Notice?) -> [Effect] {
    switch mode {
    case .filtering:
      mode = .browsing
      return []
    case .adding(let input):
      return create(input.text, &notice)
    case .retitling(let key, let input):
      return retitle(key, input.text, &notice)
    default:
      return []
    }
  }

  private mutating func create(_ typed: String, _ notice: inout Notice?) -> [Effect] {
    do throws(TodoTextError) {
      let title = try TodoTitle(typed)
      expectedTitles.append(title.text)
      mode = .adding(TextInput())
      return [.commit(.create(TodoDraft(title: title)), key: nil)]
    } catch {
      notice = .failure(error.sentence("title"))
      return []
    }
  }

  private mutating func retitle(
    _ key: String,
    _ typed: String,
    _ notice: inout Notice?
  ) -> [Effect] {
    guard let item = table.item(key) else {
      notice = .taskGone
      return []
    }
    do throws(TodoTextError) {
      let title = try TodoTitle(typed)
      mode = .browsing
      if title.text == item.todo.title { return [] }
      change(key) { $0.title = title.text }
      return [.commit(.retitle(title), key: key)]
    } catch {
      notice = .failure(error.sentence("title"))
      return []
    }
  }
}

extension Notice {
  /// A task went away under an editor: the text stays until the person lets it go.
  static let taskGone = Notice(
    "This task was deleted meanwhile: copy the text if you need it, then press Esc.",
    isFailure: true
  )
}
