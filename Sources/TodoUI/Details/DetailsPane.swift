internal import TerminalKit

/// The state of the pane that shows the task under the cursor whole.
package struct DetailsPane: Sendable, Equatable {
  package internal(set) var isOpen = false
  /// The first line shown.
  package var top = 0
}

extension Display {
  /// Where the details of a task find room.
  enum DetailsPlace {
    case beside, below
    /// In place of the list.
    case instead
  }

  var detailsPlace: DetailsPlace {
    if size.columns >= 100 { return .beside }
    return size.rows >= 18 ? .below : .instead
  }
}

extension ListState {
  /// Whether the details stand in place of the list, so that keys scroll them.
  func isReading(on display: Display) -> Bool {
    details.isOpen && selected != nil && display.detailsPlace == .instead
  }
}
