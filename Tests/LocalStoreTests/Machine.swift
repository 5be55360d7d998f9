import LocalStore
import Synchronization
import TodoKit

/// Two processes on one disk.
final class Machine: Sendable {
  let scratch: Scratch
  let stores: [TodoStore]
  let engines: [SyncEngine]
  /// Counts down from the kill: the request on the wire then is the last one.
  private let life = Mutex(Int.max)

  init(_ server: ReferenceServer, _ clock: TestClock, _ scratch: Scratch) throws {
    self.scratch = scratch
    stores = [try scratch.open(), try scratch.open()]
    engines = stores.map { store in
      SyncEngine(store: store, remote: server.remote, now: { clock.now }, report: { _ in })
    }
  }

  var hasDied: Bool { life.withLock { $0 <= 1 } }

  /// Whether a request comes from a process that is gone.
  var isDead: Bool {
    life.withLock { life in
      if life == Int.max { return false }
      life -= 1
      return life < 0
    }
  }

  func die() { life.withLock { $0 = 1 } }
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
