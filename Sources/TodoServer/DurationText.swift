/// Reads `90s`, `15m`, `12h`, `7d`; a bare number is seconds.
///
/// - Parameter text: What the user typed.
/// - Returns: The duration, or nil when it is not one, is zero, or exceeds ten years.
package func duration(fromText text: String) -> Duration? {
  let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
  var digits = Substring(text)
  var unit: Int64 = 1
  if let last = text.last, let named = units[last] {
    unit = named
    digits = digits.dropLast()
  }
  guard (1...10).contains(digits.count), digits.allSatisfy({ $0.isASCII && $0.isNumber }),
    let count = Int64(digits), count > 0
  else { return nil }
  let seconds = count * unit
  return seconds <= 3650 * 86_400 ? .seconds(seconds) : nil
}
