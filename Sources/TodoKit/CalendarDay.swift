/// A day of the proleptic Gregorian calendar, in nobody's time zone.
public struct CalendarDay: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before it.
  public var daysSinceEpoch: Int

  /// A day counted from 1970-01-01.
  public init(daysSinceEpoch: Int) { self.daysSinceEpoch = daysSinceEpoch }

  /// A day by its date; nil when there is none such.
  public init?(year: Int, month: Int, day: Int) {
    guard (0...9999).contains(year), (1...12).contains(month),
      (1...CalendarDay.days(inMonth: month, of: year)).contains(day)
    else { return nil }
    daysSinceEpoch = CalendarDay.daysSinceEpoch(year: year, month: month, day: day)
  }

  /// Reads `2026-12-01`; nil when it is not a day.
  public init?(iso8601 text: String) {
    var reader = DigitReader(text)
    guard let day = reader.day(), reader.isAtEnd else { return nil }
    self = day
  }

  /// `2026-12-01`.
  public var iso8601: String {
    let (year, month, day) = date
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Earlier is less.
  public static func < (left: CalendarDay, right: CalendarDay) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  /// The day so many days later, or earlier.
  public func adding(days: Int) -> CalendarDay {
    CalendarDay(daysSinceEpoch: daysSinceEpoch + days)
  }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int { ((daysSinceEpoch + 3) % 7 + 7) % 7 + 1 }

  // Days from a civil date and back: years start in March so that the leap day is the last of its
  // year (H. Hinnant, "chrono-compatible low-level date algorithms").

  /// Year, month from 1 and day of the month from 1.
  public var date: (year: Int, month: Int, day: Int) {
    let (era, dayOfEra) = CalendarDay.floorDivide(daysSinceEpoch + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted + (shifted < 10 ? 3 : -9)
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivide(shifted, 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func floorDivide(_ value: Int, _ by: Int) -> (Int, Int) {
    let rest = ((value % by) + by) % by
    return ((value - rest) / by, rest)
  }

  private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
