package import TodoKit

/// What the shell is asked to do; each comes back as a message.
package enum Effect: Sendable, Equatable {
  /// Sign in with what the form has.
  case signIn(SignInForm.Submission)
  /// Make an account of what the form has.
  case signUp(SignInForm.Submission)
  /// Stop the sign-in under way.
  case cancel
  /// Ask the server to send a mail for a new password.
  case requestReset(SignInForm.Submission)
  /// Save changes as one, all or none, and log them as one step under the words of the action.
  case commit(id: Int, action: String, [RowChange])
  /// Take the newest steps of the log back that are not taken back yet, so many at most.
  case undo(id: Int, steps: Int)
  /// Carry out again the steps that were taken back last, so many at most.
  case redo(id: Int, steps: Int)
  /// Tell which changes the server does not have.
  case showQueue
  /// Tell which changes wait for a decision.
  case showConflicts
  /// Send a change again that the server refused or that is in doubt.
  case retry(key: String, sequence: Int64)
  /// Forget a change that was not sent.
  case drop(key: String, sequence: Int64)
  /// End a conflict, and log that as one step under the words of the action.
  case resolve(key: String, action: String, ConflictChoice)
  /// Talk to the server now.
  case sync
  /// Stop talking to the server, if that is under way.
  case cancelSync
  /// Hand a text to the person's editor.
  case openEditor(key: String, text: String)
  /// Show an address in a browser.
  case openLink(String)
  /// Put text on the terminal's clipboard.
  case copy(String)
  /// The command line was opened for the first time.
  case prepareCommands
  /// Run a line of the command line, under a number of its own.
  case run(id: Int, String)
  /// Stop the command under way.
  case cancelCommand
  /// Find out which profiles there are.
  case listProfiles
  /// Start again with another profile.
  case useProfile(String)
  /// End the session.
  case signOut
  /// Stop the program until it is brought back (job control).
  case suspend
  /// Paint every cell again.
  case redraw
  /// End the program.
  case quit
}
