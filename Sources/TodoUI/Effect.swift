package import TodoKit

/// What the shell is asked to do; each comes back as a message.
package enum Effect: Sendable, Equatable {
  /// Sign in with what the form has.
  case signIn(SignInForm.Submission)
  /// Make an account of what the form has.
  case signUp(SignInForm.Submission)
  /// Stop the sign-in under way.
  case cancel
  /// Save a change of one task; nil for a new one.
  case commit(TodoChange, key: String?)
  /// Talk to the server now.
  case sync
  /// End the session.
  case signOut
  /// Stop the program until it is brought back (job control).
  case suspend
  /// Paint every cell again.
  case redraw
  /// End the program.
  case quit
}
