import Foundation
import Testing

/// One recorded request and answer of Better Auth 1.4.22 (`exchanges.jsonl`).
struct Exchange: Decodable, Sendable, CustomTestStringConvertible {
  let server: String
  let name: String
  /// What endpoints outside this server's scope had done to the database in the recording.
  let before: [String]?
  let method: String
  let path: String
  let requestHeaders: [[String]]
  let requestBody: String?
  let status: Int
  let responseHeaders: [[String]]
  let responseBody: String

  enum CodingKeys: String, CodingKey {
    case server, before, method, path, status
    case name = "case"
    case requestHeaders = "request_headers"
    case requestBody = "request_body"
    case responseHeaders = "response_headers"
    case responseBody = "response_body"
  }

  var testDescription: String { "\(server)/\(name)" }

  var request: RawRequest {
    RawRequest(
      method: method,
      target: path,
      headers: requestHeaders.map { ($0[0], $0[1]) },
      body: requestBody.map { Array($0.utf8) }
    )
  }

  /// All recorded exchanges of a server, in order.
  static func all(of server: String) throws -> [Exchange] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("exchanges.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      .map { try JSONDecoder().decode(Exchange.self, from: Data($0.utf8)) }
      .filter { $0.server == server }
  }

  /// What a client can see of the recorded answer, with all that is random named instead.
  var expected: Seen {
    Seen(
      status: status,
      headers: responseHeaders.map { ($0[0].lowercased(), $0[1]) },
      body: responseBody
    )
  }
}

/// An answer without its random parts, for comparing.
struct Seen: Equatable, CustomStringConvertible {
  static let compared = [
    "content-type", "set-cookie", "set-auth-token", "set-auth-jwt",
    "access-control-expose-headers", "location", "x-retry-after",
  ]

  let description: String

  init(status: Int, headers: [(String, String)], body: String) {
    let shown = Seen.compared.flatMap { name in
      headers.filter { $0.0 == name }.map { "\(name): \(Seen.named($0.1))" }
    }
    description = (["\(status)"] + shown + [Seen.named(body)]).joined(separator: "\n")
  }

  init(_ response: RawResponse) {
    self.init(
      status: response.status,
      headers: response.headers.map { ($0.name, $0.value) },
      body: response.body
    )
  }

  /// Replaces ids, tokens, signatures and times, but nothing of another form.
  static func named(_ text: String) -> String {
    let hex = "[0-9a-f]"
    let rules = [
      (#"eyJ[A-Za-z0-9_-]+\.eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}"#, "<jwt>"),
      (#"\b[A-Za-z0-9]{32}\.[A-Za-z0-9%]{43,60}%3D"#, "<signed>"),
      ("\(hex){8}-\(hex){4}-4\(hex){3}-[89ab]\(hex){3}-\(hex){12}", "<uuid>"),
      (#"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"#, "<time>"),
      (#""token":"[A-Za-z0-9]{32}""#, #""token":"<token>""#),
      (#""x":"[A-Za-z0-9_-]{43}""#, #""x":"<x>""#),
      (#"Max-Age=6047(99|98)"#, "Max-Age=604800"),
    ]
    return rules.reduce(text) { text, rule in
      text.replacingOccurrences(of: rule.0, with: rule.1, options: .regularExpression)
    }
  }
}
