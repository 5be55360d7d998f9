internal import Synchronization

/// Counts requests per client, per account and path (contract/better-auth 2.6): a window runs from
/// the last request let through, and a refused one does not count.
package struct RequestCounts: Sendable {
  private struct Count {
    var requests: Int
    var last: ContinuousClock.Instant
  }

  private static let window: Duration = .seconds(10)
  private static let mostEntries = 100_000

  private var counts: [String: Count] = [:]

  package init() {}

  /// Lets a request through or refuses it.
  ///
  /// - Parameters:
  ///   - key: Whom and what is counted.
  ///   - limit: Requests in one window.
  ///   - now: The present moment.
  /// - Returns: Nil when let through, else the seconds to wait.
  package mutating func admit(_ key: String, limit: Int, now: ContinuousClock.Instant) -> Int? {
    if counts.count >= RequestCounts.mostEntries { forgetOld(now: now) }
    guard let count = counts[key], now - count.last <= RequestCounts.window else {
      counts[key] = Count(requests: 1, last: now)
      return nil
    }
    guard count.requests < limit else {
      let rest = RequestCounts.window - (now - count.last)
      return Int(rest.wholeSeconds) + (rest.components.attoseconds > 0 ? 1 : 0)
    }
    counts[key] = Count(requests: count.requests + 1, last: now)
    return nil
  }

  private mutating func forgetOld(now: ContinuousClock.Instant) {
    counts = counts.filter { now - $0.value.last <= RequestCounts.window }
    // Full of live entries: better to start over than to grow without end or lock people out.
    if counts.count >= RequestCounts.mostEntries { counts = [:] }
  }
}

/// The counts of one server, shared by its requests.
final class RequestLimiter: Sendable {
  private let counts = Mutex(RequestCounts())
  private let isOn: Bool

  init(isOn: Bool) {
    self.isOn = isOn
  }

  /// Seconds to wait, or nil when the request may go on.
  func refusal(_ key: String, limit: Int) -> Int? {
    guard isOn else { return nil }
    return counts.withLock { $0.admit(key, limit: limit, now: .now) }
  }
}
