internal import TodoKit

struct SignUpBody: Encodable {
  let name: String
  let email: String
  let password: String
}

struct SignInBody: Encodable {
  let email: String
  let password: String
}

struct PasswordResetBody: Encodable {
  let email: String
}

struct PasswordResetReply: Decodable {
  let status: Bool
}

struct SignAnswer: Decodable {
  let token: String?
  let user: UserAnswer?
  let twoFactorRedirect: Bool?
  let twoFactorMethods: JSON?

  /// Whether the account wants a second factor (contract/better-auth 2.3).
  var wantsSecondFactor: Bool {
    twoFactorRedirect == true || !(twoFactorMethods?.elements ?? []).isEmpty
  }
}

struct UserAnswer: Decodable {
  let id: WireID
  let email: String
  let name: String?

  var account: Account { Account(id: id.text, email: email, name: name ?? "") }
}

struct SignOutAnswer: Decodable {
  let success: Bool
}

struct SessionAnswer: Decodable {
  struct Session: Decodable {
    let expiresAt: String
  }

  let session: Session
  let user: UserAnswer
}

struct TokenAnswer: Decodable {
  let token: String
}
