internal import TerminalKit

/// Where the parts of the list stand; painting and the mouse look here, so that they agree.
struct ListLayout {
  let tabs: Rect
  /// Empty while the details stand in the list's place.
  let rows: Rect
  let details: Rect?

  /// - Parameters:
  ///   - list: what is shown.
  ///   - body: the screen without header and footer.
  ///   - display: decides where the details go.
  init(_ list: ListState, _ body: Rect, _ display: Display) {
    let (tabs, rest) = body.split(top: 1)
    guard list.details.isOpen, list.selected != nil else {
      (self.tabs, rows, details) = (tabs, rest, nil)
      return
    }
    switch display.detailsPlace {
    case .beside:
      let (left, right) = rest.split(right: min(80, rest.columns * 9 / 20))
      (self.tabs, rows, details) = (tabs, left, right)
    case .below:
      let (above, below) = rest.split(bottom: max(6, rest.rows * 2 / 5))
      (self.tabs, rows, details) = (tabs, above, below)
    case .instead where list.isTyping:
      (self.tabs, rows, details) = (tabs, rest, nil)
    case .instead:
      (self.tabs, rows, details) = (body.split(top: 0).top, body.split(top: 0).top, body)
    }
  }
}

extension ListState {
  /// How many tasks a screen has room for.
  func rowsShown(on display: Display) -> Int {
    let rows = ListLayout(self, Rect(display.bodySize), display).rows.rows
    return max(1, rows - (typedLine == nil ? 0 : 1))
  }

  /// The first row on screen: a footer of several lines takes some that the scrolling counted on.
  func firstRow(shown room: Int) -> Int { max(top, cursor - room + 1) }

  /// Whether a line of the list is being typed.
  var isTyping: Bool {
    switch mode {
    case .adding, .retitling, .filtering: true
    case .browsing, .describing, .confirming: false
    }
  }

  /// A line being typed that has no row of its own, and whether it stands above all rows.
  var typedLine: (input: TextInput, isAtTop: Bool)? {
    switch mode {
    case .adding(let line): (line.input, line.isAtTop)
    case .retitling(let key, let input) where table.index(of: key) == nil: (input, true)
    default: nil
    }
  }
}
