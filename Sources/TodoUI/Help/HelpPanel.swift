/// The state of the help overlay.
package struct HelpPanel: Sendable, Equatable {
  /// One line of the overlay.
  enum Line: Equatable {
    case heading(Binding.Section)
    case binding(Binding)
    case space
  }

  /// Where it was opened: its keys come first.
  package let context: Context
  /// The first line shown.
  package var top = 0

  init(context: Context) { self.context = context }

  /// Every section of the key table, those of the context first.
  var lines: [Line] {
    let bindings = KeyTable.bindings
    let here = bindings.filter { $0.contexts.contains(context) }.map(\.section)
    let sections = Binding.Section.allCases.filter { $0 != .everywhere }
    let order =
      sections.filter(here.contains) + [.everywhere] + sections.filter { !here.contains($0) }
    return Array(
      order.map { section in
        [.heading(section)] + bindings.filter { $0.section == section }.map { .binding($0) }
      }
      .joined(separator: [.space])
    )
  }
}
