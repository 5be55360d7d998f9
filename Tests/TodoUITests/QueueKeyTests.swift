import TerminalKit
import Testing
import TodoKit
import TodoUI

let sampleQueue: [QueueRow] = [
  queueRow(3, 1, "Draft the release notes", "add", .waiting, "It goes to the server next."),
  queueRow(
    4,
    2,
    "Book the train",
    "title “Book the train”",
    .refused,
    "The server refused this change: title too long."
  ),
  queueRow(
    6,
    3,
    "東京のホテルを予約する 🏨",
    "done",
    .inDoubt,
    "No answer came back: it is looked for on the server before it is sent again."
  ),
  queueRow(2, 4, "Call the dentist", "description", .conflict, "Changed on the server meanwhile."),
  queueRow(1, 5, "Buy oat milk", "done", .sending, "It is being sent."),
]

func queueRow(
  _ number: Int,
  _ sequence: Int64,
  _ title: String,
  _ words: String,
  _ state: QueueRow.State,
  _ sentence: String
) -> QueueRow {
  QueueRow(
    key: "key-\(number)",
    sequence: sequence,
    title: title,
    words: words,
    state: state,
    sentence: sentence,
    askedAt: moment(minutesAgo: sequence)
  )
}

func queueModel(_ rows: [QueueRow] = sampleQueue, size: Size = large, keys: String = "") -> Model {
  var model = listModel(size: size, keys: "Q")
  _ = update(&model, .queue(rows))
  _ = press(&model, keys)
  return model
}

private func panel(_ model: Model) -> QueuePanel? {
  if case .queue(let panel)? = model.overlay { panel } else { nil }
}

@Suite struct `Keys in the queue` {
  @Test func `Q asks for it, and it opens with what needs a person first`() {
    var model = listModel()
    #expect(press(&model, "Q") == [.showQueue])
    #expect(model.overlay == nil)
    _ = update(&model, .queue(sampleQueue))
    #expect(model.context == .queue)
    #expect(panel(model)?.rows.map(\.key) == ["key-2", "key-4", "key-6", "key-1", "key-3"])
  }

  @Test(arguments: ["Esc", "q", "Q", "C-c"])
  func `it closes, and news do not open it again`(_ key: String) {
    var model = queueModel(keys: "j \(key)")
    #expect(model.overlay == nil)
    _ = update(&model, .queue(sampleQueue))
    #expect(model.overlay == nil)
  }

  @Test func `news of rows or of the server renew it, with the cursor on its change`() {
    var model = queueModel(keys: "j j")
    #expect(update(&model, .status(SyncStatus(queued: 3))) == [.showQueue])
    #expect(update(&model, .rows(changed: [], removed: ["key-4"])) == [.showQueue])
    _ = update(&model, .queue(sampleQueue.filter { $0.key != "key-4" }))
    #expect(panel(model)?.selected?.key == "key-6")
    _ = update(&model, .queue([]))
    #expect(picture(model).grid.text.contains("Nothing waits: the server has every change."))
    #expect(press(&model, "r d e c Enter").isEmpty)
  }

  @Test func `r tries again what waits, is in doubt or was refused`() {
    var model = queueModel()
    #expect(press(&model, "r").isEmpty)
    #expect(footer(model) == " It waits for your decision: c opens it.")
    #expect(press(&model, "j r") == [.retry(key: "key-4", sequence: 2)])
    #expect(footer(model) == " Trying again.")
    #expect(press(&model, "j j r").isEmpty)
    #expect(footer(model) == " It is being sent right now.")
    #expect(press(&model, "R") == [.sync])
  }

  @Test func `d drops a change after a yes, and says that nothing brings it back`() {
    var model = queueModel(keys: "j d")
    #expect(model.context == .confirming)
    #expect(row(-2, of: model).contains("It is never sent"))
    #expect((row(-2, of: model) + footer(model)).contains("no undo brings it back."))
    #expect(press(&model, "y") == [.drop(key: "key-4", sequence: 2)])
    #expect(model.context == .queue)
    #expect(press(&model, "d n").isEmpty)
    #expect(press(&model, "d j").isEmpty, "any other key is a no")
    #expect(panel(model)?.selected?.key == "key-4")
    #expect(press(&model, "j j d").isEmpty)
    #expect(footer(model) == " It is being sent right now.")
  }

