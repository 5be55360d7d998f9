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
    case .accept: return accept(panel, &notice)
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

  private mutating func accept(_ panel: DescriptionPanel, _ notice: inout Notice?) -> [Effect] {
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
    if new?.text == item.todo.description { return [] }
    change(panel.key) { $0.description = new?.text }
    return [.commit(.describe(new), key: panel.key)]
  }
}
