/// Durations as people write them: `90s`, `15m`, `12h`, `7d`; a bare number is seconds.
extension Duration {
  package init?(text: String) {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let last = text.last else { return nil }
    let factor = units[last]
    let digits = factor == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.utf8.count <= 9,
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let count = Int64(digits)
    else { return nil }
    self = .seconds(count * (factor ?? 1))
  }
}
