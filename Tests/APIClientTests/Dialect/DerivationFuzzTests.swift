import APIClient
import Foundation
import Testing

@Suite struct `A derivation of damaged descriptions` {
  /// Seconds to go on; `TODOTUI_FUZZ_SECONDS` asks for more.
  private static let seconds =
    ProcessInfo.processInfo.environment["TODOTUI_FUZZ_SECONDS"].flatMap(Double.init) ?? 2

  @Test func `always ends, in time, with a dialect that lines can hold`() throws {
    let corpus = try Corpus.names.map { try Corpus.description($0) }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(Self.seconds)
    var count = 0
    var derived = 0
    var slowest = Duration.zero
    while clock.now < end {
      let seed = UInt64(count)
      var mutator = Mutator(seed: seed)
      let damaged = mutator.damage(mutator.random.pick(corpus), beside: mutator.random.pick(corpus))
      let start = clock.now
      let derivation = Derivation(openAPI: damaged)
      slowest = max(slowest, clock.now - start)
      let dialect = derivation.dialect
      try #require(try Dialect(lines: dialect.lines) == dialect, "seed \(seed)")
      try #require(!dialect.completion.isEmpty && dialect.item.contains("{id}"), "seed \(seed)")
      try #require(derivation.notes.contains { $0.key == .path }, "seed \(seed)")
      try #require(dialect.paging.map { (1...500).contains($0.count) } ?? true, "seed \(seed)")
      count += 1
      if dialect != .undescribed { derived += 1 }
    }
    print("fuzz: \(count) descriptions, \(derived) of them derived, the slowest in \(slowest)")
    #expect(count > 20)
    #expect(derived > count / 20)
  }
}
