internal import Synchronization

/// Remembers when the server last had something to do.
final class Activity: Sendable {
  private struct State {
    var running = 0
    var last: ContinuousClock.Instant
  }

  private let state: Mutex<State>

  init() {
    state = Mutex(State(last: .now))
  }

  func begin() {
    state.withLock { $0.running += 1 }
  }

  func end() {
    state.withLock {
      $0.running -= 1
      $0.last = .now
    }
  }

  /// How long nothing has been running; zero while a request is.
  func idleTime(now: ContinuousClock.Instant) -> Duration {
    state.withLock { $0.running > 0 ? .zero : now - $0.last }
  }
}
