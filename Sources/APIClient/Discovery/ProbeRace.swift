/// Requests that run at the same time, of which the first in order counts, not the fastest.
package struct ProbeRace<Found: Sendable>: Sendable {
  /// What the winner found; nil when none did.
  package let found: Found?
  /// What came, in order, without the requests behind the winner that were given up.
  package let probes: [Probe]

  /// Looks everywhere at once, and ends as soon as nothing better can come.
  package init(
    _ bases: [String],
    look: @escaping @Sendable (String) async -> (Probe, Found?)
  ) async {
    (found, probes) = await withTaskGroup(of: (Int, Probe, Found?).self) { group in
      for (place, base) in bases.enumerated() {
        group.addTask {
          let (probe, found) = await look(base)
          return (place, probe, found)
        }
      }
      var answers: [Int: (probe: Probe, found: Found?)] = [:]
      var next = 0
      for await (place, probe, found) in group {
        answers[place] = (probe, found)
        while let answer = answers[next] {
          if let found = answer.found {
            group.cancelAll()
            return (found, (0...next).compactMap { answers[$0]?.probe })
          }
          next += 1
        }
      }
      return (nil, bases.indices.compactMap { answers[$0]?.probe })
    }
  }
}