  @Test func `a question about a change that was sent meanwhile is withdrawn`() {
    var model = queueModel(keys: "G d")
    _ = update(&model, .queue(sampleQueue.filter { $0.key != "key-3" }))
    #expect(model.context == .queue)
    #expect(press(&model, "y").isEmpty)
  }

  @Test func `e edits the task of a change, wherever it is in the list`() {
    var model = queueModel(keys: "j e")
    #expect(model.context == .retitling)
    #expect(model.list.selected?.key == "key-4")
    model = listModel(keys: "Tab / p l a n t s Enter Q")
    _ = update(&model, .queue(sampleQueue))
    _ = press(&model, "j e")
    #expect(model.context == .retitling)
    #expect(model.list.selected?.key == "key-4")
    #expect(picture(model).cursor != nil)
  }

  @Test func `Enter leads to the task, or to the conflict`() {
    var model = queueModel(keys: "G")
    #expect(press(&model, "Enter").isEmpty)
    #expect(model.overlay == nil)
    #expect(model.list.selected?.key == "key-3")
    for key in ["Enter", "c"] {
      model = queueModel()
      #expect(press(&model, key) == [.showConflicts])
    }
    #expect(press(&model, "j c").isEmpty)
    #expect(footer(model) == " This change is in no conflict.")
  }

  @Test func `a change that deletes its task has none to go to`() {
    var model = queueModel([queueRow(90, 9, "Gone", "delete", .waiting, "It goes next.")])
    _ = press(&model, "e")
    #expect(footer(model) == " This task is not in the list: the change deletes it.")
  }

  @Test func `the help comes back to it`() {
    var model = queueModel(keys: "j ?")
    #expect(model.context == .help)
    #expect(press(&model, "Esc") == [.showQueue])
    #expect(panel(model)?.selected?.key == "key-4")
  }
}

private func name(_ state: String, _ size: Size) -> String {
  "\(state)-\(size.columns)x\(size.rows)"
}

@Suite struct `Pictures of unsent changes` {
  @Test(arguments: [large, small, huge])
  func `the queue looks as committed`(_ size: Size) {
    expectPicture(queueModel(size: size, keys: "j"), name("queue", size))
    expectPicture(queueModel(size: size, keys: "j d"), name("queue-drop", size))
    expectPicture(queueModel([], size: size), name("queue-empty", size))
    let many = (1...60).map {
      queueRow($0, Int64($0), "Task number \($0)", "add", .waiting, "It goes to the server next.")
    }
    var model = queueModel(many, size: size, keys: "G k")
    _ = update(&model, .status(SyncStatus(queued: 60, rung: .atLeastOnce)))
    expectPicture(model, name("queue-many", size))
  }

  @Test(arguments: [large, small, huge])
  func `rows show how far their changes are`(_ size: Size) {
    let states: [SyncState] = [
      .synced, .queued, .sending, .failed("The server refused this change: title too long."),
      .conflict("The title was changed here and on the server."),
    ]
    let names = ["Synced", "Queued", "Being sent", "Refused", "In conflict"]
    let items = zip(names, states).enumerated().map { item($0, $1.0, $1.1) }
    let status = SyncStatus(
      phase: .offline("No route."),
      queued: 3,
      failed: 1,
      conflicts: 1,
      offlineSince: moment(minutesAgo: 58)
    )
    var model = listModel(items, status: status, size: size, keys: "G")
    expectPicture(model, name("markers", size))
    var start = listStart(items, status: SyncStatus(queued: 3, conflicts: 1), size: size)
    start.glyphs = .ascii
    model = Model(start)
    expectPicture(model, name("markers-ascii", size))
    _ = update(&model, .status(SyncStatus(lastSync: now, rung: .atLeastOnce)))
    expectPicture(model, name("rung-ascii", size))
  }

  @Test func `twenty columns and five rows are enough for both views`() {
    let smallest = Size(rows: 5, columns: 20)
    expectPicture(queueModel(size: smallest, keys: "j"), "queue-20x5")
    expectPicture(queueModel(size: smallest, keys: "j d"), "queue-drop-20x5")
  }
}
