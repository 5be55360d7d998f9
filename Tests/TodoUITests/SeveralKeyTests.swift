import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Counts` {
  @Test(arguments: [
    ("5 j", 5), ("1 2 j", 12), ("1 0 0 0 j", 99), ("5 0 j 3 k", 47), ("4 2 G", 41), ("3 g", 2),
    ("2 C-d", 20), ("5 Esc j", 1), ("0 j", 1),
    ("9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 9 j", 99),
  ])
  func `multiply a movement, or name the row to go to`(_ keys: String, _ cursor: Int) {
    let model = listModel((1...100).map { item($0, "Task \($0)") }, keys: keys)
    #expect(model.list.cursor == cursor)
  }

  @Test func `before an action mean so many tasks from the cursor on, as one step`() {
    var model = listModel(keys: "j")
    let done = press(&model, "3 x")
    #expect(changes(done).map(\.key) == ["key-2", "key-3", "key-4"])
    #expect(done == [.commit(id: 1, action: "Done: 3 tasks", changes(done))])
    #expect(footer(model) == " Done: 3 tasks   u undo")
  }

  @Test func `whose question gets another key than y do nothing, and say so`() {
    var model = listModel(keys: "3 d d")
    #expect(model.list.table.visibleCount == listModel().list.table.visibleCount)
    #expect(footer(model) == " Nothing was deleted.")
    _ = press(&model, "j")
    #expect(footer(model) != " Nothing was deleted.")
  }

  @Test func `more than there are stop at the end`() {
    var model = listModel(keys: "G")
    #expect(changes(press(&model, "7 x")).count == 1)
  }

  @Test func `are taken back by Esc alone`() {
    let model = listModel(keys: "/ t h e Enter 3 Esc")
    #expect(model.pending.isEmpty)
    #expect(model.list.table.search == "the")
  }

  @Test func `are text where text is typed`() {
    let model = listModel(keys: "a 3 j")
    #expect(row(3, of: model) == "   + 3j")
  }
}

@Suite struct `Marks` {
  @Test func `what follows is for all marked, top to bottom, and clears them`() {
    var model = listModel(keys: "j v j v g v")
    #expect(model.list.selection.marked == ["key-1", "key-2", "key-4"])
    #expect(changes(press(&model, "x")).map(\.key) == ["key-1", "key-2", "key-4"])
    #expect(model.list.selection.marked.isEmpty)
  }

  @Test func `a second press takes one off, and Esc all`() {
    var model = listModel(keys: "v k v")
    #expect(model.list.selection.marked.isEmpty)
    _ = press(&model, "v v Esc")
    #expect(model.list.selection.marked.isEmpty)
  }

  @Test func `a range reaches from where it started to the cursor, both ways`() {
    var model = listModel(keys: "j j V k k")
    #expect(model.list.range == 0...2)
    _ = press(&model, "j j j")
    #expect(model.list.range == 2...3)
    #expect(changes(press(&model, "x")).map(\.key) == ["key-3", "key-4"])
    #expect(model.list.range == nil)
  }

  @Test(arguments: [("v k V j j", 3), ("v v v g V", 3), ("v v v k V G", 7), ("V G", 7), ("v", 1)])
  func `are counted, one that is marked and in the range once`(_ keys: String, _ count: Int) {
    #expect(row(1, of: listModel(keys: keys)).hasSuffix(" \(count) marked"))
  }

  @Test func `a range kept by V becomes marks, and another may follow`() {
    var model = listModel(keys: "V j V j j V j V")
    #expect(model.list.selection.marked == ["key-1", "key-2", "key-4", "key-6"])
    _ = press(&model, "d")
    #expect(footer(model) == " Delete 4 tasks?  y yes  n no")
  }

  @Test func `those out of sight stay marked and are left alone`() {
    var model = listModel(keys: "v v / p a p e r Enter")
    #expect(changes(press(&model, "x")).map(\.key) == ["key-7"])
    _ = press(&model, "Esc")
    #expect(model.list.selection.marked.isEmpty, "what was acted on clears the marks")
  }

  @Test func `of a task that is gone is gone`() {
    var model = listModel(keys: "v v j V")
    _ = update(&model, .rows(changed: [], removed: ["key-1", "key-4"]))
    #expect(model.list.selection.marked == ["key-2"])
    #expect(model.list.selection.anchor == nil)
    _ = update(&model, .mirror([item(9, "Other")]))
    #expect(model.list.selection.marked.isEmpty)
  }
}

@Suite struct `Repeating` {
  @Test func `a dot does the last change again, to what is under the cursor now`() {
    var model = listModel(keys: "x j")
    #expect(changes(press(&model, ".")) == [RowChange(.setCompleted(true), key: "key-3")])
    #expect(changes(press(&model, "2 .")).map(\.key) == ["key-4", "key-6"])
    _ = press(&model, "d")
    #expect(changes(press(&model, ".")).map(\.change) == [.delete])
  }

  @Test func `with nothing to repeat it says so`() {
    var model = listModel()
    #expect(press(&model, ".").isEmpty)
    #expect(footer(model) == " There is no change to repeat yet.")
  }
}
