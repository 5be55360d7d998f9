import APIClient
import Foundation
import LocalStore
import TodoTUI
import TokenVault

let host = "HOST"
let origin = "https://HOST"

/// An answer that is no success, read as the client reads it.
func refused(
  _ status: Int,
  _ words: String? = "WORDS",
  code: String? = nil,
  headers: [HTTPHeaders.Field] = []
) -> APIError {
  let fields = [words.map { #""message":"\#($0)""# }, code.map { #""code":"\#($0)""# }]
  let body =
    fields.compactMap(\.self).isEmpty ? "" : "{\(fields.compactMap(\.self).joined(separator: ","))}"
  let reply = HTTPReply(
    status: status,
    headers: HTTPHeaders(headers),
    body: [UInt8](body.utf8),
    requestID: "ID"
  )
  return APIError(reply, host: host)
}

private var changed: APIError {
  let error = refused(412)
  return error.refusal.map { .changed($0, current: nil) } ?? error
}

/// What the task server may answer.
let answers: [(came: String, error: APIError)] = [
  ("`400`", refused(400)),
  ("`400`, `422` without a word", refused(400, nil)),
  ("`401` to a token just issued", refused(401)),
  ("`402`", refused(402)),
  ("`403`", refused(403)),
  ("`403` without a word", refused(403, nil)),
  ("`404` of one task", refused(404)),
  ("`404` of one task without a word", refused(404, nil)),
  ("`404` of the whole list", refused(404).ofList(at: "\(origin)/api/{user}/tasks")),
  ("`405`", refused(405)),
  ("`409`", refused(409)),
  ("`409` without a word", refused(409, nil)),
  ("`410`", refused(410)),
  ("`412`", refused(412)),
  ("`412` to `If-Match`", changed),
  ("`413`", refused(413)),
  ("`415`", refused(415)),
  ("`422`", refused(422, "title: too long")),
  ("`429`", refused(429)),
  (
    "`429` with `Retry-After: 30`", refused(429, headers: [.init(name: "Retry-After", value: "30")])
  ),
  ("`500`", refused(500)),
  ("`502`", refused(502)),
  ("`503`", refused(503)),
  (
    "`503` with `Retry-After: 30`", refused(503, headers: [.init(name: "Retry-After", value: "30")])
  ),
  ("yes, and not done", .ignored(host: host, what: "the task open: it cannot be completed there")),
]

/// What signing in or up may be answered, by Better Auth's codes.
let signInAnswers: [(came: String, error: APIError)] = [
  ("`401`", refused(401, "Invalid email or password", code: "INVALID_EMAIL_OR_PASSWORD")),
  ("`400`", refused(400, "Invalid email", code: "INVALID_EMAIL")),
  ("`400`", refused(400, "[body.email] Invalid email address", code: "VALIDATION_ERROR")),
  ("`400`", refused(400, "Password too short", code: "PASSWORD_TOO_SHORT")),
  ("`400`", refused(400, "Password too long", code: "PASSWORD_TOO_LONG")),
  (
    "`422`",
    refused(
      422,
      "User already exists. Use another email.",
      code: "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"
    )
  ),
  (
    "`400`",
    refused(
      400,
      "Email and password sign up is not enabled",
      code: "EMAIL_AND_PASSWORD_SIGN_UP_IS_NOT_ENABLED"
    )
  ),
  ("`403`", refused(403, "Email not verified", code: "EMAIL_NOT_VERIFIED")),
  ("`403`", refused(403, "Invalid origin", code: "INVALID_ORIGIN")),
  ("`403`", refused(403, "Missing or null Origin", code: "MISSING_OR_NULL_ORIGIN")),
  ("`404`", refused(404, nil)),
  ("`429`", refused(429, nil, headers: [.init(name: "X-Retry-After", value: "10")])),
  ("`500`", refused(500, nil)),
  (
    "no `jwt()` plugin",
    .badAnswer(BadAnswer(host: host, status: 404, kind: .noTokenEndpoint, requestID: "ID"))
  ),
]

/// Why there is no complete answer.
let transportErrors: [(came: String, value: TransportError)] = walk(
  from: .notSent(host: host, .nameNotFound)
) { error in
  switch error {
  case .notSent(_, let reason):
    let (came, next) = following(reason)
    return (came, next.map { .notSent(host: host, $0) } ?? .unknown(host: host, .timedOut))
  case .unknown(_, .timedOut): return ("no answer in time", .unknown(host: host, .connectionLost))
  case .unknown(_, .connectionLost):
    return ("the connection broke", .unknown(host: host, .halfAnswer))
  case .unknown(_, .halfAnswer): return ("half an answer", .unknown(host: host, .notHTTP))
  case .unknown(_, .notHTTP): return ("no HTTP", .tooLarge(host: host, .body))
  case .tooLarge(_, .body): return ("a huge body", .tooLarge(host: host, .headers))
  case .tooLarge(_, .headers):
    return ("huge headers", .redirected(host: host, status: 302, target: "https://OTHER"))
  case .redirected(_, _, .some):
    return ("a redirect to another server", .redirected(host: host, status: 302, target: nil))
  case .redirected(_, _, nil): return ("a redirect without a target", .cancelled(host: host))
  case .cancelled: return ("stopped by you", nil)
  }
}

private func following(
  _ reason: TransportError.NotSent
) -> (came: String, next: TransportError.NotSent?) {
  switch reason {
  case .nameNotFound: ("no such name", .refused)
  case .refused: ("nobody listens", .unreachable)
  case .unreachable: ("no way there", .untrustedCertificate)
  case .untrustedCertificate: ("a certificate not trusted here", .badAuthorityFile)
  case .badAuthorityFile: ("`ca_file` unreadable", .tls)
  case .tls: ("no TLS in common", .proxy(status: 407))
  case .proxy(.some): ("the proxy says no", .proxy(status: nil))
  case .proxy(nil): ("the proxy is away", .plainHTTP)
  case .plainHTTP: ("plain http elsewhere", .malformed)
  case .malformed: ("nothing that can be sent", .closed)
  case .closed: ("the end of the program", .system("out of memory"))
  case .system: ("the system's own reason", nil)
  }
}

/// What came instead of an answer.
let badAnswers: [(came: String, value: BadAnswer.Kind)] = walk(from: .webPage) { kind in
  switch kind {
  case .webPage: ("a web page", .compressed)
  case .compressed: ("compressed, unasked", .brokenJSON)
  case .brokenJSON: ("no JSON, or half of it", .tooDeep)
  case .tooDeep: ("JSON deeper than 64", .otherShape(expected: "a task", found: "an array"))
  case .otherShape: ("JSON of another shape", .badToken)
  case .badToken: ("a token that is none", .noTokenEndpoint)
  case .noTokenEndpoint: ("`404` of `/token`", .status)
  case .status: ("`204` where data was asked for", .redirect(target: "https://OTHER"))
  case .redirect(.some): ("a redirect to another server", .redirect(target: nil))
  case .redirect(nil): ("a redirect without a target", .tooLarge(.body))
  case .tooLarge(.body): ("a huge body", .tooLarge(.headers))
  case .tooLarge(.headers): ("huge headers", nil)
  }
}

/// Why there is no token to ask the task server with.
let renewalErrors: [(came: String, error: RenewalError)] = {
  let first = RenewalError.signedOut("The server ended this session: sign in again.")
  var all: [(came: String, error: RenewalError)] = []
  var next: RenewalError? = first
  while let error = next {
    switch error {
    case .signedOut:
      all.append(("`401`, confirmed by get-session", error))
      all.append(("a sign-in that was a token alone", .tokenEnded))
      all.append(("another account signed in meanwhile", .otherAccount("PROFILE")))
      next = .foreignToken
    case .foreignToken:
      all.append(("a token that names another user", error))
      next = .auth(refused(503, nil))
    case .auth:
      all.append(("the auth server is in trouble", error))
      next = .notYet(refused(429, nil).sentence)
    case .notYet:
      all.append(("an earlier wait is not over", error))
      next = .vault(.locked(path: "VAULT", waited: .seconds(30)))
    case .vault:
      all.append(("the vault is in use", error))
      next = .cancelled
    case .cancelled:
      all.append(("stopped by you", error))
      next = nil
    }
  }
  return all
}()
