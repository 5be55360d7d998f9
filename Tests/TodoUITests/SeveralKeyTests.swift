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
    #expect(done.count == 1)
    #expect(footer(model) == " Done: 3 tasks   u undo")
    #expect(changes(press(&model, "u")).map(\.key) == ["key-4", "key-3", "key-2"])
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

@Suite struct `Undo and redo` {
  @Test func `take back and repeat the last action, newest first`() {
    var model = listModel(keys: "x j d")
    let undone = changes(press(&model, "u"))
    guard case .create(let draft)? = undone.first?.change else {
      Issue.record("no creation")
      return
    }
    #expect(draft.title.text == "Draft the release notes")
    #expect(footer(model) == " Added again, new: Deleted “Draft the release notes”")
    #expect(changes(press(&model, "u")) == [RowChange(.setCompleted(false), key: "key-1")])
    #expect(changes(press(&model, "C-r")) == [RowChange(.setCompleted(true), key: "key-1")])
    #expect(footer(model) == " Again: Done: “Buy oat milk”")
  }

  @Test func `a deleted task comes back whole, and deleting it again means the new row`() {
    var model = richModel(size: large, keys: "d")
    let back = changes(press(&model, "u"))
    guard case .create(let draft)? = back.first?.change else {
      Issue.record("no creation")
      return
    }
    #expect(draft.priority == .high)
    #expect(draft.due == richItems[0].todo.due)
    #expect(draft.tags == ["home"])
    _ = update(&model, .rows(changed: [item(40, "Buy oat milk")], removed: []))
    _ = update(&model, .committed(id: 2, created: ["key-40"]))
    #expect(model.list.selected?.key == "key-40")
    #expect(changes(press(&model, "C-r")) == [RowChange(.delete, key: "key-40")])
  }

  @Test func `what cannot come back is asked about first`() {
    var model = listModel([item(1, "From elsewhere\u{7}")])
    #expect(press(&model, "d").isEmpty)
    #expect(footer(model) == " Delete 1 task?  y yes  n no")
    #expect(changes(press(&model, "y")).count == 1)
    #expect(footer(model) == " Deleted “From elsewhere␇”")
  }

  @Test func `an added task is removed again`() {
    var model = listModel(keys: "a b Enter Esc")
    _ = update(&model, .rows(changed: [item(0, "b")], removed: []))
    _ = update(&model, .committed(id: 1, created: ["key-0"]))
    #expect(changes(press(&model, "u")) == [RowChange(.delete, key: "key-0")])
  }

  @Test func `earlier steps follow a row that came back under another key`() {
    var model = listModel(keys: "x")
    _ = update(&model, .committed(id: 1, created: []))
    _ = press(&model, "Tab g d")
    _ = update(&model, .committed(id: 2, created: []))
    _ = press(&model, "u")
    _ = update(&model, .rows(changed: [item(50, "Buy oat milk", done: true)], removed: []))
    _ = update(&model, .committed(id: 3, created: ["key-50"]))
    #expect(changes(press(&model, "u")) == [RowChange(.setCompleted(false), key: "key-50")])
  }

  @Test func `a new action ends what could be redone`() {
    var model = listModel(keys: "x u j x")
    _ = press(&model, "C-r")
    #expect(footer(model) == " Nothing to redo.")
  }

  @Test func `an action the store refused never happened`() {
    var model = listModel(keys: "x")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    #expect(press(&model, "u").isEmpty)
    #expect(footer(model) == " Nothing to undo.")
  }

  @Test func `an undo the store refused can be tried again`() {
    var model = listModel(keys: "x u")
    _ = update(&model, .commitFailed(id: 2, sentence: "The disk is full."))
    #expect(changes(press(&model, "u")) == [RowChange(.setCompleted(false), key: "key-1")])
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
