/// Whether two texts differ at most by what servers do to texts without being asked: other forms of the
/// same characters (Unicode's canonical equivalence), white space, and upper or lower case.
func isSameText(_ left: String, _ right: String) -> Bool {
  // Strings compare by canonical equivalence; upper case also unites the final sigma and sharp s.
  plain(left) == plain(right)
}

private func plain(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ").uppercased()
}
