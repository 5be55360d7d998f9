package import TodoUI

/// The key table as plain text for 80 columns: what `?` shows, for a pager or a printer.
package struct KeyTableText {
  private let keymap: Keymap

  /// - Parameter keymap: the keys in force.
  package init(_ keymap: Keymap) { self.keymap = keymap }

  /// A heading for each section, its bindings below, a blank line between sections.
  package var lines: [String] {
    var lines: [String] = []
    for section in Binding.Section.allCases {
      let bindings = keymap.bindings.filter { $0.section == section && !$0.keys.isEmpty }
      if bindings.isEmpty { continue }
      if !lines.isEmpty { lines.append("") }
      lines.append(section.rawValue)
      for binding in bindings { lines.append(KeyTableText.line(binding)) }
    }
    return lines
  }

  /// As many keys as fit into their column; the first is the one to learn.
  private static func line(_ binding: Binding) -> String {
    var keys = ""
    for key in binding.keys.map({ $0.label(.ascii) }) {
      let longer = keys.isEmpty ? key : keys + "  " + key
      if longer.count > 22, !keys.isEmpty { break }
      keys = longer
    }
    let padding = String(repeating: " ", count: max(2, 24 - keys.count))
    return "  " + keys + padding + binding.help
  }
}
