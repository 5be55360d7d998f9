import Foundation

/// Where a test's server listens.
enum Address: Sendable, Equatable {
  case tcp(port: UInt16)
  case unix(path: String)
}

/// A request written byte for byte: nothing is normalised, added or escaped.
struct RawRequest: Sendable {
  var method = "GET"
  var target: String
  var headers: [(String, String)] = []
  var body: [UInt8]?

  var bytes: [UInt8] {
    var text = "\(method) \(target) HTTP/1.1\r\n"
    if !has("host") { text += "Host: 127.0.0.1\r\n" }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body, !has("content-length") { text += "Content-Length: \(body.count)\r\n" }
    return Array((text + "Connection: close\r\n\r\n").utf8) + (body ?? [])
  }

  private func has(_ name: String) -> Bool {
    headers.contains { $0.0.lowercased() == name }
  }
}

/// An answer as it came.
struct RawResponse: Sendable {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: String

  func values(_ name: String) -> [String] {
    headers.filter { $0.name == name }.map(\.value)
  }

  func value(_ name: String) -> String? { values(name).first }

  /// The JSON body.
  func json() throws -> JSONObject {
    JSONObject(try JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed))
  }

  /// Nil for bytes that are no complete answer.
  init?(_ bytes: [UInt8], isHead: Bool = false) {
    let end = Array("\r\n\r\n".utf8)
    guard let split = bytes.firstRange(of: end) else { return nil }
    let lines = String(decoding: bytes[..<split.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    guard let code = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    status = code
    headers = lines.dropFirst().compactMap { line in
      line.firstIndex(of: ":").map { colon in
        (
          line[..<colon].lowercased(),
          line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        )
      }
    }
    body = String(decoding: bytes[split.upperBound...], as: UTF8.self)
    let announced = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) }
    let expected = isHead ? 0 : announced
    if let expected, expected != bytes.count - split.upperBound { return nil }
  }
}

/// A blocking socket, used away from the cooperative threads, which the server in this process
/// needs for itself.
final class RawSocket: Sendable {
  struct Failure: Error {
    let call: String
    let number: Int32
  }

  private let descriptor: Int32

  init(_ address: Address) throws {
    switch address {
    case .tcp(let port):
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      try RawSocket.connect(descriptor, to: name)
    case .unix(let path):
      descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      let bytes = Array(path.utf8)
      unsafe withUnsafeMutableBytes(of: &name.sun_path) { unsafe $0.copyBytes(from: bytes) }
      try RawSocket.connect(descriptor, to: name)
    }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
  }

  deinit {
    close(descriptor)
  }

  private static func connect<Name>(_ descriptor: Int32, to name: Name) throws {
    let status = unsafe withUnsafeBytes(of: name) { bytes in
      unsafe Foundation.connect(
        descriptor,
        bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        socklen_t(bytes.count)
      )
    }
    guard status == 0 else {
      let number = errno
      close(descriptor)
      throw Failure(call: "connect", number: number)
    }
  }

  /// Sends everything; false once the peer is gone.
  func send(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// What comes until the peer closes, resets, or 20 s pass in silence.
  func readToEnd() -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { return all }
      all += chunk.prefix(count)
    }
  }
}

/// Runs blocking work on a thread of its own: a shared pool would run dry, and the server with it.
func blocking<Value: Sendable>(
  _ work: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Result(catching: work)) }
  }
}

/// The few ways tests look into a JSON value.
struct JSONObject {
  let any: Any

  init(_ any: Any) {
    self.any = any
  }

  subscript(name: String) -> JSONObject? {
    ((any as? [String: Any])?[name]).map(JSONObject.init)
  }

  subscript(index: Int) -> JSONObject? {
    (any as? [Any]).flatMap { $0.indices.contains(index) ? JSONObject($0[index]) : nil }
  }

  var string: String? { any as? String }
  var bool: Bool? { any as? Bool }
  var isNull: Bool { any is NSNull }
  var count: Int? { (any as? [Any])?.count }
  var array: [JSONObject] { (any as? [Any] ?? []).map(JSONObject.init) }
}
