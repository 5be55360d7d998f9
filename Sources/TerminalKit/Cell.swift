/// What one place of the screen shows.
package struct Cell: Hashable, Sendable {
  /// A grapheme; a blank in the right half of a wide one.
  package let character: Character
  /// Columns taken: 1 or 2, and 0 for the right half of a wide character.
  package let width: UInt8
  package let style: Style

  package static let blank = Cell(" ")

  package init(_ character: Character, style: Style = .plain) {
    let columns = TextWidth.columns(of: character)
    self.character = columns == 0 ? " " : character
    self.width = columns == 2 ? 2 : 1
    self.style = style
  }

  /// A cell as a grid has kept it.
  init(kept character: Character, width: UInt8, style: Style) {
    self.character = character
    self.width = width
    self.style = style
  }
}
