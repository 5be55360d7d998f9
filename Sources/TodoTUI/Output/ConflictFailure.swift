import LocalStore
import TodoKit

/// What waits for a decision, as a failure.
extension Failure {
  /// A task was changed here and elsewhere in ways that do not go together.
  static let inConflict = "in_conflict"

  /// What to do about it.
  static let decide = "Decide with: todotui conflicts resolve TASK, and --mine or --theirs."

  /// A change that is not made before somebody decides.
  ///
  /// - Parameters:
  ///   - title: the task's.
  ///   - sentence: what does not go together.
  /// - Returns: the failure to end with.
  static func undecided(_ title: String, _ sentence: String) -> Failure {
    Failure(.conflict, inConflict, "“\(title)” is in conflict. \(sentence)", hint: decide)
  }

  /// Tasks that are in conflict after everything else was done.
  ///
  /// - Parameter count: how many.
  /// - Returns: the failure to end with.
  static func undecided(_ count: Int) -> Failure {
    Failure(
      .conflict,
      inConflict,
      count == 1 ? "A task is in conflict." : "\(count) tasks are in conflict.",
      hint: "See them with: todotui conflicts"
    )
  }
}

extension OpenAccount {
  /// Why a row waits for a decision; nil when it does not.
  func undecided(_ key: String) throws(Failure) -> Failure? {
    let row = try stored { () throws(StoreError) in try store.item(key: key) }
    guard let row, case .conflict(let sentence) = row.state else { return nil }
    return .undecided(row.todo.title, sentence)
  }
}
