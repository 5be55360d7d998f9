internal import Crypto
internal import Foundation
internal import Synchronization

/// How often something may happen.
package struct RequestLimit: Sendable {
  /// Times in one window.
  let count: Int
  let window: Duration
  /// True where a window runs from the last one let through, false where from the first.
  let isSliding: Bool

  package init(_ count: Int, in window: Duration, isSliding: Bool) {
    self.count = count
    self.window = window
    self.isSliding = isSliding
  }

  /// Better Auth's own for sign-in and sign-up (contract/better-auth 2.6).
  static let sensitive = RequestLimit(3, in: .seconds(10), isSliding: true)
  /// Better Auth's own for everything else.
  static let general = RequestLimit(100, in: .seconds(10), isSliding: true)
}

/// Counts per key, of bounded size: keys are digests, and there are two generations of entries, the
/// older of which is dropped when a window is over or the younger is full.
package struct RequestCounts: Sendable {
  private struct Count {
    var requests: Int
    var start: ContinuousClock.Instant
  }

  /// Entries of one generation.
  private let mostEntries: Int
  private var young: [SHA256Digest: Count] = [:]
  private var old: [SHA256Digest: Count] = [:]
  private var turned: ContinuousClock.Instant?

  package init(mostEntries: Int = 50_000) {
    self.mostEntries = mostEntries
  }

  /// How many keys are remembered.
  package var entries: Int { young.count + old.count }

  /// Lets a request through or refuses it; a refused one does not count.
  ///
  /// - Parameters:
  ///   - key: Whom and what is counted.
  ///   - limit: One and the same for all keys with windows that long.
  ///   - now: The present moment.
  /// - Returns: Nil when let through, else the seconds to wait.
  package mutating func admit(
    _ key: String,
    limit: RequestLimit,
    now: ContinuousClock.Instant
  ) -> Int? {
    turn(window: limit.window, now: now)
    let digest = SHA256.hash(data: Data(key.utf8))
    guard let count = young[digest] ?? old[digest], now - count.start <= limit.window else {
      young[digest] = Count(requests: 1, start: now)
      return nil
    }
    guard count.requests < limit.count else {
      let rest = limit.window - (now - count.start)
      return Int(rest.wholeSeconds) + (rest.components.attoseconds > 0 ? 1 : 0)
    }
    young[digest] = Count(
      requests: count.requests + 1,
      start: limit.isSliding ? now : count.start
    )
    return nil
  }

  /// Starts over for a key.
  package mutating func forget(_ key: String) {
    let digest = SHA256.hash(data: Data(key.utf8))
    young[digest] = nil
    old[digest] = nil
  }

  private mutating func turn(window: Duration, now: ContinuousClock.Instant) {
    let last = turned ?? now
    guard now - last > window || young.count >= mostEntries else {
      turned = last
      return
    }
    old = young
    young = [:]
    turned = now
  }
}

/// The counts of one server, shared by its requests.
final class RequestLimiter: Sendable {
  private let requests = Mutex(RequestCounts())
  private let failures = Mutex(RequestCounts())
  private let isOn: Bool
  private let failureLimit: RequestLimit

  init(_ configuration: ServerConfiguration) {
    isOn = configuration.isRateLimited
    failureLimit = RequestLimit(
      configuration.limits.failedSignIns,
      in: .seconds(600),
      isSliding: false
    )
  }

  /// Counts a request.
  func count(_ key: String, _ limit: RequestLimit) throws(TooManyRequests) {
    guard isOn else { return }
    let seconds = requests.withLock { $0.admit(key, limit: limit, now: .now) }
    if let seconds { throw TooManyRequests(seconds: seconds) }
  }

  /// Counts a sign-in to an account from anywhere as failed, until `forgive` takes that back: in
  /// this order, so that many at once gain nothing.
  func countFailure(_ account: String, isLocal: Bool) throws(TooManyRequests) {
    // On a Unix socket no address is counted, so the account is, tightly.
    if isLocal { return try count(account, .sensitive) }
    guard isOn else { return }
    let seconds = failures.withLock { $0.admit(account, limit: failureLimit, now: .now) }
    if let seconds { throw TooManyRequests(seconds: seconds) }
  }

  func forgive(_ account: String, isLocal: Bool) {
    if isLocal {
      requests.withLock { $0.forget(account) }
    } else {
      failures.withLock { $0.forget(account) }
    }
  }
}
