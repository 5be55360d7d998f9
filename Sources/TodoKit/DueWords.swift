extension DueDate {
  /// Reads what a person types for a date, whatever its case; nil when it is none.
  ///
  /// `today`, `tomorrow` or `tom`, a weekday (`fri`, `friday`: the first one from today on, so on a
  /// Friday today), `+3d`, `+2w`, `2026-12-01`, or a moment with its offset (`2026-12-01T15:00Z`).
  /// A time of day without an offset is refused: whose 15:00 it is, nobody says.
  public init?(typed: String, today: CalendarDay) {
    let word = typed.lowercased()
    if let offset = DueDate.offset(word, today.weekday) {
      let day = today.adding(days: offset)
      guard (0...9999).contains(day.date.year) else { return nil }
      self = .day(day)
    } else if let day = CalendarDay(iso8601: word) {
      self = .day(day)
    } else if let time = word.utf8.dropFirst(10).first, time == UInt8(ascii: "t"),
      word.utf8.dropFirst(11).contains(where: { "z+-".utf8.contains($0) }),
      let moment = Timestamp(iso8601: word)
    {
      self = .moment(moment)
    } else {
      return nil
    }
  }

  /// The shortest text that ``init(typed:today:)`` reads as this date on any day.
  public var typed: String {
    switch self {
    case .day(let day): return day.iso8601
    case .moment(let moment):
      let whole = moment.iso8601.dropLast()
      if moment.milliseconds % 60_000 == 0 { return whole.dropLast(7) + "Z" }
      if moment.milliseconds % 1000 == 0 { return whole.dropLast(4) + "Z" }
      return whole + "Z"
    }
  }

  /// How many days after today.
  private static func offset(_ word: String, _ weekday: Int) -> Int? {
    switch word {
    case "today": return 0
    case "tomorrow", "tom": return 1
    default: break
    }
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    if let index = names.firstIndex(where: { $0 == word || $0.prefix(3) == word }) {
      return (index + 1 - weekday + 7) % 7
    }
    guard word.hasPrefix("+"), let unit = word.last, unit == "d" || unit == "w" else { return nil }
    let digits = word.dropFirst().dropLast()
    guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let count = Int(digits)
    else { return nil }
    return unit == "w" ? count * 7 : count
  }
}
