/// Where finished frames go, and how large it is.
package protocol Screen: ~Copyable {
  var size: Size { get }

  /// Shows a frame; a grid of another size than `size` is shown as far as it fits.
  mutating func present(_ grid: Grid, cursor: Position?)

  /// Gives the screen back. Calling it again does nothing, and neither does `present` after it.
  mutating func close()
}

/// A screen nobody sees: it keeps the last frame.
package struct OffscreenScreen: Screen, ~Copyable {
  package var size: Size
  package private(set) var grid: Grid
  package private(set) var cursor: Position?
  /// How many frames were presented.
  package private(set) var frames = 0
  package private(set) var isClosed = false

  package init(size: Size) {
    self.size = size
    self.grid = Grid(size: size)
  }

  package mutating func present(_ grid: Grid, cursor: Position?) {
    guard !isClosed else { return }
    self.grid = grid
    self.cursor = cursor
    frames += 1
  }

  package mutating func close() {
    isClosed = true
  }
}
