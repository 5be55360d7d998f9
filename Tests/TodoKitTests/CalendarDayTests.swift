import Testing
import TodoKit

@Suite struct `A calendar day` {
  @Test func `every day of five centuries survives a round trip and follows the one before`() {
    var weekday = 4  // 1970-01-01 was a Thursday
    var previous = (year: 1969, month: 12, day: 31)
    for count in 0..<182_621 {
      let day = CalendarDay(daysSinceEpoch: count)
      let date = day.date
      #expect(day.weekday == weekday)
      #expect(CalendarDay(year: date.year, month: date.month, day: date.day) == day)
      let isNext =
        date == (previous.year, previous.month, previous.day + 1)
        || date == (previous.year, previous.month + 1, 1) || date == (previous.year + 1, 1, 1)
      #expect(isNext)
      weekday = weekday % 7 + 1
      previous = date
    }
  }

  @Test(arguments: [
    ("1970-01-01", 0, 4), ("1969-12-31", -1, 3), ("2000-02-29", 11_016, 2),
    ("2026-11-21", 20_778, 6), ("0000-03-01", -719_468, 3), ("9999-12-31", 2_932_896, 5),
  ])
  func `has its number and its weekday`(_ text: String, _ number: Int, _ weekday: Int) throws {
    let day = try #require(CalendarDay(iso8601: text))
    #expect(day.daysSinceEpoch == number)
    #expect(day.weekday == weekday)
    #expect(day.iso8601 == text)
  }

  @Test(arguments: [(2000, 29), (1900, 28), (2024, 29), (2026, 28), (2100, 28), (0, 29)])
  func `knows leap years`(_ year: Int, _ last: Int) {
    #expect(CalendarDay(year: year, month: 2, day: last) != nil)
    #expect(CalendarDay(year: year, month: 2, day: last + 1) == nil)
  }

  @Test(arguments: [
    "", "2026", "2026-1-1", "2026-13-01", "2026-00-10", "2026-04-31", "2026-12-01T00:00",
    "2026-12-1x",
    "-026-12-01", "２０２６-12-01",
  ])
  func `refuses what is no day`(_ text: String) {
    #expect(CalendarDay(iso8601: text) == nil)
  }

  @Test func `of a moment depends on where one is`() throws {
    let moment = try #require(Timestamp(iso8601: "2026-11-21T23:30:00Z"))
    #expect(moment.day().iso8601 == "2026-11-21")
    #expect(moment.day(east: 3600).iso8601 == "2026-11-22")
    #expect(Timestamp(milliseconds: -1).day().iso8601 == "1969-12-31")
    #expect(DueDate.moment(moment).day(east: 3600).iso8601 == "2026-11-22")
  }
}
