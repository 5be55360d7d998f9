/// What is wrong with a new password, in Better Auth's words (contract/better-auth 2.0).
enum PasswordFlaw: String {
  case tooShort = "Password too short"
  case tooLong = "Password too long"
  /// PostgreSQL cannot hold NUL, so no client may rely on it.
  case holdsNUL = "Password contains NUL"

  /// Nil for a password that may be taken.
  init?(of password: String) {
    // Counted in UTF-16 code units, before normalisation.
    switch password.utf16.count {
    case ..<8: self = .tooShort
    case 129...: self = .tooLong
    default:
      guard password.utf8.contains(0) else { return nil }
      self = .holdsNUL
    }
  }
}
