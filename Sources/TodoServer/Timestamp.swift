internal import Foundation

/// A moment in milliseconds since 1970, as Better Auth writes it (contract/better-auth 2.0).
package struct Timestamp: Sendable, Hashable, Comparable {
  package let milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The years 1 to 9999, which have four digits.
  static let writable: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

  /// The wall clock's present moment.
  package static func now() -> Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Whole seconds since 1970, as a JWT's `iat` and `exp` have them.
  package var seconds: Int64 { milliseconds.floorDivided(by: 1000) }

  package func advanced(by duration: Duration) -> Timestamp {
    Timestamp(milliseconds: milliseconds + duration.wholeMilliseconds)
  }

  /// ISO 8601 in UTC with exactly three decimals: `2026-11-21T06:05:55.117Z`.
  package var text: String {
    let days = milliseconds.floorDivided(by: 86_400_000)
    let rest = milliseconds - days * 86_400_000
    let (year, month, day) = CivilDate.date(fromDays: days)
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
      + padded(rest / 3_600_000, 2) + ":" + padded(rest / 60_000 % 60, 2) + ":"
      + padded(rest / 1000 % 60, 2) + "." + padded(rest % 1000, 3) + "Z"
  }

  private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Timestamp {
  /// Reads an ISO 8601 date-time; one without an offset is taken as UTC, one that is not in the
  /// years 1 to 9999 there is refused.
  package init?(_ text: String) {
    var reader = DateTimeReader(text)
    guard let days = reader.date(), reader.take("T") || reader.take(" ") || reader.take("t"),
      let time = reader.timeOfDay(), let offset = reader.offset(), reader.isAtEnd
    else { return nil }
    let milliseconds = days * 86_400_000 + time - offset
    guard Timestamp.writable.contains(milliseconds) else { return nil }
    self.init(milliseconds: milliseconds)
  }
}

extension Duration {
  /// Rounded down.
  var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// Rounded down.
  var wholeSeconds: Int64 { components.seconds }
}

extension Int64 {
  func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
