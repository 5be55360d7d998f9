import APIClient
import Foundation
import Testing

/// A real HTTP server in a process of its own that does what a test scripts; ends with this value.
final class Peer {
  enum Kind {
    case tcp
    case unix(String)
    case tls
  }

  /// One request as the peer received it.
  struct Received: Decodable {
    let method: String
    let target: String
    let headers: [[String]]
    let body: String
    let connection: Int

    func all(_ name: String) -> [String] {
      headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
    }
  }

  let endpoint: Endpoint
  let port: Int

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  init(_ kind: Kind = .tcp, host: String = "127.0.0.1", named name: String? = nil) throws {
    let place: [String] =
      switch kind {
      case .tcp: ["tcp", host]
      case .unix(let path): ["unix", path]
      case .tls: ["tls", host, testFile("certificate.pem"), testFile("key.pem")]
      }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-IS", testFile("peer.py")] + place
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    port = try #require(Int(try Peer.line(output)))
    endpoint =
      switch kind {
      case .tcp: try Endpoint(url: "http://\(name ?? host):\(port)")
      case .unix(let path): try Endpoint(url: "http://localhost", socket: path)
      case .tls: try Endpoint(url: "https://\(name ?? host):\(port)")
      }
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// What to do for a method and target; the last answer repeats.
  func on(_ key: String, _ answers: [Step]...) throws {
    let steps = answers.map { $0.map(\.wire) }
    try send(["on": key, "answers": steps] as [String: Any])
    #expect(try Peer.line(output) == "ok")
  }

  /// Everything received so far, in the order of arrival.
  func received() throws -> [Received] {
    try send(["log": true])
    return try JSONDecoder().decode([Received].self, from: Data(Peer.line(output).utf8))
  }

  private func send(_ command: [String: Any]) throws {
    var line = try JSONSerialization.data(withJSONObject: command)
    line.append(UInt8(ascii: "\n"))
    try input.fileHandleForWriting.write(contentsOf: line)
  }

  private static func line(_ pipe: Pipe) throws -> String {
    var line = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
      if byte == Data("\n".utf8) { break }
      line += byte
    }
    return String(decoding: line, as: UTF8.self)
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
