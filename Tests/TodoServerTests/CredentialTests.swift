import Foundation
import GRDB
import Testing
import TodoServer

@Suite(.sharedServer) struct `Session credentials` {
  private let cookie = "better-auth.session_token"

  private func session(_ headers: [(String, String)]) async throws -> RawResponse {
    try await sharedServer().get("/api/auth/get-session", headers)
  }

  @Test func `bearer and cookie work in exactly the recorded forms`() async throws {
    let account = try await sharedServer().newAccount()
    let signed = account.signed
    let decoded = try #require(signed.removingPercentEncoding)
    let lower = signed.replacing("%2B", with: "%2b").replacing("%2F", with: "%2f")
      .replacing("%3D", with: "%3d")
    let good: [(String, String)] = [
      ("Authorization", "Bearer \(account.token)"),
      ("Authorization", "Bearer \(signed)"),
      ("Authorization", "Bearer \(lower)"),
      ("Authorization", signed),
      ("Cookie", "\(cookie)=\(signed)"),
      ("Cookie", "\(cookie)=\(decoded)"),
      ("Cookie", "\(cookie)=\"\(signed)\""),
      ("Cookie", "a=b; \(cookie)=\(signed); c=d"),
    ]
    for header in good {
      let json = try await session([header]).json()
      #expect(json["user"]?["id"]?.string == account.id, "\(header)")
    }
    let bad: [(String, String)] = [
      ("Authorization", "Bearer \(decoded)"),
      ("Authorization", "bearer \(signed)"),
      ("Authorization", "Bearer \(account.jwt)"),
      ("Cookie", "\(cookie)=\(account.token)"),
      ("Cookie", "__Secure-\(cookie)=\(signed)"),
    ]
    for header in bad {
      let response = try await session([header])
      #expect(response.body == "null", "\(header)")
      #expect(response.values("set-cookie").isEmpty, "\(header)")
    }
    for header in ["Bearer \(String(repeating: "a", count: 32))", "Bearer  \(account.token)"] {
      let response = try await session([("Authorization", header)])
      #expect(response.body == "null")
      #expect(response.values("set-cookie").count == 3)
    }
  }

  @Test func `a cookie wins over a bearer token, even a broken one`() async throws {
    let server = try sharedServer()
    let ada = try await server.newAccount()
    let bob = try await server.newAccount()
    let both = try await session([
      ("Cookie", "\(cookie)=\(ada.signed)"), ("Authorization", "Bearer \(bob.signed)"),
    ])
    #expect(try both.json()["user"]?["id"]?.string == ada.id)
    let broken = try await session([
      ("Cookie", "\(cookie)=garbage"), ("Authorization", "Bearer \(bob.signed)"),
    ])
    #expect(broken.body == "null")
  }

  @Test func `signing out ends the session for good, and is a success without one`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let bearer = ("Authorization", "Bearer \(account.signed)")
    for _ in 0..<2 {
      let out = try await server.send(
        RawRequest(method: "POST", target: "/api/auth/sign-out", headers: [bearer])
      )
      #expect(out.status == 200)
      #expect(out.body == #"{"success":true}"#)
      #expect(out.values("set-cookie").count == 3)
    }
    #expect(try await session([bearer]).body == "null")
    let token = try await server.get("/api/auth/token", [bearer])
    #expect(token.status == 401)
    #expect(token.body.isEmpty)
    // The JWT lives on until it expires (contract/better-auth 2.5).
    #expect(try await account.call("GET", account.path).status == 200)
  }

  @Test func `an expired session is deleted on first use`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let token = account.token
    try await server.database {
      try $0.execute(
        sql: #"update "session" set "expiresAt" = ? where "token" = ?"#,
        arguments: [Timestamp.now().advanced(by: .seconds(-1)).text, token]
      )
    }
    let response = try await session([("Authorization", "Bearer \(token)")])
    #expect(response.body == "null")
    #expect(response.values("set-cookie").count == 3)
    let rows = try await server.database {
      try Int.fetchOne(
        $0,
        sql: #"select count(*) from "session" where "token" = ?"#,
        arguments: [token]
      )
    }
    #expect(rows == 0)
  }

  @Test func `a session a day old slides, a younger one does not`() async throws {
    let server = try sharedServer()
    let account = try await server.newAccount()
    let token = account.token
    let bearer = ("Authorization", "Bearer \(token)")
    func age(_ seconds: Int64) async throws {
      let end = Timestamp.now().advanced(by: .seconds(604_800 - seconds)).text
      try await server.database {
        try $0.execute(
          sql: #"update "session" set "expiresAt" = ? where "token" = ?"#,
          arguments: [end, token]
        )
      }
    }
    func remaining() async throws -> Int64 {
      let text = try await server.database {
        try String.fetchOne(
          $0,
          sql: #"select "expiresAt" from "session" where "token" = ?"#,
          arguments: [token]
        )
      }
      let end = try #require(text.flatMap(Timestamp.init))
      return end.seconds - Timestamp.now().seconds
    }
    try await age(86_300)
    #expect(try await session([bearer]).value("set-auth-token") == nil)
    #expect(try await remaining() < 518_600)
    try await age(86_500)
    let fixed = try await server.get("/api/auth/get-session?disableRefresh=true", [bearer])
    #expect(fixed.value("set-auth-token") == nil)
    #expect(try await remaining() < 518_400)
    let slid = try await session([bearer])
    #expect(slid.value("set-auth-token") == account.signed)
    #expect(slid.value("access-control-expose-headers") == "set-auth-jwt, set-auth-token")
    #expect(slid.value("set-cookie")?.contains(/Max-Age=60(4800|479\d)/) == true)
    #expect(try await remaining() > 604_700)
    // On /token the row slides too, but no cookie is sent.
    try await age(86_500)
    let jwt = try await server.get("/api/auth/token", [bearer])
    #expect(jwt.values("set-cookie").isEmpty)
    #expect(try await remaining() > 604_700)
  }
}
