import LocalStore
import Testing

/// A policy, its clock and what happened, one line a step.
private struct Rehearsal {
  private let start = ContinuousClock.now
  private var policy = SyncPolicy()

  /// Lets something happen so many seconds after the start; `chance` falls on its highest value
  /// unless said.
  mutating func at(_ seconds: Int, _ event: SyncPolicy.Event, chance: Double = 1) -> Said {
    switch policy.take(event, at: start + .seconds(seconds), chance: { chance }) {
    case .nothing: .nothing
    case .push: .push
    case .sync: .sync
    case .sleep(let until): .until(((until - start) / .milliseconds(1)).rounded() / 1000)
    }
  }

  /// An action, with seconds since the start.
  enum Said: Equatable {
    case nothing, push, sync
    case until(Double)
  }
}

@Suite struct `The policy of syncing` {
  @Test func `reads at the start, and every minute while somebody is there`() {
    var play = Rehearsal()
    #expect(play.at(0, .opened) == .sync)
    #expect(play.at(0, .started) == .nothing)
    #expect(play.at(1, .answered(pulled: true, unsent: 0)) == .until(61))
    #expect(play.at(30, .touched) == .nothing, "the timer stands already")
    #expect(play.at(61, .tick) == .sync)
    #expect(play.at(61, .started) == .nothing)
    #expect(play.at(62, .answered(pulled: true, unsent: 0)) == .until(122))
  }

