import Foundation
import Synchronization
import Testing
import TodoServer

/// A real server of this process, on a real socket and a real file, for as long as a test needs it.
struct RunningServer: Sendable {
  let address: Address
  let directory: String

  var databasePath: String { directory + "/db.sqlite" }

  /// The base URL of a server without `BETTER_AUTH_URL`.
  var baseURL: String {
    switch address {
    case .tcp(let port): "http://127.0.0.1:\(port)"
    case .unix: "http://localhost"
    }
  }

  struct NoAnswer: Error {}

  func send(_ request: RawRequest) async throws -> RawResponse {
    let bytes = try await exchange(request.bytes)
    guard let response = RawResponse(bytes, isHead: request.method == "HEAD") else {
      throw NoAnswer()
    }
    return response
  }

  /// Sends bytes and reads until the server closes.
  func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    let address = address
    return try await blocking {
      let socket = try RawSocket(address)
      _ = socket.send(bytes)
      return socket.readToEnd()
    }
  }

  func get(_ target: String, _ headers: [(String, String)] = []) async throws -> RawResponse {
    try await send(RawRequest(target: target, headers: headers))
  }

  func post(
    _ target: String,
    json: String,
    _ headers: [(String, String)] = []
  ) async throws -> RawResponse {
    try await send(
      RawRequest(
        method: "POST",
        target: target,
        headers: headers + [("Content-Type", "application/json")],
        body: Array(json.utf8)
      )
    )
  }
}

/// A directory of its own under the temporary one.
func makeDirectory() throws -> String {
  // Short, because a Unix socket's path has 107 bytes at most.
  let name = "todo-server-\(UUID().uuidString.prefix(13).lowercased())"
  let path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
  try FileManager.default.createDirectory(
    atPath: path,
    withIntermediateDirectories: true,
    attributes: [.posixPermissions: 0o700]
  )
  return path
}

/// A configuration for tests: free port, no limits on the number of requests.
func testConfiguration(in directory: String) -> ServerConfiguration {
  var configuration = ServerConfiguration(
    address: .tcp(host: "127.0.0.1", port: 0),
    databasePath: directory + "/db.sqlite"
  )
  configuration.isRateLimited = false
  configuration.limits.hashesWaiting = 1000
  return configuration
}

/// Runs a server around `body`, and removes its files afterwards unless a directory was given.
func withServer<Value>(
  in given: String? = nil,
  _ configure: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (RunningServer) async throws -> Value
) async throws -> Value {
  let directory = try given ?? makeDirectory()
  defer { if given == nil { try? FileManager.default.removeItem(atPath: directory) } }
  var configuration = testConfiguration(in: directory)
  configure(&configuration)
  let program = try ServerProgram(configuration)
  let (addresses, announce) = AsyncStream.makeStream(of: String.self)
  let running = Task {
    defer { announce.finish() }
    try await program.run(stopsOnSignals: false) { announce.yield($0) }
  }
  var iterator = addresses.makeAsyncIterator()
  guard let text = await iterator.next(), let address = Address(listening: text) else {
    try await running.value
    throw RunningServer.NoAnswer()
  }
  let result: Result<Value, any Error>
  do {
    result = .success(try await body(RunningServer(address: address, directory: directory)))
  } catch {
    result = .failure(error)
  }
  running.cancel()
  _ = await running.result
  return try result.get()
}

extension Address {
  /// From the text of the line `listening on …`.
  init?(listening text: String) {
    if text.hasPrefix("unix:") {
      self = .unix(path: String(text.dropFirst(5)))
    } else if let port = text.split(separator: ":").last.flatMap({ UInt16($0) }) {
      self = .tcp(port: port)
    } else {
      return nil
    }
  }
}

/// Gives every test of a suite the same server.
struct SharedServer: SuiteTrait, TestScoping {
  @TaskLocal static var current: RunningServer?

  var configure: @Sendable (inout ServerConfiguration) -> Void = { _ in }

  func provideScope(
    for test: Test,
    testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await withServer(configure) { server in
      try await SharedServer.$current.withValue(server) { try await function() }
    }
  }
}

extension Trait where Self == SharedServer {
  static var sharedServer: SharedServer { SharedServer() }
}

/// The server of the suite.
func sharedServer() throws -> RunningServer {
  try #require(SharedServer.current)
}
