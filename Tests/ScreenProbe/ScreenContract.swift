package import TerminalKit

/// What every `Screen` must keep; returns a sentence for each broken promise.
///
/// Closes the screen. One list for all conformers: the off-screen one is checked in the test's own
/// process, the ncurses one in this program, on a pseudo-terminal.
package func brokenPromises<S: Screen & ~Copyable>(of screen: inout S) -> [String] {
  var broken: [String] = []
  let size = screen.size
  if size.rows < 1 || size.columns < 1 { broken.append("the size is empty: \(size)") }

  let frame = Frame(size: size)
  frame.canvas.write("日本語 and ASCII", row: 0, column: size.columns - 5)
  screen.present(frame.grid, cursor: Position(row: 0, column: 1))
  screen.present(frame.grid, cursor: nil)
  if screen.size != size { broken.append("presenting changes the size") }

  for (rows, columns) in [(0, 0), (1, 1), (size.rows + 7, size.columns + 7)] {
    let odd = Frame(size: Size(rows: rows, columns: columns))
    odd.canvas.fill(odd.canvas.bounds, with: "x")
    screen.present(odd.grid, cursor: Position(row: rows + 1, column: -1))
  }
  if screen.size != size { broken.append("a frame of another size changes the size") }

  screen.close()
  screen.close()
  screen.present(frame.grid, cursor: nil)
  if screen.size != size { broken.append("closing changes the size") }
  return broken
}