  @Test func `does not wake for a screen that nobody touched for five minutes`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    #expect(play.at(239, .answered(pulled: true, unsent: 0)) == .until(299))
    #expect(play.at(299, .tick) == .sync)
    #expect(play.at(300, .answered(pulled: true, unsent: 0)) == .nothing)
    #expect(play.at(5000, .tick) == .nothing)
    #expect(play.at(5001, .networkReturned) == .nothing)
    #expect(play.at(6000, .touched) == .sync, "whoever returns sees what is new at once")
    #expect(play.at(6001, .answered(pulled: true, unsent: 0)) == .until(6061))
  }

  @Test func `pushes each change at once, also while the server is away`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(1, .failed(unsent: 0, retryAfter: nil))
    #expect(play.at(2, .changed) == .push)
    #expect(play.at(2, .started) == .nothing)
    #expect(play.at(2, .changed) == .push, "the engine joins it to the next run")
  }

  @Test(arguments: [
    (1, 2.0), (2, 4.0), (3, 8.0), (4, 16.0), (8, 256.0), (9, 512.0), (10, 900.0), (60, 900.0),
  ])
  func `waits longer after each failure, a quarter of an hour at most where nobody is`(
    _ failures: Int,
    _ wait: Double
  ) {
    for (chance, share) in [(1.0, 1.0), (0.0, 0.5), (0.5, 0.75), (7.0, 1.0), (-7.0, 0.5)] {
      var play = Rehearsal()
      _ = play.at(0, .opened)
      for _ in 1..<failures { _ = play.at(300, .failed(unsent: 1, retryAfter: nil)) }
      let said = play.at(300, .failed(unsent: 1, retryAfter: nil), chance: chance)
      #expect(said == .until(300 + wait * share))
    }
  }

  @Test func `looks for a server that is away every half minute while somebody is there`() {
    for (failures, wait) in [(1, 2.0), (4, 16.0), (5, 30.0), (60, 30.0)] {
      var play = Rehearsal()
      _ = play.at(0, .opened)
      for _ in 1..<failures { _ = play.at(0, .failed(unsent: 0, retryAfter: nil)) }
      #expect(play.at(0, .failed(unsent: 0, retryAfter: nil)) == .until(wait))
      #expect(play.at(299, .failed(unsent: 0, retryAfter: nil)) == .nothing, "and then no more")
    }
  }

  @Test func `tries at once for a key behind a long wait, and every few seconds at most`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    for _ in 0..<20 { _ = play.at(2000, .failed(unsent: 1, retryAfter: nil)) }
    #expect(play.at(2002, .touched) == .until(2005), "not 2900")
    #expect(play.at(2004, .touched) == .nothing, "the timer stands already")
    #expect(play.at(2005, .tick) == .sync)
    _ = play.at(2005, .started)
    #expect(play.at(2006, .touched) == .nothing)
    #expect(play.at(2007, .failed(unsent: 1, retryAfter: nil)) == .until(2037))
    #expect(play.at(2020, .touched) == .sync, "that is long enough")
    _ = play.at(2020, .started)
    #expect(play.at(2021, .answered(pulled: true, unsent: 0)) == .until(2081))
    #expect(play.at(2030, .touched) == .nothing, "a server that answers is asked as ever")
  }

  @Test func `tries for no key before the server wants to be asked, nor what it answered`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(0, .failed(unsent: 1, retryAfter: 60))
    #expect(play.at(20, .touched) == .nothing)
    #expect(play.at(60, .touched) == .sync)
    for _ in 0..<8 { _ = play.at(61, .answered(pulled: true, unsent: 1)) }
    #expect(play.at(80, .touched) == .nothing)
    #expect(play.at(81, .answered(pulled: true, unsent: 1)) == .until(981))
  }

  @Test func `looks once when the network changes, however many messages say so`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    for _ in 0..<9 { _ = play.at(10, .failed(unsent: 0, retryAfter: nil)) }
    #expect(play.at(20, .networkChanged) == .sync, "not at 40")
    #expect(play.at(20, .started) == .nothing)
    #expect(play.at(20, .networkChanged) == .nothing, "a look is under way")
    #expect(play.at(21, .failed(unsent: 0, retryAfter: nil)) == .until(22), "which began before it")
    #expect(play.at(21, .networkChanged) == .nothing, "the timer stands already")
    #expect(play.at(22, .tick) == .sync)
    #expect(play.at(22, .started) == .nothing)
    #expect(play.at(23, .failed(unsent: 0, retryAfter: nil)) == .until(25), "waits begin anew")
    #expect(play.at(25, .tick) == .sync)
    #expect(play.at(26, .answered(pulled: true, unsent: 0)) == .until(86))
  }

  @Test func `hears of the network only while the server is away`() {
    var policy = SyncPolicy()
    let now = ContinuousClock.now
    func take(_ event: SyncPolicy.Event) { _ = policy.take(event, at: now) { 1 } }
    #expect(!policy.isServerAway)
    take(.opened)
    take(.started)
    #expect(!policy.isServerAway)
    take(.failed(unsent: 0, retryAfter: nil))
    #expect(policy.isServerAway)
    take(.started)
    #expect(policy.isServerAway, "nobody has answered yet")
    take(.answered(pulled: true, unsent: 0))
    #expect(!policy.isServerAway)
    #expect(policy.take(.networkChanged, at: now + .seconds(9)) { 1 } == .nothing)
    take(.failed(unsent: 0, retryAfter: nil))
    take(.closed)
    #expect(!policy.isServerAway)
  }

  @Test func `looks behind a change of the network no earlier than the server asked for`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    #expect(play.at(0, .failed(unsent: 1, retryAfter: 60)) == .until(60))
    #expect(play.at(10, .networkChanged) == .nothing)
    #expect(play.at(60, .tick) == .sync)
  }

  @Test func `looks where nobody is for what is unsent alone, and every half minute at most`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(1000, .failed(unsent: 0, retryAfter: nil))
    #expect(play.at(1100, .networkChanged) == .nothing)
    for _ in 0..<12 { _ = play.at(2000, .failed(unsent: 1, retryAfter: nil)) }
    #expect(play.at(2010, .networkChanged) == .until(2030), "not 2900")
    #expect(play.at(2029, .networkChanged) == .nothing, "the timer stands already")
    #expect(play.at(2030, .tick) == .sync)
    _ = play.at(2030, .started)
    #expect(play.at(2031, .failed(unsent: 1, retryAfter: nil)) == .until(2931))
  }

  @Test func `begins with short waits again after an answer`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    for _ in 0..<9 { _ = play.at(0, .failed(unsent: 1, retryAfter: nil)) }
    _ = play.at(1, .answered(pulled: true, unsent: 0))
    #expect(play.at(2, .failed(unsent: 1, retryAfter: nil)) == .until(4))
  }

  @Test func `keeps trying for unsent changes though nobody is there, and for nothing else`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    #expect(play.at(1000, .failed(unsent: 1, retryAfter: nil)) == .until(1002))
    #expect(play.at(1002, .tick) == .sync)
    #expect(play.at(1003, .failed(unsent: 0, retryAfter: nil)) == .nothing)
    #expect(play.at(1004, .networkReturned) == .nothing)
    _ = play.at(1005, .failed(unsent: 1, retryAfter: nil))
    #expect(play.at(1006, .networkReturned) == .sync)
  }

  @Test func `heeds Retry-After, but for a person who asks, and an hour at most`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    #expect(play.at(1, .failed(unsent: 1, retryAfter: 120), chance: 0) == .until(121))
    #expect(play.at(2, .changed) == .nothing, "the timer stands")
    #expect(play.at(3, .networkReturned) == .nothing)
    #expect(play.at(4, .refresh) == .sync)
    #expect(play.at(5, .failed(unsent: 1, retryAfter: 1_000_000)) == .until(3605))
    #expect(play.at(3605, .tick) == .sync)
    #expect(play.at(3606, .answered(pulled: true, unsent: 0)) == .nothing)
    #expect(play.at(3607, .changed) == .push)
  }

  @Test func `looks again soon for what an answered run left unsent`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    #expect(play.at(1, .answered(pulled: true, unsent: 1)) == .until(11))
    #expect(play.at(11, .tick) == .sync)
    for _ in 0..<8 { _ = play.at(12, .answered(pulled: true, unsent: 1)) }
    #expect(play.at(12, .answered(pulled: true, unsent: 1)) == .until(912))
  }

  @Test func `starts nothing by itself while a run is under way`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(0, .started)
    #expect(play.at(400, .tick) == .nothing)
    #expect(play.at(400, .touched) == .nothing)
    #expect(play.at(400, .refresh) == .sync)
  }

  @Test func `sleeps on when it is woken too early`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(0, .answered(pulled: true, unsent: 0))
    #expect(play.at(59, .tick) == .until(60))
    #expect(play.at(60, .tick) == .sync)
  }

  @Test func `reads soon when a run only sent`() {
    var play = Rehearsal()
    _ = play.at(0, .opened)
    _ = play.at(0, .answered(pulled: true, unsent: 0))
    _ = play.at(20, .changed)
    #expect(play.at(21, .answered(pulled: false, unsent: 0)) == .until(60))
  }

  @Test func `is silent without an account`() {
    var play = Rehearsal()
    for event in [
      SyncPolicy.Event.changed, .touched, .refresh, .networkReturned, .networkChanged, .tick,
    ] {
      #expect(play.at(0, event) == .nothing)
    }
    _ = play.at(1, .opened)
    _ = play.at(2, .failed(unsent: 3, retryAfter: nil))
    #expect(play.at(3, .closed) == .nothing)
    #expect(play.at(4, .tick) == .nothing)
    #expect(play.at(5, .refresh) == .nothing)
  }
}
