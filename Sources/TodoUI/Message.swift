package import TerminalKit
package import TodoKit

/// What happened.
package enum Message: Sendable, Equatable {
  /// The person, or the terminal, did something.
  case input(InputEvent)
  /// The time, for ages like `12 s ago`, and how many seconds east of UTC the person is then.
  case clock(Timestamp, east: Int)
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
  /// Changes are saved on this machine, with the keys of the rows they made, in order.
  ///
  /// The rows themselves come before it, as ``rows(changed:removed:)``.
  case committed(id: Int, created: [String])
  /// Changes could not be saved on this machine, and why; none of them was.
  case commitFailed(id: Int, sentence: String)
  /// Steps of the log were taken back, or carried out again, and what became of them.
  ///
  /// The rows themselves come before it, as ``rows(changed:removed:)``.
  case undone(id: Int, UndoneStep)
  /// The log has no step to take back, or to carry out again.
  case nothingToUndo(id: Int)
  /// The changes the server does not have.
  case queue([QueueRow])
  /// What waits for a decision.
  case conflicts([ConflictCard])
  /// What the backend keeps of a task, as its description tells.
  case fields(TaskFields)
  /// An editor gave back a description; nil when it was left as it was.
  case edited(key: String, text: String?)
  /// No editor could be used, and why; the text is edited on the screen instead.
  case editorFailed(key: String, text: String, sentence: String)
  /// What the command line can complete, and what was typed there before, newest last.
  case commandsPrepared(CommandGrammar)
  /// A command of the command line has taken 150 ms.
  case commandIsSlow(id: Int)
  /// A command of the command line is over.
  case commandEnded(id: Int, CommandResult)
  /// The profiles there are.
  case profiles([String])
  /// Something a person should know, as a sentence.
  case notice(String)
  /// The program is in the foreground again.
  case resumed
}
