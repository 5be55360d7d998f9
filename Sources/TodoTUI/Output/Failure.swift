/// What a person or a script is told when something did not work: one sentence and one status.
package struct Failure: Error, Equatable, Sendable {
  /// The status the process ends with.
  package var status: ExitStatus
  /// A word for scripts, the same whatever the language of the sentence.
  package var code: String
  /// One sentence; it may hold text from outside, and is sanitized when it is written.
  package var message: String
  /// What to do next, when there is one thing to do.
  package var hint: String?
  /// The `X-Request-Id` of the request that failed, for the server's log.
  var requestID: String?

  init(
    _ status: ExitStatus,
    _ code: String,
    _ message: String,
    hint: String? = nil,
    requestID: String? = nil
  ) {
    self.status = status
    self.code = code
    self.message = message
    self.hint = hint
    self.requestID = requestID
  }

  static func signedOut(_ profile: String) -> Failure {
    let option = profile == "local" ? "" : " --profile \(profile)"
    return Failure(
      .notSignedIn,
      "signed_out",
      "Nobody is signed in on the profile \(profile).",
      hint: "Sign in with: todotui auth login\(option)\n"
        + "or make an account with: todotui auth signup\(option)"
    )
  }

  static func invalid(_ message: String, hint: String? = nil) -> Failure {
    Failure(.badData, "invalid", message, hint: hint)
  }

  static func usage(_ message: String) -> Failure {
    Failure(.usage, "usage", message, hint: "See: todotui --help")
  }
}
