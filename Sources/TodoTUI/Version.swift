/// The program's version, as `--version` and `User-Agent` tell it.
let programVersion = "0.1.0"

/// Whether `left` was released before `right`; both `major.minor.patch`, text that is not is older.
///
/// - Parameters:
///   - left: one version.
///   - right: another.
/// - Returns: true when `left` comes strictly before `right`.
package func isOlder(_ left: String, than right: String) -> Bool {
  func numbers(_ text: String) -> [Int] { text.split(separator: ".").map { Int($0) ?? -1 } }
  return numbers(left).lexicographicallyPrecedes(numbers(right))
}
