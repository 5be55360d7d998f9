import LocalStore
import Synchronization
import TodoKit

/// Two processes on one disk, until they are killed.
final class Machine: Sendable {
  let scratch: Scratch
  let stores: [TodoStore]
  let engines: [SyncEngine]
  private let life: Life

  /// How much longer the processes live.
  private final class Life: Sendable {
    struct State {
      /// So many requests and reports away; nil while nobody is going to kill them.
      var moments: Int?
      var disk: Scratch?
      var isDead = false
      /// The request on the wire at the kill: its process is gone, its bytes are not.
      var lastWords: ReferenceServer.Call?
    }

    let state = Mutex(State())

    /// One moment passes: a request goes out, or a transaction of the engine is over.
    func pass(_ scratch: Scratch, during call: ReferenceServer.Call?) {
      state.withLock { state in
        guard let moments = state.moments, !state.isDead else { return }
        state.moments = moments - 1
        guard moments <= 0, let disk = state.disk,
          (try? scratch.copyDatabase(to: disk)) != nil
        else { return }
        state.isDead = true
        state.lastWords = call
      }
    }
  }

  init(_ remote: RemoteTasks, _ clock: TestClock, _ scratch: Scratch) throws {
    self.scratch = scratch
    let life = Life()
    self.life = life
    stores = [try scratch.open(), try scratch.open()]
    engines = stores.map { store in
      SyncEngine(
        store: store,
        remote: remote,
        now: { clock.now },
        report: { _ in life.pass(scratch, during: nil) }
      )
    }
  }

  /// Kills both processes after so many requests and reports; what they had on the disk then stays
  /// in `disk`.
  func die(in moments: Int, leaving disk: Scratch) {
    life.state.withLock {
      $0.moments = moments
      $0.disk = disk
    }
  }

  /// Nobody kills them after all.
  func liveOn() { life.state.withLock { $0.moments = nil } }

  /// A request goes out.
  func pass(during call: ReferenceServer.Call) { life.pass(scratch, during: call) }

  /// Does something to a store, unless the processes are gone; they are not killed in the midst of it.
  func ifAlive(_ body: () throws -> Void) rethrows {
    try life.state.withLock { state in
      if !state.isDead { try body() }
    }
  }

  var hasDied: Bool { life.state.withLock { $0.isDead } }

  /// Whether a request comes from a process that is gone.
  func isTooLate(_ call: ReferenceServer.Call) -> Bool {
    life.state.withLock { state in
      guard state.isDead else { return false }
      if state.lastWords == call {
        state.lastWords = nil
        return false
      }
      return true
    }
  }
}

/// What goes wrong with one request after the other.
final class FaultPlan: Sendable {
  private let faults: Mutex<[ReferenceServer.Fault?]>

  init(_ faults: [ReferenceServer.Fault?]) { self.faults = Mutex(faults) }

  func next() -> ReferenceServer.Fault? {
    faults.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere for the same seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
