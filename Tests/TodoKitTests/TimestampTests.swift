import Testing
import TodoKit

@Suite struct `A timestamp` {
  @Test(arguments: [
    ("2026-11-21T06:05:55.117Z", "2026-11-21T06:05:55.117Z"),
    ("2026-11-21T06:05:55", "2026-11-21T06:05:55.000Z"),
    ("2026-11-21 06:05:55.123456", "2026-11-21T06:05:55.123Z"),
    ("2026-11-21T06:05:55.5+01:30", "2026-11-21T04:35:55.500Z"),
    ("2026-11-21 06:05:55+00", "2026-11-21T06:05:55.000Z"),
    ("2026-11-21T00:05:00-0100", "2026-11-21T01:05:00.000Z"),
    ("2026-11-21", "2026-11-21T00:00:00.000Z"),
    ("2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000Z"),
    ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
    ("0001-01-01T00:00Z", "0001-01-01T00:00:00.000Z"),
  ])
  func `reads what servers send and writes one form`(_ text: String, _ written: String) throws {
    #expect(try #require(Timestamp(iso8601: text)).iso8601 == written)
  }

  @Test(arguments: [
    "", "now", "2026", "2026-13-01", "2026-02-29", "2026-11-21T", "2026-11-21T25:00:00Z",
    "2026-11-21T06:05:55.Z", "2026-11-21T06:05:55Zjunk", "2026-11-21T06:05:55+1", "2026-11-31",
    "2026-11-21T06:05:55.1234567890Z",
  ])
  func `refuses what is no date`(_ text: String) {
    #expect(Timestamp(iso8601: text) == nil)
  }

  @Test func `every day of four centuries survives a round trip`() {
    for day in stride(from: Int64(-146_097), through: 146_097, by: 7) {
      let moment = Timestamp(milliseconds: day * 86_400_000 + 12_345_678)
      #expect(Timestamp(iso8601: moment.iso8601) == moment)
    }
  }

  @Test func `seconds since a later moment are none`() {
    let early = Timestamp(milliseconds: 1000)
    let late = Timestamp(milliseconds: 13_900)
    #expect(late.seconds(since: early) == 12)
    #expect(early.seconds(since: late) == 0)
  }
}
