internal import Glibc
internal import Synchronization
internal import TodoKit

/// How far this machine's clock is from the servers', by the `Date` of their answers (RFC 9110, 6.6.1).
final class ServerClock: Sendable {
  private let latest = Mutex<Duration?>(nil)

  /// The machine's time minus the server's at the latest answer that told it; nil before one.
  var difference: Duration? { latest.withLock { $0 } }

  /// Compares the clocks at an answer that has just come.
  ///
  /// What a cache kept is as old as its `Age`, and a page is of whoever stands between.
  func note(_ reply: HTTPReply) {
    guard reply.headers["Age"] == nil, !reply.isWebPage,
      let date = reply.headers["Date"].flatMap(ServerClock.moment)
    else { return }
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    let difference = Int64(now.tv_sec) - date.milliseconds / 1000
    latest.withLock { $0 = .seconds(difference) }
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// An IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7), which is what servers must send.
  private static func moment(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ")
    guard words.count == 6, words[1].count == 2, words[5] == "GMT",
      let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return Timestamp(iso8601: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
  }
}
