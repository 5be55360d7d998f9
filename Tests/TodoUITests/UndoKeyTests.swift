import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Undo and redo` {
  @Test(arguments: [
    ("x", "Done: “Buy oat milk”"), ("d", "Deleted “Buy oat milk”"),
    ("e C-u Z Enter", "Changed “Buy oat milk”"),
    ("E Z Enter", "Changed the description of “Buy oat milk”"), ("a b Enter", "Added “b”"),
    ("2 x", "Done: 2 tasks"), ("Tab x", "Open again: “Water the plants”"),
  ])
  func `every action carries its words to the log`(_ keys: String, _ words: String) {
    var model = listModel()
    let actions = press(&model, keys).compactMap { effect -> String? in
      if case .commit(_, let action, _) = effect { action } else { nil }
    }
    #expect(actions == [words])
  }

  @Test func `u and ^R ask the log, and change nothing by themselves`() {
    var model = listModel(keys: "x")
    let before = model.list.table
    #expect(press(&model, "u") == [.undo(id: 2, steps: 1)])
    #expect(press(&model, "C-r") == [.redo(id: 3, steps: 1)])
    #expect(model.list.table == before)
  }

  @Test func `a count takes so many steps, as one`() {
    var model = listModel()
    #expect(press(&model, "2 u") == [.undo(id: 1, steps: 2)])
    _ = update(&model, .undone(id: 1, UndoneStep(words: "Done: “a”", steps: 2, rows: 2)))
    #expect(footer(model) == " Took back: 2 actions, back to done “a”   ^R redo")
    #expect(press(&model, "1 2 C-r") == [.redo(id: 2, steps: 12)])
    _ = update(&model, .undone(id: 2, UndoneStep(words: "Done: “b”", steps: 2, rows: 2)))
    #expect(
      footer(model) == " Again: 2 actions, up to done “b”; there was no more to redo   u undo"
    )
    #expect(press(&model, "u") == [.undo(id: 3, steps: 1)], "a count is for one key")
  }

  @Test(arguments: [
    (UndoneStep(words: "Done: “Buy milk”"), "Took back: done “Buy milk”", "Again: done “Buy milk”"),
    (
      UndoneStep(words: "Open again: “a: b”"),
      "Took back: open again “a: b”", "Again: open again “a: b”"
    ),
    (
      UndoneStep(words: "Deleted “X”", recreated: ["new"]),
      "Took back: deleted “X”; the server gets it again",
      "Again: deleted “X”; the server gets it again"
    ),
    (
      UndoneStep(words: "Done: 3 tasks", rows: 2, skipped: 1),
      "Took back: done 3 tasks; 1 task left as it is: gone, or changed elsewhere since",
      "Again: done 3 tasks; 1 task left as it is: gone, or changed elsewhere since"
    ),
    (
      UndoneStep(words: "Done: 2 tasks", rows: 0, skipped: 2),
      "Not taken back: done 2 tasks; 2 tasks left as they are: gone, or changed elsewhere "
        + "since",
      "Not done again: done 2 tasks; 2 tasks left as they are: gone, or changed elsewhere "
        + "since"
    ),
  ])
  func `what came of it is one sentence`(_ step: UndoneStep, _ back: String, _ again: String) {
    #expect(step.sentence(isRedo: false) == back)
    #expect(step.sentence(isRedo: true) == again)
  }

  @Test func `the answer says what was taken back, and which key does it again`() {
    var model = listModel(keys: "x u")
    _ = update(&model, .undone(id: 2, UndoneStep(words: "Done: “Buy oat milk”")))
    #expect(footer(model) == " Took back: done “Buy oat milk”   ^R redo")
    _ = press(&model, "C-r")
    _ = update(&model, .undone(id: 3, UndoneStep(words: "Done: “Buy oat milk”")))
    #expect(footer(model) == " Again: done “Buy oat milk”   u undo")
  }

  @Test func `a task that comes back is under the cursor`() {
    var model = listModel(keys: "d j j u")
    _ = update(&model, .rows(changed: [item(40, "Buy oat milk", .queued)], removed: []))
    let step = UndoneStep(words: "Deleted “Buy oat milk”", recreated: ["key-40"])
    _ = update(&model, .undone(id: 2, step))
    #expect(model.list.selected?.key == "key-40")
  }

  @Test func `an empty log says so, each way`() {
    var model = listModel(keys: "u")
    _ = update(&model, .nothingToUndo(id: 1))
    #expect(footer(model) == " Nothing to undo.")
    _ = press(&model, "C-r")
    _ = update(&model, .nothingToUndo(id: 2))
    #expect(footer(model) == " Nothing to redo.")
    _ = press(&model, "j")
    _ = update(&model, .nothingToUndo(id: 2))
    #expect(model.notice == nil, "an answer counts once")
  }

  @Test func `an undo that could not be saved says why`() {
    var model = listModel(keys: "x u")
    _ = update(&model, .commitFailed(id: 2, sentence: "The disk is full."))
    #expect(footer(model) == " The disk is full.")
    #expect(press(&model, "u") == [.undo(id: 3, steps: 1)])
  }

  @Test func `what cannot come back is asked about first`() {
    var model = listModel([item(1, "From elsewhere\u{7}")])
    #expect(press(&model, "d").isEmpty)
    #expect(footer(model) == " Delete 1 task?  y yes  n no")
    #expect(changes(press(&model, "y")).count == 1)
    #expect(footer(model) == " Deleted “From elsewhere␇”")
  }
}

@Suite struct `A key behind news of the task under the cursor` {
  private func done(_ number: Int, _ title: String) -> Message {
    .rows(changed: [item(number, title, done: true)], removed: [])
  }

  @Test(arguments: ["x", "d", "e", "E", "y", "o", "2 x"])
  func `does nothing to another task, and says why`(_ keys: String) {
    var model = listModel(keys: "j")
    _ = update(&model, .rows(changed: [], removed: ["key-2"]))
    #expect(footer(model) == " “Call the dentist” is gone: it was deleted meanwhile.")
    #expect(press(&model, keys).isEmpty)
    #expect(model.list.mode == .browsing)
    #expect(row(-2, of: model).hasPrefix(" “Call the dentist” is gone"))
    #expect(footer(model).hasSuffix("under the cursor now."))
    #expect(!press(&model, "x").isEmpty, "a second key is meant as it is")
  }

  @Test func `is for the task it was typed for as long as that is in the list`() {
    var model = listModel(keys: "j")
    let newer = (-5...0).map { item($0, "New \($0)") }
    _ = update(&model, .rows(changed: newer, removed: ["key-1", "key-3"]))
    #expect(changes(press(&model, "x")).map(\.key) == ["key-2"])
  }

  @Test(arguments: ["j x", "k x", "g x", "Esc x", "v x"])
  func `is for the row under the cursor when another key came between`(_ keys: String) {
    var model = listModel(keys: "j")
    _ = update(&model, done(2, "Call the dentist"))
    #expect(footer(model) == " “Call the dentist” was completed meanwhile.")
    #expect(changes(press(&model, keys)).count == 1)
  }

  @Test func `is for the row under the cursor once there was time to see it`() {
    var model = listModel(keys: "j")
    _ = update(&model, done(2, "Call the dentist"))
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 2001), east: 0))
    #expect(changes(press(&model, "x")).map(\.key) == ["key-3"])
  }

  @Test func `is for the next row after one's own change`() {
    var model = listModel(keys: "j x")
    _ = update(&model, done(2, "Call the dentist"))
    _ = update(&model, .committed(id: 1, created: []))
    #expect(changes(press(&model, "x")).map(\.key) == ["key-3"])
    model = listModel(keys: "j u")
    _ = update(&model, .rows(changed: [], removed: ["key-2"]))
    _ = update(&model, .undone(id: 1, UndoneStep(words: "Added “Call the dentist”")))
    #expect(changes(press(&model, "x")).map(\.key) == ["key-3"])
  }

  @Test func `means marked tasks where there are marks`() {
    var model = listModel(keys: "v j j")
    _ = update(&model, .rows(changed: [], removed: ["key-4"]))
    #expect(changes(press(&model, "x")).map(\.key) == ["key-1"])
  }

  @Test func `holds for a whole mirror too, and for details in place of the list`() {
    var model = listModel(size: small, keys: "Enter")
    _ = update(&model, .mirror(Array(sampleItems.dropFirst())))
    #expect(press(&model, "x").isEmpty)
    #expect(changes(press(&model, "x")).map(\.key) == ["key-2"])
  }
}
