package import APIClient
package import LocalStore
import TodoKit
import TodoUI
package import TokenVault

/// The one place where errors of the rooms become a status, a code and a sentence.
extension Failure {
  package init(_ error: VaultError) {
    let (status, code): (ExitStatus, String) =
      switch error {
      case .invalidProfile: (.usage, "bad_profile")
      case .refused: (.forbidden, "vault_refused")
      case .damaged, .keyMissing, .keyMismatch, .keyDamaged: (.notSignedIn, "vault_unreadable")
      case .newerFormat: (.badConfiguration, "vault_newer")
      case .locked: (.temporary, "vault_locked")
      case .unstorable: (.badData, "bad_token")
      case .diskFull: (.cannotWrite, "disk_full")
      case .io: (.inputOutput, "vault_io")
      }
    self.init(
      status,
      code,
      error.sentence,
      hint: status == .notSignedIn ? "Sign in again: todotui auth login" : nil
    )
  }

  package init(_ error: StoreError) {
    let (status, code): (ExitStatus, String) =
      switch error {
      case .diskFull: (.cannotWrite, "disk_full")
      case .cannotOpen: (.cannotWrite, "cannot_write")
      case .newer: (.badConfiguration, "mirror_newer")
      case .replaced: (.temporary, "mirror_replaced")
      case .busy: (.temporary, "mirror_busy")
      case .otherServer: (.badConfiguration, "other_server")
      case .noSuchTask: (.notFound, "not_found")
      case .noSuchChange: (.notFound, "no_such_change")
      case .beingSent: (.temporary, "being_sent")
      case .io: (.inputOutput, "mirror_io")
      }
    self.init(status, code, error.sentence)
  }

  package init(_ error: APIError) {
    let (status, code): (ExitStatus, String) =
      switch error {
      case .notSent: (.unreachable, "unreachable")
      case .unknown: (.unreachable, "no_answer")
      case .badAnswer(let answer) where answer.kind == .noTokenEndpoint: (.failed, "no_jwt_plugin")
      case .badAnswer: (.unreachable, "bad_answer")
      case .cancelled: (.cancelled, Failure.cancelled)
      case .unauthorized: (.notSignedIn, "unauthorized")
      case .forbidden: (.forbidden, "forbidden")
      case .notFound where error.isAboutList: (.unreachable, Failure.noTaskList)
      case .notFound: (.notFound, "not_found")
      case .conflict: (.badData, "conflict")
      case .changed: (.temporary, "changed")
      case .rateLimited: (.temporary, "rate_limited")
      case .rejected: (.badData, "rejected")
      case .ignored: (.failed, "ignored")
      case .serverFault(let refusal):
        (refusal.status == 503 ? .temporary : .failed, "server_fault")
      }
    self.init(
      status,
      error.isAboutList ? code : error.refusal?.code?.lowercased() ?? code,
      error.sentence,
      requestID: error.requestID
    )
  }

  /// The same in the words of a sign-in.
  ///
  /// - Parameters:
  ///   - error: what a call of a sign-in or sign-up threw.
  ///   - address: the auth server's base.
  package init(signIn error: APIError, at address: String) {
    switch error {
    case .unauthorized(let refusal):
      self.init(
        .notSignedIn,
        "invalid_email_or_password",
        "Wrong e-mail address or password.",
        requestID: refusal.requestID
      )
    case .notFound:
      self.init(
        .unreachable,
        "bad_address",
        "There is no sign-in at \(address): check the address.",
        requestID: error.requestID
      )
    default:
      self.init(error)
      if code == Failure.emailNotVerified { status = .notSignedIn }
    }
  }

  /// Why there is no JWT.
  package init(renewal error: any Error, profile: String) {
    switch error {
    case let failure as Failure: self = failure
    case RenewalError.signedOut(let sentence):
      self.init(.notSignedIn, "signed_out", sentence, hint: Failure.signedOut(profile).hint)
    case RenewalError.foreignToken:
      self.init(
        .notSignedIn,
        Failure.foreignToken,
        RenewalError.foreignToken.sentence,
        hint: Failure.signedOut(profile).hint
      )
    case RenewalError.auth(let error): self.init(error)
    case RenewalError.vault(let error): self.init(error)
    case RenewalError.notYet(let sentence): self.init(.temporary, "not_yet", sentence)
    default: self.init(.cancelled, Failure.cancelled, "Cancelled.")
    }
  }

