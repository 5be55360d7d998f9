import APIClient
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct ProbeRaceTests {
  /// Looks that end only when the test says so.
  private struct Gates {
    private let streams: [String: (AsyncStream<Void>, AsyncStream<Void>.Continuation)]

    init(_ names: String...) {
      streams = Dictionary(uniqueKeysWithValues: names.map { ($0, AsyncStream.makeStream()) })
    }

    func open(_ name: String) { streams[name]?.1.finish() }

    /// Ends also when it is cancelled.
    func pass(_ name: String) async {
      guard let stream = streams[name]?.0 else { return }
      for await _ in stream {}
    }
  }

  private func probe(_ name: String, _ outcome: Probe.Outcome = .found) -> Probe {
    Probe(kind: .auth, origin: name, path: "/ok", outcome: outcome)
  }

  @Test func `the first in order wins although a later one answers sooner`() async {
    let gates = Gates("first")
    let race = await ProbeRace(["first", "second"]) { base in
      await gates.pass(base)
      if base == "second" { gates.open("first") }
      return (probe(base), base)
    }
    #expect(race.found == "first")
    #expect(race.probes == [probe("first")])
  }

  @Test func `a silent candidate does not hold up a better one`() async {
    let gates = Gates("silent")
    let race = await ProbeRace(["missing", "good", "silent"]) { base in
      await gates.pass(base)
      return base == "missing" ? (probe(base, .status(404)), nil) : (probe(base), base)
    }
    #expect(race.found == "good")
    #expect(race.probes == [probe("missing", .status(404)), probe("good")])
  }

  @Test func `without a winner every answer is told in order`() async {
    let gates = Gates("a", "b")
    let race = await ProbeRace<String>(["a", "b", "c"]) { base in
      await gates.pass(base)
      gates.open(base == "c" ? "b" : "a")
      return (probe(base, .webPage), nil)
    }
    #expect(race.found == nil)
    #expect(race.probes.map(\.origin) == ["a", "b", "c"])
  }
}
