import TodoKit

/// A time of day as a clock on the wall shows it: `23:59` or `23:59:58`.
package struct TimeOfDay: Equatable, Sendable {
  /// From midnight, 0–86,399.
  package let seconds: Int

  /// Reads two digits each, hours 00–23; nil for anything else.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    var values: [Int] = []
    for part in parts {
      guard part.utf8.count == 2, part.utf8.allSatisfy({ (48...57).contains($0) }),
        let value = Int(part)
      else { return nil }
      values.append(value)
    }
    guard values[0] < 24, values.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    seconds = values[0] * 3600 + values[1] * 60 + (values.count > 2 ? values[2] : 0)
  }

  /// How far the wait for a moment reaches, and how long ago it may have been, in seconds.
  package static let reach = 600

  /// How long to wait for it.
  ///
  /// - Parameter milliseconds: the time of day now, in this machine's zone.
  /// - Returns: milliseconds, 0 when it was less than ten minutes ago; nil when it is farther away
  ///   than that.
  package func wait(at milliseconds: Int) -> Int? {
    let day = 86_400_000
    let ahead = ((seconds * 1000 - milliseconds) % day + day) % day
    if ahead <= TimeOfDay.reach * 1000 { return ahead }
    return day - ahead < TimeOfDay.reach * 1000 ? 0 : nil
  }

  /// Milliseconds since midnight in this machine's zone.
  static func now() -> Int {
    let now = Workspace.now()
    let local = now.milliseconds + Int64(LocalTime.east(at: now)) * 1000
    return Int((local % 86_400_000 + 86_400_000) % 86_400_000)
  }
}
