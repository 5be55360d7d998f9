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
  private let keymap: Keymap
  /// The first line shown.
  package var top = 0
  /// What is looked for; nil without a search.
  package private(set) var search: TextInput?
  /// Whether the search is being typed.
  package internal(set) var isSearching = false

  init(context: Context, keymap: Keymap) {
    self.context = context
    self.keymap = keymap
  }

  mutating func startSearch() {
    search = TextInput()
    isSearching = true
    top = 0
  }

  mutating func endSearch() {
    search = nil
    isSearching = false
    top = 0
  }

  /// Types into the search, and says whether all of it fitted.
  mutating func type(_ text: String) -> Bool {
    top = 0
    return search?.insert(text) ?? true
  }

  mutating func edit(_ edit: TextEdit) {
    search?.perform(edit)
    top = 0
  }

  /// Every section of the key table that has what is looked for, those of the context first.
  var lines: [Line] {
    let words = HelpSearch(search?.text ?? "")
    let bindings = keymap.bindings.filter { !$0.keys.isEmpty && words.match($0) }
    let here = keymap.bindings.filter { $0.contexts.contains(context) }.map(\.section)
    let sections = Binding.Section.allCases.filter { $0 != .everywhere }
    let order =
      sections.filter(here.contains) + [.everywhere] + sections.filter { !here.contains($0) }
    let parts = order.compactMap { section -> [Line]? in
      let mine = bindings.filter { $0.section == section }
      return mine.isEmpty ? nil : [.heading(section)] + mine.map { .binding($0) }
    }
    return Array(parts.joined(separator: [.space]))
  }
}
