import Glibc
import TerminalKit

/// Writes a line to standard error, whole, whatever its length.
func say(_ line: String) {
  var rest = Array((line + "\n").utf8)[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { bytes in
      unsafe write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
    guard count > 0 else { return }
    rest = rest.dropFirst(count)
  }
}

/// One line a cell: row, column, width, scalars, foreground, background, attributes, certain.
func describe(_ grid: Grid) -> String {
  var lines: [String] = []
  for row in 0..<grid.size.rows {
    for column in 0..<grid.size.columns {
      let cell = grid[row, column]
      let scalars = cell.character.unicodeScalars.map { String($0.value, radix: 16) }
      let fields = [
        "cell", "\(row)", "\(column)", "\(cell.width)", scalars.joined(separator: ","),
        describe(cell.style.foreground), describe(cell.style.background),
        "\(cell.style.attributes.rawValue)", TextWidth.isCertain(cell.character) ? "1" : "0",
      ]
      lines.append(fields.joined(separator: " "))
    }
  }
  return lines.joined(separator: "\n")
}

/// One line a run of ASCII cells of one style, and a line a cell beyond ASCII.
///
/// Row, column, width, foreground, background, attributes, certain, text; blank cells and right halves
/// are left out.
func describeRuns(_ grid: Grid) -> String {
  var lines = ""
  for row in 0..<grid.size.rows {
    var run: (end: Int, style: Style)?
    for column in 0..<grid.size.columns {
      let cell = grid[row, column]
      if cell == .blank || cell.width == 0 { continue }
      let isASCII = cell.character.isASCII
      if !isASCII || run?.end != column || run?.style != cell.style {
        let certain = TextWidth.isCertain(cell.character) ? "1" : "0"
        let colors = "\(describe(cell.style.foreground)) \(describe(cell.style.background))"
        if !lines.isEmpty { lines += "\n" }
        lines += "run \(row) \(column) \(cell.width) \(colors) "
        lines += "\(cell.style.attributes.rawValue) \(certain) "
      }
      lines.append(cell.character)
      run = isASCII ? (column + 1, cell.style) : nil
    }
  }
  return lines.isEmpty ? "" : lines + "\n"
}

func describe(_ size: Size) -> String { "\(size.rows)x\(size.columns)" }

private func describe(_ color: Color) -> String {
  switch color {
  case .standard: "-1"
  case .palette(let index): "\(index)"
  }
}

/// Where the signal handler writes; fixed, because a handler can hold no state.
private let bell: Int32 = 9

/// A descriptor that becomes readable when the window's size changes.
func watchWindow() -> Int32 {
  var ends: [Int32] = [-1, -1]
  guard unsafe pipe(&ends) == 0 else { return -1 }
  dup2(ends[1], bell)
  signal(SIGWINCH) { _ in
    var byte: UInt8 = 0
    _ = unsafe write(9, &byte, 1)
  }
  return ends[0]
}

/// Waits without a time limit: false when the window changed, true when there is input.
func waitForInput(on descriptor: Int32, window: Int32) -> Bool {
  var entries = [descriptor, window].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  while unsafe poll(&entries, nfds_t(entries.count), -1) < 0 {}
  guard entries[1].revents != 0 else { return true }
  var byte: UInt8 = 0
  _ = unsafe read(window, &byte, 1)
  return false
}
