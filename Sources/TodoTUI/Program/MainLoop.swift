import CPosix
import Glibc
import Synchronization

/// The main thread, where the program does all that is not said to run elsewhere.
///
/// Not `MainActor`: on Linux its jobs are libdispatch's, which would hand every key from one thread
/// to another (docs/adr/0008). Nothing runs what is sent there.
@globalActor
actor MainLoop {
  static let shared = MainLoop()

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    unsafe PollExecutor.shared.asUnownedSerialExecutor()
  }
}

/// Runs jobs on the thread that waits for the terminal, so that a key wakes no other.
///
/// It sleeps without a time limit while there is neither a job, nor input, nor a signal. A round runs
/// the jobs that were there when it began, then looks for input: neither can keep the other away.
final class PollExecutor: SerialExecutor {
  /// What ended a wait for the terminal.
  struct Wake: Sendable {
    var hasInput: Bool
    fileprivate var signals: UInt64

    func has(_ signal: Int32) -> Bool { signals & 1 << UInt64(signal) != 0 }
  }

  private struct State {
    var jobs: [UnownedJob] = []
    /// Whether the thread sleeps, or is about to.
    var isAsleep = false
    var waiter: (input: Int32, continuation: CheckedContinuation<Wake?, Never>)?
  }

  static let shared = PollExecutor()

  private let state = Mutex(State())
  private let bell = cposix_bell()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isAsleep = state.withLock { state in
      state.jobs.append(job)
      defer { state.isAsleep = false }
      return state.isAsleep
    }
    if isAsleep { cposix_ring(bell) }
  }

  /// Runs jobs on this thread from here on.
  func run() -> Never {
    while true {
      for job in takeJobs() { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
      look()
    }
  }

  /// Lets signals end a wait instead of doing what they did.
  func hear(_ signals: [Int32]) { for signal in signals { cposix_hear(signal, bell) } }

  /// Gives them their default actions.
  func unhear(_ signals: [Int32]) { for signal in signals { cposix_unhear(signal) } }

  /// Waits for input or for a signal that is heard; one waits at a time.
  ///
  /// - Parameter input: a descriptor, -1 for none.
  /// - Returns: what came; nil when ``stopWaiting()`` was called.
  @MainLoop
  func wake(by input: Int32) async -> Wake? {
    await withCheckedContinuation { continuation in
      state.withLock { $0.waiter = (input, continuation) }
    }
  }

  /// Ends the wait, if there is one.
  func stopWaiting() { takeWaiter()?.resume(returning: nil) }

  private func takeJobs() -> [UnownedJob] {
    state.withLock { state in
      defer { state.jobs = [] }
      return state.jobs
    }
  }

  /// Sleeps where there is nothing to do, and tells who waits what there is.
  private func look() {
    // Signals that nobody waits for are kept.
    let (input, isWaited) = state.withLock { ($0.waiter?.input ?? -1, $0.waiter != nil) }
    let before = isWaited ? cposix_heard() : 0
    let sleeps = state.withLock { state in
      state.isAsleep = state.jobs.isEmpty && before == 0
      return state.isAsleep
    }
    let hasInput = cposix_await_bell(bell, input, sleeps ? 1 : 0) != 0
    state.withLock { $0.isAsleep = false }
    let signals = before | (isWaited ? cposix_heard() : 0)
    if hasInput || signals != 0 {
      takeWaiter()?.resume(returning: Wake(hasInput: hasInput, signals: signals))
    }
  }

  private func takeWaiter() -> CheckedContinuation<Wake?, Never>? {
    state.withLock { state in
      defer { state.waiter = nil }
      return state.waiter?.continuation
    }
  }
}
