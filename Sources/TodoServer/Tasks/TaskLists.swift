/// Admits lists to the database, few at a time: a whole one may be long, and everything else needs
/// readers and processors too.
package actor TaskLists {
  /// Too many lists are waiting already.
  package struct Busy: Error {}

  package init() {}

  static let mostAtOnce = 4
  static let mostOfOneUser = 2
  private static let mostWaiting = 64
  private static let mostWaitingOfOneUser = 16

  private struct Waiting {
    let user: String
    let turn: CheckedContinuation<Void, Never>
  }

  private var running: [String: Int] = [:]
  private var waiting: [Waiting] = []

  /// Runs a list when it is its turn.
  ///
  /// - Parameters:
  ///   - user: Whose list it is.
  ///   - work: Reads it.
  /// - Returns: What `work` returns.
  /// - Throws: `Busy`, and what `work` throws.
  package func run<Value: Sendable>(
    for user: String,
    _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    if mayStart(user) {
      running[user, default: 0] += 1
    } else {
      guard waiting.count < TaskLists.mostWaiting,
        waiting.count(where: { $0.user == user }) < TaskLists.mostWaitingOfOneUser
      else { throw Busy() }
      await withCheckedContinuation { waiting.append(Waiting(user: user, turn: $0)) }
    }
    defer { leave(user) }
    return try await work()
  }

  private func mayStart(_ user: String) -> Bool {
    running.values.reduce(0, +) < TaskLists.mostAtOnce
      && running[user, default: 0] < TaskLists.mostOfOneUser
  }

  private func leave(_ user: String) {
    let rest = running[user, default: 1] - 1
    running[user] = rest > 0 ? rest : nil
    guard let next = waiting.firstIndex(where: { mayStart($0.user) }) else { return }
    let chosen = waiting.remove(at: next)
    running[chosen.user, default: 0] += 1
    chosen.turn.resume()
  }
}
