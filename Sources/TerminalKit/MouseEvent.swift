/// What the left mouse button or the wheel did over a cell.
package struct MouseEvent: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// The left button went down, with no key held.
    case press
    /// The wheel turned by one notch.
    case wheelUp, wheelDown
  }

  package var kind: Kind
  /// The cell under the pointer; never negative, but a window that shrank may have left it behind.
  package var position: Position

  package init(_ kind: Kind, at position: Position) {
    self.kind = kind
    self.position = position
  }
}
