import APIClient
import Foundation
import Testing

@Suite struct `A derivation` {
  @Test func `is tried on a corpus`() { #expect(Corpus.names.count >= 28) }

  @Test(arguments: Corpus.names)
  func `says what is right for a description of the corpus`(_ name: String) throws {
    let derivation = Derivation(openAPI: try Corpus.description(name))
    #expect(try derivation.written == Corpus.expected(name))
  }

  @Test(arguments: Corpus.names)
  func `gives one reason for each line at most, in their order`(_ name: String) throws {
    let notes = Derivation(openAPI: try Corpus.description(name)).notes
    let order = DialectLine.Key.allCases
    let places = notes.compactMap { order.firstIndex(of: $0.key) }
    #expect(places == Set(places).sorted())
    #expect(notes.allSatisfy { $0.sentence.hasSuffix(".") && !$0.sentence.contains("\n") })
  }

  @Test(arguments: Corpus.names)
  func `can be kept as lines`(_ name: String) throws {
    let dialect = Derivation(openAPI: try Corpus.description(name)).dialect
    #expect(try Dialect(lines: dialect.lines) == dialect)
  }

  @Test(arguments: [
    ("<html>", "A web page"),
    ("  \n<!doctype html>", "A web page"),
    ("", "Text that is not JSON"),
    ("openapi: 3.1.0", "Text that is not JSON"),
    ("[]", "JSON that is no object"),
    (#""paths""#, "JSON that is no object"),
    ("{}", "JSON without paths"),
    (#"{"openapi":"3.1.0","paths":[]}"#, "JSON without paths"),
  ])
  func `of anything else is the contract's own dialect and says why`(
    _ body: String,
    _ reason: String
  ) {
    expectCanonical(Array(body.utf8), reason)
  }

  @Test func `of what is too deep or too long is the contract's own dialect, without a look`() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    expectCanonical(deep, "JSON nested more than 64 deep")
    expectCanonical([UInt8](repeating: 0x20, count: (4 << 20) + 1), "An answer of more than 4 MiB")
  }

  private func expectCanonical(_ body: [UInt8], _ reason: String) {
    let derivation = Derivation(openAPI: body)
    #expect(derivation.dialect == .undescribed)
    #expect(derivation.signIn == nil)
    #expect(derivation.notes.map(\.key) == [.path])
    #expect(derivation.notes.map(\.kind) == [.doubtful])
    let sentence = derivation.sentence(.path) ?? ""
    #expect(sentence.hasPrefix(reason))
    #expect(sentence.hasSuffix("an OpenAPI description: the contract's own dialect is assumed."))
  }

  @Test func `of a team's tasks names the line to write`() throws {
    let derivation = Derivation(openAPI: try Corpus.description("team-only"))
    let sentence = try #require(derivation.sentence(.path))
    #expect(sentence.contains("{team_id}"))
    #expect(sentence.contains(#"path = "/api/teams/7/tasks""#))
    var dialect = derivation.dialect
    try dialect.set(DialectLine(key: .path, value: "/api/teams/7/tasks"))
    #expect(dialect.item == "/api/teams/7/tasks/{id}")
    let path = "/api/teams/7/tasks/{id}/complete"
    #expect(dialect.completion == [.toggle(method: .patch, path: path, body: false)])
  }

  @Test func `of a creation that requires a list names the line to write`() throws {
    let derivation = Derivation(openAPI: try Corpus.description("list-id-required"))
    let sentence = try #require(derivation.sentence(.createDefaults))
    #expect(sentence.contains(#"create_defaults = '{"list_id":7}'"#))
  }

  @Test func `of two lists says which one it took`() throws {
    let derivation = Derivation(openAPI: try Corpus.description("teams-beside-own"))
    let sentence = try #require(derivation.sentence(.path))
    #expect(sentence.hasPrefix("/api/tasks was taken for the person's own tasks"))
    #expect(sentence.contains("/api/teams/{team_id}/tasks"))
  }

  @Test func `finds a sign-in that takes JSON`() throws {
    let found = Derivation(openAPI: try Corpus.description("sign-in-json")).signIn
    let signUp = SignInRoute.SignUp(
      path: "/api/auth/register",
      identity: "email",
      name: "full_name"
    )
    let expected = SignInRoute(
      path: "/api/auth/login",
      form: .json,
      identity: "email",
      signUp: signUp
    )
    #expect(found == expected)
  }

  @Test func `finds a sign-in that takes a form`() throws {
    let found = Derivation(openAPI: try Corpus.description("sign-in-form")).signIn
    let signUp = SignInRoute.SignUp(path: "/signup", identity: "username", name: nil)
    #expect(
      found == SignInRoute(path: "/token", form: .form, identity: "username", signUp: signUp)
    )
  }

  @Test func `finds no sign-in where only tasks are described`() throws {
    #expect(Derivation(openAPI: try Corpus.description("user-toggle")).signIn == nil)
  }
}
