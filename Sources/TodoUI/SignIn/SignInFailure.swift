/// Why signing in or up did not succeed, as the form shows it.
package struct SignInFailure: Sendable, Equatable {
  /// The field to blame; nil for none of them.
  package var field: SignInForm.Field?
  /// What is wrong and what to do, in one sentence.
  package var sentence: String
  /// Whether the account exists and waits for its mail to be answered: nothing went wrong.
  package var isVerificationPending: Bool

  package init(field: SignInForm.Field? = nil, sentence: String) {
    self.field = field
    self.sentence = sentence
    isVerificationPending = false
  }

  private init(verification sentence: String) {
    field = nil
    self.sentence = sentence
    isVerificationPending = true
  }

  /// The account was made; the server wants the e-mail address confirmed before it lets anybody in.
  package static func verifyEmail(_ sentence: String) -> SignInFailure {
    SignInFailure(verification: sentence)
  }
}
