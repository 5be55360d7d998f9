import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `The mouse` {
  private func click(_ model: inout Model, _ row: Int, _ column: Int) -> [Effect] {
    update(&model, .input(.mouse(MouseEvent(.press, at: Position(row: row, column: column)))))
  }

  private func turn(_ model: inout Model, _ kind: MouseEvent.Kind) {
    _ = update(&model, .input(.mouse(MouseEvent(kind, at: Position(row: 3, column: 3)))))
  }

  @Test(arguments: [large, small, huge])
  func `a click on a title selects its task`(_ size: Size) {
    var model = listModel(size: size)
    #expect(click(&model, 4, 12).isEmpty)
    #expect(model.list.selected?.key == "key-3")
    #expect(row(4, of: model).hasPrefix(" ▸"))
  }

  @Test func `a click on the marker completes its task`() {
    var model = listModel()
    #expect(changes(click(&model, 3, 3)) == [RowChange(.setCompleted(true), key: "key-2")])
  }

  @Test func `a click on a tab opens it`() {
    var model = listModel()
    _ = click(&model, 1, 12)
    #expect(model.list.table.tab == .done)
    _ = click(&model, 1, 17)
    #expect(model.list.table.tab == .done, "the bar between two tabs is none")
    _ = click(&model, 1, 21)
    #expect(model.list.table.tab == .all)
  }

  @Test func `in a scrolled list the click means the row in sight`() {
    var model = listModel((1...100).map { item($0, "Task \($0)") }, keys: "G")
    let title = row(5, of: model)
    _ = click(&model, 5, 20)
    #expect(title.hasSuffix(model.list.selected?.todo.title ?? "none"))
  }

  @Test func `with a sentence below the list too`() {
    var model = listModel((1...100).map { item($0, "Task \($0)") }, keys: "G")
    let news = String(
      repeating: "A sentence that takes more than one row of the screen. ",
      count: 3
    )
    _ = update(&model, .notice(news))
    let title = row(5, of: model)
    _ = click(&model, 5, 20)
    #expect(title.hasSuffix(model.list.selected?.todo.title ?? "none"))
  }

  @Test func `the wheel scrolls what is on top`() {
    var model = listModel((1...100).map { item($0, "Task \($0)") })
    turn(&model, .wheelDown)
    #expect(model.list.cursor == 3)
    turn(&model, .wheelUp)
    turn(&model, .wheelUp)
    #expect(model.list.cursor == 0)
    _ = press(&model, "?")
    turn(&model, .wheelDown)
    guard case .help(let panel) = model.overlay else {
      Issue.record("the help closed")
      return
    }
    #expect(panel.top == 3)
    #expect(model.list.cursor == 0)
  }

  @Test(arguments: ["a x", "e", "E", "/ t", "2 d", ":", "L"])
  func `while something is typed or asked a click means nothing`(_ keys: String) {
    var model = listModel(keys: keys)
    let before = model
    for (row, column) in [(1, 12), (3, 3), (5, 20), (23, 1)] {
      #expect(click(&model, row, column).isEmpty)
    }
    turn(&model, .wheelDown)
    #expect(model == before)
  }

  @Test func `outside of everything, or of a screen that shrank, it means nothing`() {
    var model = listModel(keys: "j")
    for (row, column) in [(0, 3), (15, 3), (23, 3), (9999, 9999), (2, 500)] {
      #expect(click(&model, row, column).isEmpty)
      #expect(model.list.cursor == 1)
    }
  }
}
