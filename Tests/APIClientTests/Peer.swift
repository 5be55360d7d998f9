import APIClient
import ChildProcess
import Foundation
import Synchronization
import Testing

/// A real HTTP server that does what a test scripts, in another process.
///
/// A plain peer is a path of its own on one server that all tests share, because starting an
/// interpreter costs more than most tests; the other kinds have a process of their own.
final class Peer: Sendable {
  enum Kind {
    case shared
    case own
    case named(String)
    case unix(String)
    case tls
  }

  /// One request as the peer received it.
  struct Received: Decodable {
    let method: String
    fileprivate(set) var target: String
    let headers: [[String]]
    let body: String

    func all(_ name: String) -> [String] {
      headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }
  }

  let endpoint: Endpoint
  let port: Int

  private let process: PeerProcess
  private let prefix: String

  init(_ kind: Kind = .shared) throws {
    switch kind {
    case .shared:
      process = try PeerProcess.shared.get()
      prefix = "/" + UUID().uuidString
      endpoint = try Endpoint(url: "http://127.0.0.1:\(process.port)\(prefix)")
    case .own:
      process = try PeerProcess(["tcp", "127.0.0.1"])
      prefix = ""
      endpoint = try Endpoint(url: "http://127.0.0.1:\(process.port)")
    case .named(let host):
      process = try PeerProcess(["tcp", host])
      prefix = ""
      endpoint = try Endpoint(url: "http://\(host):\(process.port)")
    case .unix(let path):
      process = try PeerProcess(["unix", path])
      prefix = ""
      endpoint = try Endpoint(url: "http://localhost", socket: path)
    case .tls:
      process = try PeerProcess(
        ["tls", "127.0.0.1", testFile("certificate.pem"), testFile("key.pem")]
      )
      prefix = ""
      endpoint = try Endpoint(url: "https://127.0.0.1:\(process.port)")
    }
    port = process.port
  }

  /// What to do for a method and target; the last answer repeats.
  func on(_ key: String, _ answers: [Step]...) throws { try on(key, inTurn: answers) }

  /// The same with a list.
  func on(_ key: String, inTurn answers: [[Step]]) throws {
    let steps = answers.map { $0.map(\.wire) }
    let key = key.replacing(" ", with: " \(prefix)", maxReplacements: 1)
    let reply = try process.ask(["on": key, "answers": steps])
    #expect(String(decoding: reply, as: UTF8.self) == "ok")
  }

  /// Everything received so far, in the order of arrival, this peer's own path left out.
  func received() throws -> [Received] {
    let log = try process.ask(["log": prefix])
    return try JSONDecoder().decode([Received].self, from: log).map {
      var received = $0
      received.target.removeFirst(prefix.count)
      return received
    }
  }
}

/// An interpreter with one of the scripts; it ends when its standard input does.
final class PeerProcess: Sendable {
  static let shared = Result { try PeerProcess(["tcp", "127.0.0.1"]) }

  let port: Int

  private let process: ChildProcess
  private let turn = Mutex(())

  init(_ arguments: [String], script: String = "peer.py") throws {
    process = try ChildProcess(
      ["/usr/bin/env", "python3", "-IS", testFile(script)] + arguments
    )
    port = try #require(Int(String(decoding: try process.line(), as: UTF8.self)))
  }

  /// One command, one line of answer.
  func ask(_ command: [String: Any]) throws -> Data {
    let line = try JSONSerialization.data(withJSONObject: command)
    return try turn.withLock { _ in
      try process.tell(Array(line))
      return Data(try process.line())
    }
  }
}

/// One thing the peer does with a request.
enum Step {
  case bytes([UInt8])
  case fill(Int)
  case hold
  case close
  case dropReused

  static func text(_ text: String) -> Step { .bytes([UInt8](text.utf8)) }

  fileprivate var wire: [String: Any] {
    switch self {
    case .bytes(let bytes): ["bytes": Data(bytes).base64EncodedString()]
    case .fill(let count): ["fill": count]
    case .hold: ["hold": true]
    case .close: ["close": true]
    case .dropReused: ["drop-reused": true]
    }
  }
}

extension [Step] {
  /// A complete answer; JSON unless the headers say otherwise.
  static func answer(
    _ status: Int = 200,
    _ body: String = "",
    headers: [(String, String)] = [("Content-Type", "application/json")]
  ) -> [Step] {
    let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    let head = "HTTP/1.1 \(status) X\r\n\(lines)"
    // These two have no body, and no length either.
    if status == 204 || status == 304 { return [.text(head + "\r\n")] }
    return [.text("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")]
  }

  /// An answer recorded from Better Auth 1.4.22.
  static func recorded(_ name: String) throws -> [Step] {
    let lines = try String(contentsOfFile: testFile("recorded.jsonl"), encoding: .utf8)
    for line in lines.split(separator: "\n") {
      let exchange = try JSONDecoder().decode(Recorded.self, from: Data(line.utf8))
      guard exchange.case == name else { continue }
      let headers = exchange.headers.map { ($0[0], $0[1]) }
      return .answer(exchange.status, exchange.body, headers: headers)
    }
    throw CocoaError(.fileNoSuchFile)
  }
}

private struct Recorded: Decodable {
  let `case`: String
  let status: Int
  let headers: [[String]]
  let body: String
}

func testFile(_ name: String, from source: String = #filePath) -> String {
  URL(fileURLWithPath: source).deletingLastPathComponent().path + "/Peer/" + name
}

/// A client for one test, closed at its end.
func withClient<Answer>(
  _ configuration: HTTPConfiguration = HTTPConfiguration(version: "1.2.3"),
  _ body: (HTTPClient) async throws -> Answer
) async throws -> Answer {
  let client = HTTPClient(configuration)
  defer { client.close() }
  return try await body(client)
}

/// The auth calls against a peer's `/api/auth`.
func withAuth<Answer>(
  _ peer: Peer,
  _ body: (AuthAPI) async throws -> Answer
) async throws -> Answer {
  let base = try peer.endpoint.appending("/api/auth")
  return try await withClient { try await body(AuthAPI(client: $0, base: base)) }
}
