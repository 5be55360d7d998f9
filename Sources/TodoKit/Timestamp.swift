/// A moment, counted in milliseconds since 1970-01-01T00:00:00Z.
///
/// The wire of both APIs is ISO 8601; task servers also send naive dates (no offset, taken as UTC)
/// with 0–9 decimals, or a date alone (contract/tasks-api: traps met on running servers).
public struct Timestamp: Hashable, Sendable, Comparable {
  /// Milliseconds since the epoch; negative before it.
  public var milliseconds: Int64

  /// A moment given in milliseconds since the epoch.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Earlier is less.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }

  /// Reads ISO 8601: `2026-11-21`, `2026-11-21T06:05:55[.123456][Z|+01:00]`; nil when it is not.
  public init?(iso8601 text: String) {
    var reader = DigitReader(text)
    guard let year = reader.number(4), reader.skip("-"),
      let month = reader.number(2), (1...12).contains(month), reader.skip("-"),
      let day = reader.number(2), (1...Timestamp.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    var total = Timestamp.daysSinceEpoch(year: year, month: month, day: day) * 86_400_000
    if reader.isAtEnd {
      milliseconds = total
      return
    }
    guard reader.skip("T") || reader.skip("t") || reader.skip(" "),
      let hour = reader.number(2), hour < 24, reader.skip(":"),
      let minute = reader.number(2), minute < 60
    else { return nil }
    var second: Int64 = 0
    var fraction: Int64 = 0
    if reader.skip(":") {
      guard let read = reader.number(2), read <= 60 else { return nil }
      second = read
      if reader.skip(".") {
        guard let read = reader.thousandths() else { return nil }
        fraction = read
      }
    }
    guard let offset = reader.offsetInMinutes(), reader.isAtEnd else { return nil }
    total += ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction
    milliseconds = total
  }

  /// `2026-11-21T06:05:55.117Z`, always with milliseconds.
  public var iso8601: String {
    let (days, rest) = Timestamp.floorDivide(milliseconds, 86_400_000)
    let (year, month, day) = Timestamp.date(daysSinceEpoch: days)
    let seconds = rest / 1000
    return
      "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
      + "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))."
      + "\(padded(rest % 1000, 3))Z"
  }

  /// Whole seconds from `earlier` to this moment; 0 when `earlier` is later.
  public func seconds(since earlier: Timestamp) -> Int64 {
    max(0, (milliseconds - earlier.milliseconds) / 1000)
  }

  private func padded(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func floorDivide(_ value: Int64, _ by: Int64) -> (Int64, Int64) {
    let rest = ((value % by) + by) % by
    return ((value - rest) / by, rest)
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  // Days from a civil date and back, on the proleptic Gregorian calendar: years start in March so
  // that the leap day is the last of its year (H. Hinnant, "chrono-compatible low-level date
  // algorithms").
  private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivide(shifted, 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(daysSinceEpoch days: Int64) -> (Int64, Int64, Int64) {
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}

/// Reads fixed-width decimal fields off a string.
private struct DigitReader {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = text[...].utf8 }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  mutating func digit() -> Int64? {
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
      return nil
    }
    rest.removeFirst()
    return Int64(byte - UInt8(ascii: "0"))
  }

  mutating func number(_ width: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<width {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One to nine decimals, as thousandths; further digits are dropped.
  mutating func thousandths() -> Int64? {
    var value: Int64 = 0
    var count = 0
    while let digit = digit() {
      if count < 3 { value = value * 10 + digit }
      count += 1
    }
    guard (1...9).contains(count) else { return nil }
    for _ in count..<max(count, 3) { value *= 10 }
    return value
  }

  /// `Z`, `+01:00`, `-0530`, `+01` or nothing, in minutes east of UTC.
  mutating func offsetInMinutes() -> Int64? {
    if isAtEnd || skip("Z") || skip("z") { return 0 }
    let sign: Int64
    if skip("+") {
      sign = 1
    } else if skip("-") {
      sign = -1
    } else {
      return nil
    }
    guard let hours = number(2), hours < 24 else { return nil }
    // PostgreSQL leaves out minutes that are zero.
    if isAtEnd { return sign * hours * 60 }
    _ = skip(":")
    guard let minutes = number(2), minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes)
  }
}
