import Testing
import TokenVault

@Suite struct `A secret` {
  private let secret = Secret(Credential.sessionText)

  @Test func `gives its text to who asks for it`() {
    #expect(secret.withText { $0 } == Credential.sessionText)
    #expect(secret.count == Credential.sessionText.utf8.count)
  }

  @Test func `shows in no description, dump or interpolation`() {
    let credential = Credential.sample()
    let record = VaultRecord(generation: 1, state: .signedIn(credential))
    var shown = "\(secret) \(secret.debugDescription) \(String(reflecting: secret)) \([secret])"
    dump(secret, to: &shown)
    shown += "\(credential) \(String(reflecting: record)) \(String(describing: credential.jwt))"
    dump(record, to: &shown)
    #expect(shown.contains("<secret>"))
    #expect(shown.contains("ann@one.example"), "the rig shows what is no secret")
    #expect(!shown.contains("canary"))
  }

  @Test func `equals only the same bytes`() {
    #expect(secret == Secret(Credential.sessionText))
    #expect(secret != Secret(Credential.sessionText + "="))
    #expect(secret != Secret(Credential.sessionText.replacing("canary", with: "canarz")))
    #expect(Secret("") == Secret(""))
  }

  @Test(arguments: [
    ("0123456789abcde", false), ("0123456789abcdef", true), ("0123456789abcde\n", false),
    ("A.b-c_d~e+f/g%h=012", true), ("0123456789abcde\u{E9}", false), ("0123456789 abcdef", false),
    (String(repeating: "a", count: 8192), true), (String(repeating: "a", count: 8193), false),
  ])
  func `is a token only of the token alphabet and length`(text: String, isToken: Bool) {
    #expect(Secret(text).isWellFormedToken == isToken)
  }

  @Test func `stands in no error's text`() async throws {
    let vault = MemoryVault()
    var credential = Credential.sample()
    credential.session?.value = Secret("canary\n")
    let bad = credential
    let error = await #expect(throws: VaultError.self) {
      try await vault.update(within: .seconds(1)) { try $0.commit(.signedIn(bad)) }
    }
    let text = try "\(#require(error)) \(#require(error).sentence)"
    #expect(!text.contains("canary"))
  }
}

@Suite struct `The time left of a JWT` {
  private func jwt(received: ClockReading, lifetime: Int64 = 900) -> StoredJWT {
    StoredJWT(
      value: Secret(Credential.jwtText),
      issuedAt: 1_700_000_000,
      expiresAt: 1_700_000_000 + lifetime,
      received: received
    )
  }

  private let second: UInt64 = 1_000_000_000

  @Test func `runs from its receipt, whatever the wall clock says`() {
    let jwt = jwt(received: ClockReading(wall: 0, sinceBoot: 5 * second, bootID: "a"))
    let later = ClockReading(wall: 9_999_999_999_999, sinceBoot: 65 * second, bootID: "a")
    #expect(jwt.timeLeft(at: later) == .seconds(840))
  }

  @Test func `falls back to the wall clock after a boot`() {
    let jwt = jwt(received: ClockReading(wall: 1000, sinceBoot: 500 * second, bootID: "a"))
    let later = ClockReading(wall: 101_000, sinceBoot: 600 * second, bootID: "b")
    #expect(jwt.timeLeft(at: later) == .seconds(800))
    #expect(jwt.timeLeft(at: ClockReading(wall: 101_000)) == .seconds(800))
    let earlier = ClockReading(wall: 101_000, sinceBoot: 400 * second, bootID: "a")
    #expect(jwt.timeLeft(at: earlier) == .seconds(800))
  }

  @Test func `is neither negative nor more than its lifetime`() {
    let jwt = jwt(received: ClockReading(wall: 1_000_000))
    #expect(jwt.timeLeft(at: ClockReading(wall: 0)) == .seconds(900))
    #expect(jwt.timeLeft(at: ClockReading(wall: .max)) == .zero)
    let hostile = StoredJWT(
      value: jwt.value,
      issuedAt: .max,
      expiresAt: .min,
      received: ClockReading(wall: .min)
    )
    #expect(hostile.timeLeft(at: ClockReading(wall: .max)) == .zero)
  }

  @Test func `is measured by clocks that go forward`() {
    let first = ClockReading.now()
    let second = ClockReading.now()
    #expect(first.wall > 1_700_000_000_000)
    #expect(first.sinceBoot > 0)
    #expect(first.bootID.utf8.count == 36)
    #expect(second.elapsed(since: first) >= .zero)
  }
}
