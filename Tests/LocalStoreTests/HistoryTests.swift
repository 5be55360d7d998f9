import Foundation
import LocalStore
import Synchronization
import Testing

/// Random histories of one person at one machine: two processes on one store, a server and a wire
/// that go wrong, kills at every request and after every transaction of the engine, undo and redo,
/// and another device that adds, changes, completes and deletes.
///
/// The reference is the ``Ledger``. `TODOTUI_HISTORIES` asks for more of them, which then tell how
/// far they have come; `TODOTUI_SEED` is the first machine's.
@Suite struct `Random histories` {
  private static let asked = variable("TODOTUI_HISTORIES")
  /// How many there are in all.
  private static let total = asked ?? 10_000
  private static let first = variable("TODOTUI_SEED") ?? 0
  /// How many happen on one machine.
  private static let length: UInt64 = 20
  private static let parts: UInt64 = 8
  private static let tally = Tally(tellsEach: asked.map { max(2000, Int($0) / 100) })

  private static func variable(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }

  @Test(arguments: 0..<parts)
  func `lose nothing, make nothing twice and overwrite nothing unseen`(
    _ part: UInt64
  ) async throws {
    let template = try Template()
    let machines = max(1, Self.total / Self.length)
    for number in stride(from: part, to: machines, by: UInt64.Stride(Self.parts)) {
      let seed = Self.first + number
      let found = try await History(seed: seed, on: template, tally: Self.tally)
        .run(Int(Self.length))
      #expect(found.isEmpty, "seed \(seed): \(found.joined(separator: "; "))")
    }
    Self.tally.tell()
  }

  /// Negative controls: each of these engines shows itself within two hundred machines.
  @Test(arguments: History.Flaw.allCases)
  func `are told apart from those of a broken engine`(_ flaw: History.Flaw) async throws {
    let template = try Template()
    let tally = Tally()
    for seed in UInt64(0)..<200 {
      let history = try History(seed: seed, on: template, tally: tally, flaw: flaw)
      let found = try await history.run(Int(Self.length))
      guard found.contains(where: { $0.contains(flaw.words) }) else { continue }
      if Self.asked != nil { print("\(flaw) was found in history \(tally["histories"])") }
      return
    }
    Issue.record("not told apart")
  }
}

/// An empty database to copy, which is quicker than to make one.
final class Template: Sendable {
  private let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    _ = try scratch.open()
  }

  func copy() throws -> Scratch {
    let copy = try Scratch()
    try scratch.copyDatabase(to: copy)
    return copy
  }
}

/// How often what happened: a reference that nothing happens to finds nothing.
final class Tally: Sendable {
  private let counts = Mutex<[String: Int]>([:])
  private let step: Int?

  /// A tally that tells itself each time so many histories are over; never unless said.
  init(tellsEach step: Int? = nil) { self.step = step }

  func add(_ name: String, _ count: Int = 1) {
    let now = counts.withLock { counts in
      counts[name, default: 0] += count
      return counts[name, default: 0]
    }
    if let step, name == "histories", now.isMultiple(of: step) { tell() }
  }

  subscript(name: String) -> Int { counts.withLock { $0[name, default: 0] } }

  func tell() {
    guard step != nil else { return }
    let counts = counts.withLock { $0 }
    let words = counts.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    print("tally {\(words.joined(separator: ", "))}")
    fflush(nil)
  }
}
