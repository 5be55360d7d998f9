import Crypto
import Foundation
import GRDB
import Testing
import TodoServer

@Suite(SharedServer { $0.secret = TokenForge.secret })
struct `Tokens at the task API` {
  /// One way to cheat, and the token it makes.
  struct Attack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let forge: @Sendable (TokenForge) throws -> String

    init(_ name: String, _ forge: @escaping @Sendable (TokenForge) throws -> String) {
      testDescription = name
      self.forge = forge
    }

    static func header(_ name: String, _ text: String) -> Attack {
      Attack(name) { forge in
        let header = text.replacing("KID", with: forge.keyID)
        return try forge.sign(header: header, claims: try forge.claims())
      }
    }
  }

  static let attacks: [Attack] = [
    Attack("nothing") { _ in "" },
    Attack("no parts") { _ in String(repeating: "a", count: 40) },
    .header("alg none with a right signature", #"{"alg":"none","kid":"KID"}"#),
    .header("alg in lower case", #"{"alg":"eddsa","kid":"KID"}"#),
    .header("no alg", #"{"kid":"KID"}"#),
    .header("unknown kid", #"{"alg":"EdDSA","kid":"00000000-0000-4000-8000-000000000000"}"#),
    .header("no kid", #"{"alg":"EdDSA"}"#),
    .header("path in kid", #"{"alg":"EdDSA","kid":"../../KID"}"#),
    .header("SQL in kid", #"{"alg":"EdDSA","kid":"' or 1=1 --"}"#),
    .header("number as kid", #"{"alg":"EdDSA","kid":1}"#),
    .header("crit", #"{"alg":"EdDSA","kid":"KID","crit":["b64"],"b64":false}"#),
    .header("jku", #"{"alg":"EdDSA","kid":"KID","jku":"https://evil.example/jwks"}"#),
    .header("x5u", #"{"alg":"EdDSA","kid":"KID","x5u":"https://evil.example/cert"}"#),
    .header("jwk", #"{"alg":"EdDSA","kid":"KID","jwk":{"kty":"OKP"}}"#),
    .header("another typ", #"{"alg":"EdDSA","kid":"KID","typ":"at+jwt"}"#),
    .header("two algs", #"{"alg":"none","alg":"EdDSA","kid":"KID"}"#),
    .header("header is a list", #"["EdDSA"]"#),
    Attack("two subs") {
      try $0.sign(claims: try #"{"sub":"x","# + $0.claims().dropFirst())
    },
    Attack("alg none without signature") {
      let header = base64URL(Data(#"{"alg":"none"}"#.utf8))
      return header + "." + base64URL(Data(try $0.claims().utf8)) + "."
    },
    Attack("HS256 keyed with the public key") {
      let header = base64URL(Data(#"{"alg":"HS256","kid":"\#($0.keyID)"}"#.utf8))
      let input = header + "." + base64URL(Data(try $0.claims().utf8))
      let key = SymmetricKey(data: $0.key.publicKey.rawRepresentation)
      let code = HMAC<SHA256>.authenticationCode(for: Data(input.utf8), using: key)
      return input + "." + base64URL(Data(code))
    },
    Attack("signed with another key") {
      let header = base64URL(Data($0.header.utf8))
      let input = header + "." + base64URL(Data(try $0.claims().utf8))
      let key = Curve25519.Signing.PrivateKey()
      return input + "." + base64URL(try key.signature(for: Data(input.utf8)))
    },
    Attack("another issuer") {
      try $0.sign(claims: try $0.claims(["iss": "https://evil.example"]))
    },
    Attack("no issuer") { try $0.sign(claims: try $0.claims(["iss": nil])) },
    Attack("another audience") {
      try $0.sign(claims: try $0.claims(["aud": "http://localhost:1"]))
    },
    Attack("no audience in the list") {
      try $0.sign(claims: try $0.claims(["aud": [String]()]))
    },
    Attack("numbers as audience") { try $0.sign(claims: try $0.claims(["aud": [1]])) },
    Attack("expired") {
      try $0.sign(claims: try $0.claims(["exp": Int(Date().timeIntervalSince1970) - 1]))
    },
    Attack("no exp") { try $0.sign(claims: try $0.claims(["exp": nil])) },
    Attack("exp as text") { try $0.sign(claims: try $0.claims(["exp": "2999-01-01"])) },
    Attack("not yet valid") {
      try $0.sign(claims: try $0.claims(["nbf": Int(Date().timeIntervalSince1970) + 60]))
    },
    Attack("no sub") { try $0.sign(claims: try $0.claims(["sub": nil])) },
    Attack("sub as number") { try $0.sign(claims: try $0.claims(["sub": 5])) },
    Attack("longer than 8 KiB") {
      try $0.sign(claims: try $0.claims(["pad": String(repeating: "x", count: 8192)]))
    },
    Attack("padded base64") { try $0.sign(claims: try $0.claims()) + "==" },
    Attack("other bits in the last character") {
      let token = try $0.sign(claims: try $0.claims())
      let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
      let last = token.last.flatMap { alphabet.firstIndex(of: $0) } ?? 0
      return token.dropLast() + String(alphabet[last ^ 1])
    },
    Attack("a space inside") {
      let token = try $0.sign(claims: try $0.claims())
      return token.prefix(20) + " " + token.dropFirst(20)
    },
    Attack("four parts") { try $0.sign(claims: try $0.claims()) + ".x" },
    Attack("a changed claim") {
      let token = try $0.sign(claims: try $0.claims())
      let parts = token.split(separator: ".")
      let payload = base64URL(Data(try $0.claims(["sub": "someone"]).utf8))
      return "\(parts[0]).\(payload).\(parts[2])"
    },
    Attack("nested too deeply") {
      let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
      return try $0.sign(claims: #"{"a":\#(deep),"# + $0.claims().dropFirst())
    },
  ]

  @Test func `only a good one is let in`() async throws {
    let account = try await sharedServer().newAccount()
    let forge = try await TokenForge(account)
    let good = try forge.sign(claims: forge.claims())
    for token in [account.jwt, good] {
      let response = try await account.server.get(
        account.path,
        [("Authorization", "Bearer \(token)")]
      )
      #expect(response.status == 200)
    }
    for attack in Self.attacks {
      let token = try attack.forge(forge)
      let response = try await account.server.get(
        account.path,
        [("Authorization", "Bearer \(token)")]
      )
      #expect(response.status == 401, "\(attack.testDescription)")
      #expect(response.value("www-authenticate") == "Bearer", "\(attack.testDescription)")
      #expect(try response.json()["detail"]?.string != nil, "\(attack.testDescription)")
    }
  }

  @Test func `a session token, two headers, another scheme and none at all are 401`() async throws {
    let account = try await sharedServer().newAccount()
    let headers: [[(String, String)]] = [
      [],
      [("Authorization", "Bearer \(account.token)")],
      [("Authorization", "Bearer \(account.signed)")],
      [("Authorization", "Basic \(account.jwt)")],
      [("Authorization", "Bearer  \(account.jwt)")],
      [("Authorization", "Bearer \(account.jwt)"), ("Authorization", "Bearer \(account.jwt)")],
      [("Cookie", "better-auth.session_token=\(account.signed)")],
    ]
    for header in headers {
      let response = try await account.server.get(account.path, header)
      #expect(response.status == 401)
      #expect(response.value("www-authenticate") == "Bearer")
    }
  }

  @Test func `a right token of another user is 403 on this path`() async throws {
    let account = try await sharedServer().newAccount()
    let forge = try await TokenForge(account)
    let foreign = try forge.sign(claims: forge.claims(["sub": "someone-else"]))
    let response = try await account.server.get(
      account.path,
      [("Authorization", "Bearer \(foreign)")]
    )
    #expect(response.status == 403)
  }

  @Test func `a key that is gone verifies nothing any more`() async throws {
    try await withServer {
      $0.secret = TokenForge.secret
    } _: { server in
      let account = try await server.newAccount()
      try await server.database { try $0.execute(sql: #"delete from "jwks""#) }
      #expect(try await account.call("GET", account.path).status == 401)
    }
  }

  @Test func `another secret cannot sign with the stored key, and says nothing`() async throws {
    let directory = try makeDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let account = try await withServer(in: directory) {
      $0.secret = TokenForge.secret
    } _: {
      try await $0.newAccount()
    }
    try await withServer(in: directory) {
      $0.secret = "another secret of the tests, also long enough"
    } _: { server in
      for path in ["token", "get-session"] {
        let response = try await server.get(
          "/api/auth/\(path)",
          [("Authorization", "Bearer \(account.token)")]
        )
        #expect(response.status == 500)
        #expect(response.body.isEmpty)
        #expect(response.value("content-type") == nil)
      }
      #expect(try await server.get("/api/auth/jwks").status == 200)
    }
  }
}
