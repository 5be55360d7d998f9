package import TerminalKit
package import TodoKit

/// What every screen needs to know of the terminal, the time and the person's taste.
package struct Display: Sendable, Equatable {
  package var size: Size
  package var now: Timestamp
  /// Seconds east of UTC.
  package var east: Int
  package var glyphs: Glyphs
  package var theme: Theme
  package var keymap: Keymap
  /// Whether the person has an editor of their own.
  package var hasEditor: Bool

  init(_ start: Start) {
    size = start.size
    now = start.now
    east = start.east
    glyphs = start.glyphs
    theme = start.theme
    keymap = start.keymap
    hasEditor = start.hasEditor
  }

  /// The smallest screen that is painted; below it, a sentence asks for more.
  package static let smallest = Size(rows: 5, columns: 20)

  /// Today, where the person is.
  package var day: LocalDay { LocalDay(today: now.day(east: east), east: east) }

  /// The part of the screen between the header and a footer of one row.
  var bodySize: Size { Size(rows: max(1, size.rows - 2), columns: size.columns) }

  /// The first key of an action, as a sentence names it.
  func key(_ action: Action, in context: Context) -> String {
    keymap.label(of: action, in: context, glyphs)
  }
}
