package import TerminalKit
package import TodoKit

/// What happened.
package enum Message: Sendable, Equatable {
  /// The person, or the terminal, did something.
  case input(InputEvent)
  /// The time, for ages like `12 s ago`.
  case clock(Timestamp)
  /// Every row of the mirror: after a start, or for another account.
  case mirror([TodoItem])
  /// Rows of the mirror that are new or different, and keys of those that are gone.
  case rows(changed: [TodoItem], removed: [String])
  /// How far the mirror is.
  case status(SyncStatus)
  /// Signing in or up succeeded; the server as the header names it.
  case signedIn(Account, server: String)
  /// Signing in or up did not succeed.
  case signInFailed(SignInFailure)
  /// The session is over; the sentence says why.
  case signedOut(String)
  /// A change could not be saved on this machine: the row's key, nil for a new task, and why.
  case commitFailed(key: String?, sentence: String)
  /// Something a person should know, as a sentence.
  case notice(String)
  /// The program is in the foreground again.
  case resumed
}
