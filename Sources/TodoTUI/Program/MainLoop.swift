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
  /// What came from the terminal, or about it.
  struct Wake: Sendable {
    var hasInput: Bool
    fileprivate var signals: UInt64

    func has(_ signal: Int32) -> Bool { signals & 1 << UInt64(signal) != 0 }
  }

  /// Who is told of it.
  private struct Watcher: Sendable {
    var input: Int32
    var take: @MainLoop @Sendable (Wake) -> Void
  }

  /// Who is told that the network is another one.
  private struct NetworkWatcher: Sendable {
    var socket: Int32
    var take: @MainLoop @Sendable () -> Void
  }

  private struct State {
    var jobs: [UnownedJob] = []
    /// Whether the thread sleeps, or is about to.
    var isAsleep = false
    var watcher: Watcher?
    var networkWatcher: NetworkWatcher?
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

  /// Tells of input, and of signals that are heard; one is told at a time.
  ///
  /// - Parameters:
  ///   - input: a descriptor, -1 for none; as long as it can be read, it is told again.
  ///   - take: called on this thread.
  func watch(_ input: Int32, take: @escaping @MainLoop @Sendable (Wake) -> Void) {
    state.withLock { $0.watcher = Watcher(input: input, take: take) }
  }

  /// Tells nobody any more.
  func unwatch() { state.withLock { $0.watcher = nil } }

  /// Tells when links, addresses or routes of this machine change, or never where that cannot be
  /// heard; who was told before is told no more.
  ///
  /// - Parameter take: called on this thread, once for all that came together.
  @MainLoop func watchNetwork(take: @escaping @MainLoop @Sendable () -> Void) {
    let socket = state.withLock { $0.networkWatcher?.socket } ?? cposix_network()
    let watcher = socket < 0 ? nil : NetworkWatcher(socket: socket, take: take)
    state.withLock { $0.networkWatcher = watcher }
  }

  /// Tells nobody of the network any more.
  @MainLoop func unwatchNetwork() {
    let watcher = state.withLock { state in
      defer { state.networkWatcher = nil }
      return state.networkWatcher
    }
    if let watcher { close(watcher.socket) }
  }

  private func takeJobs() -> [UnownedJob] {
    state.withLock { state in
      defer { state.jobs = [] }
      return state.jobs
    }
  }

  /// Sleeps where there is nothing to do, and tells what came.
  private func look() {
    let (watcher, network) = state.withLock { ($0.watcher, $0.networkWatcher) }
    // Signals that nobody watches for are kept.
    let before = watcher == nil ? 0 : cposix_heard()
    let sleeps = state.withLock { state in
      state.isAsleep = state.jobs.isEmpty && before == 0
      return state.isAsleep
    }
    let ready = cposix_await_bell(
      bell,
      watcher?.input ?? -1,
      network?.socket ?? -1,
      sleeps ? 1 : 0
    )
    state.withLock { $0.isAsleep = false }
    if ready & 2 != 0, let network { tell(network) }
    guard let watcher else { return }
    let hasInput = ready & 1 != 0
    let wake = Wake(hasInput: hasInput, signals: before | cposix_heard())
    // A job of this thread's next round; what a continuation resumes goes through another thread.
    if hasInput || wake.signals != 0 { Task { @MainLoop in watcher.take(wake) } }
  }

  private func tell(_ watcher: NetworkWatcher) {
    let isOpen = cposix_network_drain(watcher.socket) != 0
    Task { @MainLoop in
      if !isOpen { unwatchNetwork() }
      watcher.take()
    }
  }
}
