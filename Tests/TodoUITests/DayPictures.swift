import TerminalKit
import Testing
import TodoKit
import TodoUI

/// Tasks with everything a backend may keep.
let richItems: [TodoItem] = [
  item(1, "Buy oat milk", priority: .high, due: "2026-11-27", tags: ["home"]),
  item(2, "Call the dentist", description: "Ask for a morning.", due: "2026-11-19"),
  item(3, "Draft the release notes", due: "2026-11-21", tags: ["work", "writing"], .queued),
  item(4, "Book the train", priority: .low, due: "2027-01-05", tags: ["travel"]),
  item(5, "Water the plants", done: true, due: "2026-11-20", tags: ["home"]),
  item(6, "東京のホテルを予約する 🏨", priority: .medium, due: "2026-11-22", tags: ["旅行"]),
  item(
    7,
    "Read https://example.org/crdt, the paper on conflict-free replicated data types",
    priority: .high,
    due: "2026-12-12",
    tags: ["reading", "a-rather-long-tag-that-takes-room", "third"]
  ),
  item(8, "שלום עולם", tags: ["rtl"]),
]

func richModel(size: Size, keys: String = "") -> Model {
  var start = listStart(richItems, size: size)
  start.fields = .all
  start.views = [SavedView(name: "Home", search: "#home", order: .due)]
  var model = Model(start)
  _ = press(&model, keys)
  return model
}

private func name(_ state: String, _ size: Size) -> String {
  "\(state)-\(size.columns)x\(size.rows)"
}

@Suite struct `Pictures of a whole day` {
  @Test(arguments: [large, small, huge])
  func `priorities, tags and due dates stand at the right`(_ size: Size) {
    expectPicture(richModel(size: size), name("day", size))
    expectPicture(richModel(size: size, keys: "Tab Tab s d"), name("day-by-due", size))
    expectPicture(richModel(size: size, keys: "Tab Tab Tab Tab"), name("day-overdue", size))
    expectPicture(richModel(size: size, keys: "S-Tab"), name("day-view", size))
  }

  @Test(arguments: [large, small, huge])
  func `details stand beside or below the list, or in its place`(_ size: Size) {
    expectPicture(richModel(size: size, keys: "j j Enter"), name("day-details", size))
  }

  @Test(arguments: [large, small, huge])
  func `marked rows are counted`(_ size: Size) {
    expectPicture(richModel(size: size, keys: "v j v"), name("marks", size))
    expectPicture(richModel(size: size, keys: "j V j j"), name("marks-range", size))
    expectPicture(richModel(size: size, keys: "V j j x"), name("marks-done", size))
  }

  @Test(arguments: [large, small, huge])
  func `keys that wait for more say what may follow`(_ size: Size) {
    expectPicture(richModel(size: size, keys: "s"), name("pending-sort", size))
    expectPicture(richModel(size: size, keys: "1 2"), name("pending-count", size))
  }

  @Test(arguments: [large, small, huge])
  func `a new line shows how it is understood`(_ size: Size) {
    var model = richModel(size: size, keys: "j a")
    expectPicture(model, name("quick-add-empty", size))
    type(&model, "Buy bread !high #home #food due:fri")
    expectPicture(model, name("quick-add", size))
    _ = update(&model, .fields(.tags))
    expectPicture(model, name("quick-add-unsupported", size))
    expectPicture(richModel(size: size, keys: "e"), name("quick-edit", size))
  }

  @Test(arguments: [large, small, huge])
  func `several pasted lines are offered as tasks`(_ size: Size) {
    var model = richModel(size: size)
    _ = update(&model, .input(.paste("Bread\nButter\n\nA rather long line that goes on and on\n")))
    expectPicture(model, name("paste-lines", size))
  }

  @Test(arguments: [large, small, huge])
  func `the very first run says where the help is`(_ size: Size) {
    var start = listStart(size: size)
    start.memory = nil
    expectPicture(Model(start), name("first-run", size))
  }
}
