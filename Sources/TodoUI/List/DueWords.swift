internal import TodoKit

/// When something is due, as people say it.
struct DueWords {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `today`, `tomorrow`, `Fri`, `12 Dec`, `12 Dec 2027`; with the time of a moment's day.
  let short: String
  /// The same with its date: `Fri 27 Nov`.
  let long: String

  init(_ due: DueDate, on day: LocalDay) {
    let date = due.day(east: day.east)
    let (year, month, dayOfMonth) = date.date
    let distance = date.daysSinceEpoch - day.today.daysSinceEpoch
    let weekday = DueWords.weekdays[date.weekday - 1]
    let written =
      "\(dayOfMonth) \(DueWords.months[month - 1])"
      + (year == day.today.date.year ? "" : " \(year)")
    let time = DueWords.time(of: due, east: day.east)
    switch distance {
    case 0: short = "today" + time
    case 1: short = "tomorrow" + time
    case 2...6: short = weekday + time
    default: short = written
    }
    long = "\(weekday) \(written)\(time)"
  }

  private static func time(of due: DueDate, east: Int) -> String {
    guard case .moment(let moment) = due else { return "" }
    let local = Timestamp(milliseconds: moment.milliseconds + Int64(east) * 1000)
    return " " + local.iso8601.dropFirst(11).prefix(5)
  }
}
