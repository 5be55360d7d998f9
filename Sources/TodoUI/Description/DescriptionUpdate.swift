internal import TerminalKit
internal import TodoKit

extension ListState {
  mutating func describe(
    _ panel: DescriptionPanel,
    _ action: Action,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    var panel = panel
    let width = DescriptionPanel.textColumns(of: display.size)
    switch action {
    case .accept: return accept(panel, display, &notice)
    case .cancel:
      mode = .browsing
      return []
    case .newLine: panel.input.insert("\n")
    case .moveDown: panel.input.moveVertically(by: 1, width: width)
    case .moveUp: panel.input.moveVertically(by: -1, width: width)
    case .edit(let edit): panel.input.perform(edit)
    default: break
    }
    mode = .describing(panel)
    return []
  }

  /// Opens a description in the person's editor, or here when there is none.
  mutating func describe(_ item: TodoItem, _ display: Display) -> [Effect] {
    opened = item
    if display.hasEditor {
      return [.openEditor(key: item.key, text: item.todo.description ?? "")]
    }
    mode = .describing(DescriptionPanel(item))
    return []
  }

  /// Goes on here with a text that no editor took.
  mutating func describeHere(_ key: String, _ text: String) {
    setAside()
    mode = .describing(
      table.item(key).map { DescriptionPanel($0, text: text) }
        ?? DescriptionPanel(key: key, title: "A deleted task", text: text)
    )
  }

  /// Takes what an editor gave back; what cannot be saved stays open on the screen.
  mutating func acceptDescription(
    _ text: String,
    of key: String,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    setAside()
    guard let item = table.item(key) else {
      mode = .describing(DescriptionPanel(key: key, title: "A deleted task", text: text))
      notice = .taskGone
      return []
    }
    let panel = DescriptionPanel(item, text: text)
    // What the panel cannot hold is not taken for all of it.
    if panel.input.text.count < text.count, (try? TodoDescription(text)) == nil {
      mode = .describing(panel)
      notice = .textCut
      return []
    }
    mode = .describing(panel)
    return accept(panel, display, &notice)
  }

  private mutating func accept(
    _ panel: DescriptionPanel,
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    guard let item = table.item(panel.key) else {
      notice = .taskGone
      return []
    }
    let new: TodoDescription?
    do throws(TodoTextError) {
      new = try TodoDescription(panel.input.text)
    } catch .empty {
      new = nil
    } catch {
      notice = .failure(error.sentence("description"))
      return []
    }
    mode = .browsing
    // A text that was left as it was opened changes nothing, whatever is there now.
    if new?.text == asOpened(item).description { return [] }
    if isOvertaken([.describe(new)], item, &notice) {
      mode = .describing(panel)
      return []
    }
    let words = "Changed the description of \(title(of: item, display).text)"
    notice = .undoable(words)
    return carryOut(
      [RowChange(.describe(new), key: panel.key)],
      words,
      typed: .description(panel)
    )
  }
}
