import TodoUI

extension Output {
  /// The longest address of a link; VTE takes none of more than 2083 bytes.
  private static let longestLink = 2083

  /// One line of plain data, its web addresses as links where a terminal takes them.
  func linkedLine(_ text: String) { raw(linked(text) + "\n") }

  /// Text made harmless, with OSC 8 around its web addresses (the convention of VTE and iTerm2).
  ///
  /// What is shown stays the same; an address is printable ASCII, so it cannot end the sequence.
  func linked(_ text: String) -> String {
    let shown = harmless(text)
    guard isStyled, sink == nil else { return shown }
    var linked = ""
    var rest = shown[...]
    for place in Link.places(in: shown) where place.utf8.count <= Output.longestLink {
      linked += rest[..<place.startIndex]
      linked += "\u{1B}]8;;\(place)\u{1B}\\\(place)\u{1B}]8;;\u{1B}\\"
      rest = rest[place.endIndex...]
    }
    return linked + rest
  }
}
