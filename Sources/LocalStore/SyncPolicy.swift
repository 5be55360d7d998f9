/// When to talk to the server: what happens comes in, what to do goes out; clock and chance are given.
///
/// Whoever keeps it runs what it says, tells it when a run begins and ends, and keeps one timer: a
/// later `.sleep` takes the place of an earlier one, and when it is over that is a `.tick`.
package struct SyncPolicy: Hashable, Sendable {
  /// Something that happened.
  package enum Event: Hashable, Sendable {
    /// An account is open.
    case opened
    /// There is no account any more.
    case closed
    /// A run has begun, whoever asked for it.
    case started
    /// A change was saved.
    case changed
    /// A person pressed a key or a button of the mouse.
    case touched
    /// A person asked for what is new.
    case refresh
    /// There is a way to the network again.
    case networkReturned
    /// Links, addresses or routes of this machine are others than before.
    case networkChanged
    /// A run has ended and the server answered; whether what it has was read, and how many changes
    /// still wait.
    case answered(pulled: Bool, unsent: Int)
    /// A run has ended without the server; how many changes wait, and how many seconds it asked for.
    case failed(unsent: Int, retryAfter: Int?)
    /// The time of the last `.sleep` has come.
    case tick
  }

  /// Something to do.
  package enum Action: Hashable, Sendable {
    /// Go on as before.
    case nothing
    /// Send what is unsent.
    case push
    /// Send what is unsent, and read what is new.
    case sync
    /// Do nothing until then.
    case sleep(until: ContinuousClock.Instant)
  }

  /// From one reading to the next while a person is there.
  package static let pullInterval = Duration.seconds(60)
  /// Untouched for so long, a screen reads nothing more by itself.
  package static let attention = Duration.seconds(5 * 60)
  /// The longest wait for a server that is away, while a person is there.
  package static let attendedBackOff = Duration.seconds(30)
  /// From one attempt in vain to the one a key asks for.
  package static let keyBackOff = Duration.seconds(5)
  /// From one attempt in vain to the one that a change of the network asks for, while a person is
  /// there; such changes come several at once, and nobody knows which of them is the last.
  package static let networkPause = Duration.seconds(1)
  /// The same while nobody is there.
  package static let unattendedNetworkPause = Duration.seconds(30)
  /// The longest wait between two attempts.
  package static let longestBackOff = Duration.seconds(15 * 60)
  /// The longest wait that a server may ask for.
  package static let longestRetryAfter = Duration.seconds(60 * 60)

  private var isOpen = false
  private var isRunning = false
  private var touchedAt: ContinuousClock.Instant?
  private var pulledAt: ContinuousClock.Instant?
  /// Runs in a row that left something to be done.
  private var attempts = 0
  private var unsent = 0
  private var retryAt: ContinuousClock.Instant?
  /// When the last run ended without the server; nil when the server answered it.
  private var failedAt: ContinuousClock.Instant?
  /// The network changed while a run was under way, which may have begun before.
  private var isNetworkNew = false
  /// The server asked not to be asked before.
  private var notBefore: ContinuousClock.Instant?
  /// What the timer is set to.
  private var planned: ContinuousClock.Instant?

  /// A policy without an account.
  package init() {}

  /// Whether the last run ended without the server: only then a change of the network says something.
  package var isServerAway: Bool { failedAt != nil }

  /// Takes in what happened.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - now: when.
  ///   - chance: an even choice from 0 to 1, asked when a wait is spread.
  /// - Returns: what to do.
  package mutating func take(
    _ event: Event,
    at now: ContinuousClock.Instant,
    chance: () -> Double
  ) -> Action {
    if event == .tick { planned = nil }
    switch event {
    case .opened:
      self = SyncPolicy()
      isOpen = true
      touchedAt = now
      return .sync
    case .closed:
      self = SyncPolicy()
      return .nothing
    case _ where !isOpen:
      return .nothing
    case .started:
      isRunning = true
      isNetworkNew = false
      return .nothing
    case .changed:
      touchedAt = now
      unsent += 1
      return isHeldBack(at: now) ? plan(at: now) : .push
    case .refresh:
      touchedAt = now
      return .sync
    case .networkReturned:
      let isOfUse = unsent > 0 || isAttended(at: now)
      return isOfUse && !isHeldBack(at: now) ? .sync : plan(at: now)
    case .networkChanged:
      guard isServerAway else { return .nothing }
      isNetworkNew = isRunning
      lookAfterChange(at: now)
      return isRunning ? .nothing : due(at: now)
    case .touched:
      touchedAt = now
      retrySoon(after: SyncPolicy.keyBackOff)
      return isRunning ? .nothing : due(at: now)
    case .tick:
      return isRunning ? .nothing : due(at: now)
    case .answered(let pulled, let unsent):
      isRunning = false
      notBefore = nil
      failedAt = nil
      if pulled { pulledAt = now }
      return ended(unsent: unsent, isDone: unsent == 0, at: now, after: .seconds(10), chance)
    case .failed(let unsent, let seconds):
      isRunning = false
      let wish = min(.seconds(seconds ?? 0), SyncPolicy.longestRetryAfter)
      notBefore = wish > .zero ? now + wish : nil
      failedAt = now
      return ended(unsent: unsent, isDone: false, at: now, after: wish, chance)
    }
  }

  private mutating func ended(
    unsent: Int,
    isDone: Bool,
    at now: ContinuousClock.Instant,
    after least: Duration,
    _ chance: () -> Double
  ) -> Action {
    self.unsent = unsent
    attempts = isDone ? 0 : attempts + 1
    retryAt = nil
    if !isDone {
      let isMissed = failedAt != nil && isAttended(at: now)
      let longest = isMissed ? SyncPolicy.attendedBackOff : SyncPolicy.longestBackOff
      let full = min(Duration.seconds(1 << min(attempts, 10)), longest)
      // Half of it is fixed, half left to chance: clients that lost a server do not return as one.
      let wait = full / 2 + full / 2 * min(max(chance(), 0), 1)
      retryAt = now + max(wait, least)
      if isNetworkNew, isServerAway { lookAfterChange(at: now) }
    }
    planned = nil
    return plan(at: now)
  }

  /// Whoever is there is to see soon that the server is back, also after a long wait.
  private mutating func retrySoon(after pause: Duration) {
    guard let failedAt, let wait = retryAt else { return }
    retryAt = min(wait, max(failedAt + pause, notBefore ?? failedAt))
  }

  /// Another network is another chance, and what it still lacks (names, a route) is there soon: for
  /// who is there the waits begin anew.
  private mutating func lookAfterChange(at now: ContinuousClock.Instant) {
    if isAttended(at: now) {
      attempts = 0
      retrySoon(after: SyncPolicy.networkPause)
    } else {
      retrySoon(after: SyncPolicy.unattendedNetworkPause)
    }
  }

  /// Reads or tries again if it is time, else sleeps until it is.
  private mutating func due(at now: ContinuousClock.Instant) -> Action {
    guard let next = next(at: now), next <= now else { return plan(at: now) }
    planned = nil
    return .sync
  }

  /// Sets the timer, unless it is set so already.
  private mutating func plan(at now: ContinuousClock.Instant) -> Action {
    guard !isRunning, let next = next(at: now), next != planned else { return .nothing }
    planned = next
    return .sleep(until: next)
  }

  /// When there is something to do by itself: unsent changes are tried for ever, at longer and longer
  /// waits, and news is looked for while somebody is there to see it.
  private func next(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    let next = retryAt ?? pulledAt.map { $0 + SyncPolicy.pullInterval } ?? now
    if retryAt != nil, unsent > 0 { return next }
    guard let touchedAt, max(next, now) - touchedAt < SyncPolicy.attention else { return nil }
    return next
  }

  private func isAttended(at now: ContinuousClock.Instant) -> Bool {
    touchedAt.map { now - $0 < SyncPolicy.attention } ?? false
  }

  private func isHeldBack(at now: ContinuousClock.Instant) -> Bool {
    notBefore.map { now < $0 } ?? false
  }
}
