import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `A thousand random keys` {
  private static let names =
    ["Enter", "Esc", "Tab", "S-Tab", "Up", "Down", "Left", "Right", "Home", "End", "PageUp"]
    + ["PageDown", "Backspace", "Delete", "Space", "C-a", "C-c", "C-d", "C-e", "C-j", "C-k", "C-l"]
    + [
      "C-t", "C-u", "C-w", "C-z", "F1", "M-Enter", "j", "k", "g", "G", "a", "A", "x", "e", "E", "d",
    ]
    + [
      "v", "V", "u", "C-r", ".", "N", "J", "K", "o", ":", "M", "P", "1", "2", "7", "0", "s", "c",
      "p",
    ]
    + [
      "y", "n", "/", "[", "]", "R", "L", "?", "q", "t", "h", "Q", "Q", "r", "m", "T", "c", "c", "東",
      "é", "👩‍🔧", "\u{301}",
    ]

  @Test(arguments: 1...8)
  func `and resizes and refreshes leave everything in order`(_ seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed) &* 7919)
    var model = seed % 4 == 0 ? localForm() : listModel(conflictItems())
    var made = 100
    for step in 0..<1000 {
      let message = message(step, &made, &generator)
      let effects = update(&model, message)
      answer(effects, &model, &made)
      guard hold(model) else {
        Issue.record("seed \(seed), step \(step): \(message)")
        return
      }
    }
  }

  private func message(
    _ step: Int,
    _ made: inout Int,
    _ generator: inout SeededGenerator
  ) -> Message {
    switch Int.random(in: 0..<40, using: &generator) {
    case 0:
      let rows = Int.random(in: 1...30, using: &generator)
      return .input(.resized(Size(rows: rows, columns: .random(in: 1...100, using: &generator))))
    case 1:
      made += 1
      return .rows(
        changed: [item(Int.random(in: 0..<20, using: &generator), "Refreshed \(made)")],
        removed: ["key-\(Int.random(in: 20..<40, using: &generator))"]
      )
    case 2: return .input(.paste("pasted\ntext 東京 \u{1B}"))
    case 3: return .status(SyncStatus(phase: step % 2 == 0 ? .offline("No.") : .idle, queued: step))
    case 4 where step % 9 == 0: return .signedOut("Signed out.")
    case 5 where step % 5 == 0: return .clock(moment(minutesAgo: -Int64(step) * 60), east: 0)
    case 7 where step % 5 == 0: return .fields(step % 2 == 0 ? .all : [])
    case 6 where step % 5 == 0: return .mirror(conflictItems())
    default:
      let name = Self.names.randomElement(using: &generator) ?? "Esc"
      return .input(.key(Key(name: name) ?? Key(.escape)))
    }
  }

  /// Plays the shell: what is committed comes back as rows, a sign-in succeeds or fails.
  private func answer(_ effects: [Effect], _ model: inout Model, _ made: inout Int) {
    for effect in effects {
      switch effect {
      case .showQueue:
        _ = update(&model, .queue(Array(sampleQueue.dropFirst(made % 6))))
      case .showConflicts:
        _ = update(&model, .conflicts(made % 3 == 0 ? [wideConflict] : sampleConflicts))
      case .undo(let id, let steps):
        made += 1
        if made % 3 == 0 {
          _ = update(&model, .nothingToUndo(id: id))
          continue
        }
        _ = update(&model, .rows(changed: [item(made, "Back")], removed: ["key-\(made - 3)"]))
        let step = UndoneStep(
          words: "Deleted “Back”",
          steps: min(steps, 4),
          recreated: ["key-\(made)"]
        )
        _ = update(&model, .undone(id: id, step))
      case .redo(let id, _): _ = update(&model, .commitFailed(id: id, sentence: "No."))
      case .resolve(let key, _, _): _ = update(&model, .rows(changed: [], removed: [key]))
      case .commit(let id, _, let changes):
        made += 1
        if made % 4 == 0 {
          _ = update(&model, .commitFailed(id: id, sentence: "No."))
          continue
        }
        var created: [String] = []
        for change in changes {
          switch (change.change, change.key) {
          case (.create(let draft), _):
            made += 1
            created.append("key-\(made)")
            _ = update(&model, .rows(changed: [item(made, draft.title.text, .queued)], removed: []))
          case (.delete, let key?): _ = update(&model, .rows(changed: [], removed: [key]))
          default: break
          }
        }
        _ = update(&model, .committed(id: id, created: created))
      case .run(let id, _):
        _ = update(&model, .commandEnded(id: id, CommandResult(lines: ["one", "two"])))
      case .listProfiles: _ = update(&model, .profiles(["local", "work"]))
      case .signIn, .signUp:
        _ = update(&model, .signedIn(ada, server: "here"))
        _ = update(&model, .mirror(sampleItems))
      default: break
      }
    }
  }

  private func hold(_ model: Model) -> Bool {
    let list = model.list
    let keys = (0..<list.table.visibleCount).compactMap { list.table.visible(at: $0)?.key }
    var holds = true
    func check(_ condition: Bool, _ what: Comment) {
      if condition { return }
      holds = false
      #expect(condition, what)
    }
    check(Set(keys).count == keys.count, "a row stands twice")
    check(
      keys.isEmpty ? list.cursor == 0 : keys.indices.contains(list.cursor),
      "no row at the cursor"
    )
    check(list.top >= 0 && list.top <= list.cursor, "the cursor is above the screen")
    check(list.cursor - list.top < max(1, model.display.size.rows - 3), "the cursor is below it")
    check(list.selection.marked.allSatisfy { list.table.item($0) != nil }, "a mark of no task")
    switch model.overlay {
    case .queue(let panel):
      check(panel.rows.isEmpty || panel.selected != nil, "no change at the cursor")
      check(panel.dropping.map { panel.rows.contains($0) } ?? true, "asked about no change")
    case .conflict(let panel):
      check(panel.card.fields.indices.contains(panel.field), "no field at the cursor")
      check(panel.top >= 0, "scrolled above the first line")
    default: break
    }
    check(list.selection.anchor.map { list.table.item($0) != nil } ?? true, "a range of no task")
    // A frame with a margin: what is painted outside of its window would show there.
    let size = model.display.size
    let frame = Frame(size: Size(rows: size.rows + 2, columns: size.columns + 2))
    frame.canvas.fill(frame.canvas.bounds, with: "#")
    let window = frame.canvas.window(
      Rect(row: 1, column: 1, rows: size.rows, columns: size.columns)
    )
    view(model, window)
    for column in 0..<size.columns + 2 {
      check(frame.grid[0, column].character == "#", "painted above the window")
      check(frame.grid[size.rows + 1, column].character == "#", "painted below the window")
    }
    for row in 0..<size.rows + 2 {
      check(frame.grid[row, 0].character == "#", "painted left of the window")
      check(frame.grid[row, size.columns + 1].character == "#", "painted right of the window")
    }
    let isSmall = size.rows < 5 || size.columns < 20
    check(
      isSmall || KeyTable.writing.contains(model.context) == (frame.cursor != nil),
      "the terminal's cursor is not where text is typed"
    )
    return holds
  }
}
