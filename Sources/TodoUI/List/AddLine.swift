internal import TodoKit

/// A new task being typed.
package struct AddLine: Sendable, Equatable {
  package var input = TextInput()
  /// Whether the line stands above all rows, not below the one under the cursor.
  package let isAtTop: Bool

  init(isAtTop: Bool) { self.isAtTop = isAtTop }
}

/// A line of a paste, as it counts from the paste's first one.
package struct PastedLine: Sendable, Equatable {
  package let number: Int
  package let text: String
}

extension ListState {
  /// What a typed line says: a draft, or why it is none.
  static func draft(
    _ typed: String,
    _ fields: TaskFields,
    _ display: Display
  ) throws(TodoTextError) -> TodoDraft {
    let line = QuickAdd(typed, today: display.day.today, fields: fields)
    return TodoDraft(
      title: try TodoTitle(line.title),
      priority: line.priority,
      due: line.due,
      tags: line.tags
    )
  }

  /// The lines of a paste that are worth a task each.
  static func lines(of pasted: String) -> [PastedLine] {
    pasted.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { PastedLine(number: $0 + 1, text: String($1)) }
      .filter { !$0.text.allSatisfy(\.isWhitespace) }
  }

  /// The most tasks that one paste makes.
  static let pasteLimit = 500

  mutating func add(
    lines: [PastedLine],
    _ display: Display,
    _ notice: inout Notice?
  ) -> [Effect] {
    var drafts: [TodoDraft] = []
    for line in lines {
      do throws(TodoTextError) {
        drafts.append(try ListState.draft(line.text, fields, display))
      } catch {
        notice = .failure("Line \(line.number): \(error.sentence("title")) Nothing was added.")
        return []
      }
    }
    notice = .undoable("Added \(drafts.count) tasks")
    return carryOut(
      drafts.reversed().map { RowChange(.create($0), key: nil) },
      "Added \(drafts.count) tasks",
      typed: .pastedLines(lines)
    )
  }
}