  package init(_ error: DiscoveryError) {
    let (status, code): (ExitStatus, String) =
      switch error {
      case .badAddress: (.usage, "bad_address")
      case .nothingAnswers: (.unreachable, "unreachable")
      case .somethingElse: (.unreachable, "bad_address")
      case .noSignIn: (.unreachable, "no_sign_in")
      case .notNow: (.temporary, "not_now")
      case .pointsElsewhere: (.unreachable, "points_elsewhere")
      case .cancelled: (.cancelled, Failure.cancelled)
      }
    self.init(status, code, error.sentence)
  }

  package init(_ failure: RemoteFailure, profile: String) {
    let reason = failure.reason
    let (status, code): (ExitStatus, String) =
      switch failure {
      case .unknown where reason.code == Failure.cancelled && reason.status == nil:
        (.cancelled, Failure.cancelled)
      case .notSent: (.unreachable, "unreachable")
      case .signedOut: (.notSignedIn, "signed_out")
      case .missing where reason.code == Failure.noTaskList: (.unreachable, Failure.noTaskList)
      case .missing: (.notFound, "not_found")
      case .later where reason.status == 401: (.notSignedIn, "unauthorized")
      case .later: (.temporary, "later")
      case .unknown where reason.status.map { $0 >= 500 } ?? false: (.failed, "server_fault")
      case .unknown: (.unreachable, "no_answer")
      case .rejected where reason.status == 403: (.forbidden, "forbidden")
      case .rejected where reason.status == nil: (.failed, "rejected")
      case .changed: (.temporary, "changed")
      case .rejected, .exists: (.badData, "rejected")
      }
    self.init(
      reason.exit.flatMap(ExitStatus.init) ?? status,
      reason.code?.lowercased() ?? code,
      reason.sentence,
      hint: status == .notSignedIn ? Failure.signedOut(profile).hint : nil,
      requestID: reason.requestID
    )
  }

  init(_ error: TodoReference.Failure, reference: String) {
    switch error {
    case .notFound(let rows?):
      self.init(
        .notFound,
        "not_found",
        rows == 0
          ? "There is no row \(reference): no list was printed yet on this profile."
          : "There is no row \(reference): the last list had \(rows).",
        hint: "Print one with: todotui list. An id is written id:\(reference)."
      )
    case .notFound(nil):
      self.init(.notFound, "not_found", "No task matches “\(reference)”.")
    case .ambiguous(let items):
      let candidates = items.prefix(5).map { "\($0.todo.id.prefix(13)) “\($0.todo.title)”" }
        .joined(separator: ", ")
      let more = items.count > 5 ? " and \(items.count - 5) more" : ""
      self.init(
        .badData,
        "ambiguous",
        "“\(reference)” matches \(items.count) tasks: \(candidates)\(more).",
        hint: "Name one by its row in the last list or by its id."
      )
    }
  }

  /// Somebody stopped what was under way.
  static let cancelled = "cancelled"

  /// A session was given the token of another user.
  static let foreignToken = "foreign_token"

  /// The server's description leaves something open that only a person knows.
  static let backendNeedsLine = "backend_needs_line"

  /// The task server has no list where it was asked for one.
  static let noTaskList = "no_task_list"

  /// The account exists, and its address waits to be confirmed.
  static let emailNotVerified = "email_not_verified"

  /// A change the server said no to.
  package static func refused(_ failure: SyncReport.Failure, worked: Int) -> Failure {
    let status: ExitStatus =
      switch failure.reason.status {
      case _ where worked > 0: .partlyDone
      case _ where failure.reason.code == Failure.noTaskList: .unreachable
      case 403?: .forbidden
      case 404?, 410?: .notFound
      case (400..<500)?: .badData
      default: .failed
      }
    return Failure(
      status,
      failure.reason.code?.lowercased() ?? "rejected",
      "“\(failure.title)” was refused: \(failure.reason.sentence)",
      requestID: failure.reason.requestID
    )
  }

  /// What several failures come to: nil for none, partly done when something worked.
  static func summary(of failures: [Failure], worked: Int) -> Failure? {
    guard var first = failures.first else { return nil }
    if worked > 0 { first.status = .partlyDone }
    return first
  }
}

extension SignInFailure {
  /// What went wrong, beside the field it is about.
  init(_ failure: Failure) {
    let field: SignInForm.Field? =
      switch failure.code {
      case "user_already_exists_use_another_email", "invalid_email": .email
      case "invalid_email_or_password", Failure.unconfirmedOrigin, "password_too_short",
        "password_too_long":
        .password
      case "unreachable", "no_answer", "bad_answer", "bad_address", "not_found", "no_sign_in",
        "not_now", "points_elsewhere":
        .server
      case Failure.noTaskAPI: .tasks
      default: nil
      }
    self.init(field: field, sentence: failure.message)
  }
}
