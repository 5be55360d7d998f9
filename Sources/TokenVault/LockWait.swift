internal import Dispatch

/// Asks again and again for something only one may have, until a deadline.
///
/// Waiting suspends the task; no thread is blocked. The clock counts suspended time.
enum LockWait {
  /// Where waiting is timed: `Task.sleep` would leave a timer that wakes the process once a second.
  private static let clock = DispatchQueue(label: "todotui.lock-wait")

  /// Polls until `attempt` answers something.
  ///
  /// - Parameters:
  ///   - deadline: when to give up.
  ///   - pauses: the first and the longest pause; each is twice the one before, less a random part
  ///     so that waiters do not march in step.
  ///   - attempt: asks once, without waiting.
  /// - Returns: what `attempt` answered; nil when the deadline came first.
  /// - Throws: `CancellationError`, and what `attempt` throws.
  static func poll<Answer: ~Copyable>(
    until deadline: ContinuousClock.Instant,
    pauses: ClosedRange<Duration>,
    _ attempt: () throws -> Answer?
  ) async throws -> Answer? {
    var pause = pauses.lowerBound
    while true {
      try Task.checkCancellation()
      if let answer = try attempt() { return answer }
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return nil }
      let next = min(left, pause * Double.random(in: 0.5...1))
      await withCheckedContinuation { ready in
        clock.asyncAfter(deadline: .now() + next / .seconds(1)) { ready.resume() }
      }
      pause = min(pause * 2, pauses.upperBound)
    }
  }
}
