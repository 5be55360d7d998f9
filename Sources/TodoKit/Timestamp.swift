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
    guard let day = reader.day() else { return nil }
    var total = Int64(day.daysSinceEpoch) * 86_400_000
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
    let seconds = rest / 1000
    return
      "\(CalendarDay(daysSinceEpoch: Int(days)).iso8601)T"
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

  /// The calendar day of this moment, `east` seconds east of UTC.
  public func day(east: Int = 0) -> CalendarDay {
    let local = milliseconds + Int64(east) * 1000
    return CalendarDay(daysSinceEpoch: Int(Timestamp.floorDivide(local, 86_400_000).0))
  }
}
