import TerminalKit
import TodoKit
import TodoUI

/// 2026-11-21 07:00 UTC, when every test takes place.
let now = Timestamp(milliseconds: 1_795_244_400_000)

func moment(minutesAgo minutes: Int64) -> Timestamp {
  Timestamp(milliseconds: now.milliseconds - minutes * 60_000)
}

/// A row of the mirror; the number is its age in minutes, so that rows stand in the order of numbers.
func item(
  _ number: Int,
  _ title: String,
  description: String? = nil,
  done: Bool = false,
  priority: Priority? = nil,
  due: String? = nil,
  tags: [String] = [],
  _ state: SyncState = .synced
) -> TodoItem {
  let created = moment(minutesAgo: Int64(number))
  return TodoItem(
    key: "key-\(number)",
    todo: Todo(
      id: "key-\(number)",
      title: title,
      description: description,
      isCompleted: done,
      priority: priority,
      due: due.flatMap { CalendarDay(iso8601: $0) }.map { .day($0) },
      tags: tags,
      createdAt: created,
      updatedAt: created
    ),
    state: state
  )
}

let ada = Account(id: "1", email: "ada@example.com", name: "Ada")

let sampleItems: [TodoItem] = [
  item(1, "Buy oat milk"),
  item(2, "Call the dentist", description: "Ask for a morning.\n\nBring the old X-ray."),
  item(3, "Draft the release notes", .queued),
  item(4, "Book the train", .failed("The server refused this change: title too long.")),
  item(5, "Water the plants", done: true),
  item(6, "東京のホテルを予約する 🏨"),
  item(7, "Read the paper on conflict-free replicated data types that Marc sent around last week"),
  item(8, "Pay the electricity bill", done: true),
  item(9, "Fix the cafe\u{301} door 👩‍🔧 and the hinge"),
]

let large = Size(rows: 24, columns: 80)
let small = Size(rows: 12, columns: 40)
let huge = Size(rows: 50, columns: 200)

func listStart(
  _ items: [TodoItem] = sampleItems,
  status: SyncStatus = SyncStatus(
    lastSync: Timestamp(milliseconds: now.milliseconds - 12_000)
  ),
  size: Size = large
) -> Start {
  Start(
    profile: "work",
    server: "todo.example.org",
    isLocal: false,
    account: ada,
    items: items,
    status: status,
    size: size,
    now: now,
    memory: ScreenMemory(knowsHelp: true)
  )
}

func listModel(
  _ items: [TodoItem] = sampleItems,
  status: SyncStatus = listStart().status,
  size: Size = large,
  keys: String = ""
) -> Model {
  var model = Model(listStart(items, status: status, size: size))
  _ = press(&model, keys)
  return model
}

/// The form of the local profile, where no account is known unless said.
func localForm(knowsAccount: Bool = false, size: Size = large) -> Model {
  Model(
    Start(
      suggestedName: "ada",
      suggestedEmail: "ada@laptop.local",
      size: size,
      now: now,
      knowsAccount: knowsAccount
    )
  )
}

func remoteForm(server: String = "todo.example.org", email: String = "") -> Model {
  Model(
    Start(
      profile: "work",
      server: server,
      isLocal: false,
      suggestedEmail: email,
      size: large,
      now: now
    )
  )
}

/// Presses keys given by name, separated by blanks: `a j Enter C-d Space`.
func press(_ model: inout Model, _ keys: String) -> [Effect] {
  keys.split(separator: " ").flatMap { name -> [Effect] in
    guard let key = Key(name: String(name)) else { return [.redraw, .redraw] }
    return update(&model, .input(.key(key)))
  }
}

/// Types text, one key a character.
@discardableResult
func type(_ model: inout Model, _ text: String) -> [Effect] {
  text.flatMap { update(&model, .input(.key(Key($0)))) }
}

/// The picture of a model, as a frame.
func picture(_ model: Model) -> Frame {
  let frame = Frame(size: model.display.size)
  view(model, frame.canvas)
  return frame
}

/// One row of the picture, without the blanks at its end; rows below zero count from the bottom.
func row(_ row: Int, of model: Model) -> String {
  let grid = picture(model).grid
  return grid.rowText(row < 0 ? grid.size.rows + row : row)
}

func footer(_ model: Model) -> String { row(-1, of: model) }

/// What of some effects is to be saved.
func changes(_ effects: [Effect]) -> [RowChange] {
  effects.flatMap { effect -> [RowChange] in
    if case .commit(_, _, let changes) = effect { changes } else { [] }
  }
}

/// A typed value, for expectations about effects.
func title(_ text: String) throws -> TodoTitle { try TodoTitle(text) }
