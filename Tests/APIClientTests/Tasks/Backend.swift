import APIClient
import Foundation
import Testing
import TodoKit

/// A backend that keeps tasks and speaks the shape a test wants, in another process.
///
/// All tests share one process; each has a path of its own there.
final class Backend: Sendable {
  /// One request as the backend received it.
  struct Request: Hashable {
    let method: String
    let target: String
    let body: String
  }

  private static let process = Result { try PeerProcess([], script: "backend.py") }

  let endpoint: Endpoint

  private let process: PeerProcess
  private let prefix = "/" + UUID().uuidString

  init(_ shape: String = "{}", tasks: [String]) throws {
    process = try Backend.process.get()
    endpoint = try Endpoint(url: "http://127.0.0.1:\(process.port)\(prefix)")
    let command = [
      "make": prefix, "shape": try Backend.json(shape), "tasks": try tasks.map(Backend.json),
    ]
    #expect(String(decoding: try process.ask(command), as: UTF8.self) == "ok")
  }

  /// Open tasks `1`, `2`, … without descriptions.
  convenience init(_ shape: String, count: Int) throws {
    try self.init(shape, tasks: (0..<count).map { Backend.task($0 + 1) })
  }

  static func task(_ id: Int, _ more: String = #""completed":false"#) -> String {
    #"{"id":\#(id),"title":"Task \#(id)","created_at":"2026-11-21T06:05:55",\#(more)}"#
  }

  func requests() throws -> [Request] {
    let log = try process.ask(["log": prefix])
    return try JSONDecoder().decode([[String]].self, from: log).map {
      Request(method: $0[0], target: $0[1], body: $0[2])
    }
  }

  /// Such as `GET /tasks/1`.
  func lines() throws -> [String] { try requests().map { "\($0.method) \($0.target)" } }

  /// The tasks it has now, each as JSON with sorted keys.
  func tasks() throws -> [String] {
    let tasks = try JSONSerialization.jsonObject(with: process.ask(["tasks": prefix]))
    return try #require(tasks as? [Any]).map {
      let data = try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys)
      return String(decoding: data, as: UTF8.self)
    }
  }

  /// Calls with the dialect of such a backend, changed as wanted.
  func calls<Answer>(
    _ change: (inout Dialect) -> Void = { _ in },
    _ body: (TasksAPI, JWT) async throws -> Answer
  ) async throws -> Answer {
    var dialect = Dialect.inMemory
    change(&dialect)
    return try await calls(LiveDialect(dialect), body)
  }

  func calls<Answer>(
    _ backend: LiveDialect,
    _ body: (TasksAPI, JWT) async throws -> Answer
  ) async throws -> Answer {
    let (endpoint, jwt) = (endpoint, try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)))
    return try await withClient {
      try await body(TasksAPI(client: $0, base: endpoint, user: "u", backend: backend), jwt)
    }
  }

  private static func json(_ text: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(text.utf8))
  }
}

extension Dialect {
  /// The canonical dialect with the paths of ``Backend``.
  static var inMemory: Dialect {
    var dialect = Dialect.canonical
    dialect.collection = "/tasks"
    dialect.item = "/tasks/{id}"
    dialect.idForm = .integer
    dialect.completion = [.set(method: .patch, path: "/tasks/{id}/complete", field: "completed")]
    return dialect
  }
}

extension ListAnswer {
  var ids: [String]? {
    tasks?.map(\.todo.id)
  }

  var tasks: [SeenTask]? {
    if case .tasks(let tasks, _, _) = self { tasks } else { nil }
  }
}

func ids(_ range: ClosedRange<Int>) -> [String] { range.map { String($0) } }

/// What was expected and what came, of an error about another shape.
func mismatch(_ error: APIError?) -> [String]? {
  guard case .badAnswer(let answer)? = error,
    case .otherShape(let expected, let found) = answer.kind
  else { return nil }
  return [expected, found]
}

/// Calls to a scripted peer, with the dialect of ``Backend`` changed as wanted.
func calls<Answer>(
  _ peer: Peer,
  _ change: (inout Dialect) -> Void = { _ in },
  _ body: (TasksAPI, JWT) async throws -> Answer
) async throws -> Answer {
  var dialect = Dialect.inMemory
  change(&dialect)
  let (endpoint, jwt) = (peer.endpoint, try JWT(makeToken(#"{"sub":"u","iat":1000,"exp":1900}"#)))
  let backend = LiveDialect(dialect)
  return try await withClient {
    try await body(TasksAPI(client: $0, base: endpoint, user: "u", backend: backend), jwt)
  }
}
