import Foundation
import LocalStore
import Testing

/// Random histories of one person at one machine: two processes on one store, a server and a wire
/// that go wrong, kills at every request and after every transaction of the engine, and another
/// device that adds, changes, completes and deletes.
///
/// The reference is the ``Ledger``. `TODOTUI_HISTORIES` asks for more of them.
@Suite struct `Random histories` {
  /// How many there are in all.
  private static let total =
    ProcessInfo.processInfo.environment["TODOTUI_HISTORIES"].flatMap(UInt64.init) ?? 2000
  /// How many happen on one machine.
  private static let length: UInt64 = 20
  private static let parts: UInt64 = 4

  @Test(arguments: 0..<parts)
  func `lose nothing, make nothing twice and overwrite nothing unseen`(
    _ part: UInt64
  ) async throws {
    let template = try Template()
    let machines = max(1, Self.total / Self.length)
    for seed in stride(from: part, to: machines, by: UInt64.Stride(Self.parts)) {
      let found = try await History(seed: seed, on: template).run(Int(Self.length))
      #expect(found.isEmpty, "seed \(seed): \(found.joined(separator: "; "))")
    }
  }

  /// A negative control: the same histories on a wire where repeating is not safe.
  @Test func `are told apart from those of an engine that repeats blindly`() async throws {
    #expect(try await isFound(.repeatsBlindly, "was made twice"))
  }

  /// A negative control: what is sent overwrites whatever is there.
  @Test func `are told apart from those where the last writer wins`() async throws {
    #expect(try await isFound(.lastWriterWins, "was overwritten unseen"))
  }

  /// Whether the histories of a hundred machines show a flaw by the sentence that tells it.
  private func isFound(_ flaw: History.Flaw, _ words: String) async throws -> Bool {
    let template = try Template()
    for seed in UInt64(0)..<100 {
      let found = try await History(seed: seed, on: template, flaw: flaw).run(Int(Self.length))
      if found.contains(where: { $0.contains(words) }) { return true }
    }
    return false
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
