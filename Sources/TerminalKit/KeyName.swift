extension Key {
  private static let named: [(String, Code)] = [
    ("Enter", .enter), ("Tab", .tab), ("Backspace", .backspace), ("Delete", .delete),
    ("Esc", .escape), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("Home", .home), ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown),
    ("Insert", .insert), ("Space", .character(" ")),
  ]

  private static let prefixes: [(String, Modifiers)] = [
    ("C-", .control), ("M-", .alt), ("S-", .shift),
  ]

  /// The key of a name such as `a`, `Enter`, `Space`, `S-Tab`, `C-d`, `M-Left`, `F5`.
  ///
  /// Prefixes in any order, each once: `C-` control, `M-` alt, `S-` shift. Names are exact. A letter
  /// with shift is its capital, so `S-a` is refused; with control it is lower case, so `C-D` is too.
  package init?(name: String) {
    var rest = Substring(name)
    var modifiers: Modifiers = []
    scan: while rest.count > 2 {
      for (prefix, modifier) in Key.prefixes where rest.hasPrefix(prefix) {
        guard !modifiers.contains(modifier) else { return nil }
        modifiers.insert(modifier)
        rest = rest.dropFirst(2)
        continue scan
      }
      break
    }
    guard let code = Key.code(of: rest) else { return nil }
    if case .character(let character) = code {
      guard !modifiers.contains(.shift) else { return nil }
      if modifiers.contains(.control), character.lowercased() != String(character) { return nil }
    }
    self.init(code, modifiers)
  }

  /// The name `init(name:)` reads back.
  package var name: String {
    var text = ""
    for (prefix, modifier) in Key.prefixes where modifiers.contains(modifier) { text += prefix }
    switch code {
    case .function(let number): return text + "F\(number)"
    case .character(let character) where character != " ": return text + String(character)
    default: return text + (Key.named.first { $0.1 == code }?.0 ?? "")
    }
  }

  private static func code(of name: Substring) -> Code? {
    if name.count == 1, let character = name.first, character != " " {
      return .character(character)
    }
    if name.first == "F", let number = Int(name.dropFirst()), (1...24).contains(number),
      name == "F\(number)"
    {
      return .function(number)
    }
    return named.first { $0.0 == name }?.1
  }
}
