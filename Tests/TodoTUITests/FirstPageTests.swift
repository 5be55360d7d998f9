import Foundation
import LocalStore
import TerminalKit
import Testing
import TodoKit
import TodoTUI
import TodoUI

/// What the first frame shows before all rows are read.
@Suite(.timeLimit(.minutes(5))) struct `The first page` {
  private static let now = Timestamp(milliseconds: 1_800_000_000_000)
  private static let east = 7200

  private let store: TodoStore

  /// A mirror of 1,300 tasks with 40 unsent changes.
  init() async throws {
    store = try TodoStore(inMemoryFor: "https://todo.example.org")
    var random = Numbers(seed: 7)
    let tasks = (0..<1300).map { SeenTodo(todo: Self.todo($0, &random)) }
    let remote = RemoteTasks(
      list: { _ in .tasks(tasks, etag: nil, number: nil) },
      create: { _, _ throws(RemoteFailure) in throw .notSent(Reason("no")) },
      update: { _, _, _ throws(RemoteFailure) in throw .notSent(Reason("no")) },
      setCompleted: { _, _, _ throws(RemoteFailure) in throw .notSent(Reason("no")) },
      delete: { _, _ throws(RemoteFailure) in throw .notSent(Reason("no")) },
      takesClientChosenIDs: { true }
    )
    let engine = SyncEngine(store: store, remote: remote, now: { Self.now }, report: { _ in })
    try #require(await engine.sync().isListRead)
    for number in 0..<40 {
      let row = RowChange(try change(number, &random), key: "task \(random.below(1300))")
      _ = try store.commit([row], newKey: { "new \(number)" }, at: Self.now)
    }
  }

  /// Few different moments, so that keys decide too, and every kind of due date.
  private static func todo(_ number: Int, _ random: inout Numbers) -> Todo {
    let moment = Timestamp(milliseconds: now.milliseconds - Int64(random.below(400)) * 3_600_000)
    let hours = Int64(random.below(120) - 60)
    let due: DueDate? =
      switch random.below(3) {
      case 0: nil
      case 1: .day(now.day(east: east).adding(days: random.below(5) - 2))
      default: .moment(Timestamp(milliseconds: now.milliseconds + hours * 3_600_000))
      }
    return Todo(
      id: "task \(number)",
      title: "Task \(number)",
      isCompleted: random.below(3) == 0,
      due: due,
      createdAt: moment,
      updatedAt: moment
    )
  }

  private func change(_ number: Int, _ random: inout Numbers) throws -> TodoChange {
    switch number % 4 {
    case 0: .create(TodoDraft(title: try TodoTitle("New \(number)")))
    case 1: .setCompleted(random.below(2) == 0)
    case 2: .delete
    default: .schedule(.day(Self.now.day(east: Self.east)))
    }
  }

  private func start(_ memory: ScreenMemory?, _ size: Size) throws -> Start {
    var start = Start(
      account: Account(id: "1", email: "ada@example.com", name: "Ada"),
      size: size,
      now: Self.now,
      east: Self.east,
      fields: .all,
      memory: memory
    )
    try start.readRows(of: store)
    return start
  }

  private func frame(_ model: Model, _ size: Size) -> Frame {
    let frame = Frame(size: size)
    view(model, frame.canvas)
    return frame
  }

  @Test(arguments: ["open", "done", "all"])
  func `is what all rows show`(_ tab: String) throws {
    let all = try store.items()
    var random = Numbers(seed: 11)
    for round in 0..<60 {
      let size = Size(rows: 5 + random.below(40), columns: 40 + random.below(80))
      let cursor = round == 0 ? nil : all[random.below(all.count)].key
      let memory = ScreenMemory(tab: tab, cursor: cursor, showsDetails: random.below(3) == 0)
      let start = try start(memory, size)
      #expect(start.counts != nil && start.items.count < 400)
      var model = Model(start)
      #expect(model.awaitsRows)
      let first = frame(model, size)
      _ = update(&model, .mirror(all))
      #expect(!model.awaitsRows)
      let second = frame(model, size)
      #expect(first.grid == second.grid, "\(first.grid.text)\n\(second.grid.text)")
      #expect(first.cursor == second.cursor)
      #expect(model.list.selected != nil)
    }
  }

  @Test(arguments: [
    ScreenMemory(filter: "task 1"), ScreenMemory(order: .title), ScreenMemory(tab: "today"),
  ])
  func `is all rows where the store has no such order`(_ memory: ScreenMemory) throws {
    let start = try start(memory, Size(rows: 24, columns: 80))
    #expect(start.counts == nil)
    #expect(try Set(start.items) == Set(store.items()))
  }

  @Test func `is all rows where many changes are unsent`() throws {
    for number in 40..<300 {
      let draft = TodoDraft(title: try TodoTitle("New \(number)"))
      _ = try store.commit(
        [RowChange(.create(draft), key: "new \(number)")],
        newKey: { "" },
        at: Self.now
      )
    }
    let start = try start(nil, Size(rows: 24, columns: 80))
    #expect(start.counts == nil)
    #expect(try Set(start.items) == Set(store.items()))
  }

  @Test func `counts as the prompt's segment does`() throws {
    let start = try start(nil, Size(rows: 24, columns: 80))
    let counts = try store.counts(today: Self.now.day(east: Self.east), east: Self.east)
    #expect(start.counts?.open == counts.open)
    #expect(start.counts?.done == counts.done)
    #expect(start.counts?.overdue == counts.overdue)
    let items = try store.items()
    #expect(items.count { !$0.todo.isCompleted } == counts.open)
  }
}

/// Numbers that are the same in every run (SplitMix64).
private struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
}
