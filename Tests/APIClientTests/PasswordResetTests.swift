import APIClient
import Testing

/// Asking for a mail with a link for a new password (contract/better-auth 2.3).
@Suite struct `A password reset` {
  private let path = "POST /api/auth/request-password-reset"

  @Test func `is asked for by the address alone`() async throws {
    let peer = try Peer()
    let body =
      #"{"status":true,"message":"If this email exists in our system, check your email"}"#
    try peer.on(path, .answer(200, body))
    let answer = try await withAuth(peer) {
      try await $0.requestPasswordReset(email: "ada@example.com")
    }
    #expect(answer == .requested)
    let received = try #require(try peer.received().first)
    #expect(received.body == #"{"email":"ada@example.com"}"#)
    #expect(received.all("Authorization").isEmpty && received.all("Cookie").isEmpty)
  }

  @Test func `is not offered by a server that sends no mail, or knows no such path`()
    async throws
  {
    let peer = try Peer()
    let message = "Reset password isn't enabled"
    try peer.on(
      path,
      .recorded("request-password-reset-not-configured"),
      .answer(400, #"{"code":"RESET_PASSWORD_DISABLED","message":"\#(message)"}"#),
      .answer(400, #"{"code":"RESET_PASSWORD_NOT_ENABLED","message":"\#(message)"}"#),
      .answer(404, "")
    )
    try await withAuth(peer) { auth in
      for _ in 1...4 {
        let answer = try await auth.requestPasswordReset(email: "ada@example.com")
        #expect(answer == .notOffered)
      }
    }
  }

  @Test func `tells a page, a refusal and another shape from an answer`() async throws {
    let peer = try Peer()
    try peer.on(
      path,
      .answer(400, #"{"code":"VALIDATION_ERROR","message":"[body.email] Invalid email"}"#),
      .answer(200, #"{"sent":true}"#),
      .answer(500, "")
    )
    try await withAuth(peer) { auth in
      for _ in 1...3 {
        await #expect(throws: APIError.self) {
          _ = try await auth.requestPasswordReset(email: "ada")
        }
      }
    }
  }
}
