import Foundation

/// What a server answered.
struct Answer: Sendable {
  var status: Int
  var headers: [String: String]
  var body: String

  func json() throws -> Any {
    try JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed)
  }

  func object() throws -> [String: Any] { try json() as? [String: Any] ?? [:] }
}

/// Plain HTTP over a socket of our own: nothing of the client is in it, and no proxy variable counts.
struct Wire: Sendable {
  private enum Place: Sendable {
    case port(UInt16)
    case path(String)
  }

  private let place: Place

  /// A server on `http://127.0.0.1:PORT`.
  init(_ address: String) throws {
    guard let port = UInt16(address.split(separator: ":").last ?? "") else {
      throw Trouble("\(address) has no port")
    }
    place = .port(port)
  }

  init(socket: String) { place = .path(socket) }

  /// Sends one request and reads until the server closes.
  func send(
    _ method: String,
    _ target: String,
    _ headers: [String: String] = [:],
    json: String? = nil
  ) async throws -> Answer {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let json {
      text += "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n"
    }
    text += "\r\n" + (json ?? "")
    let bytes = try await exchange(Array(text.utf8))
    return try Answer(bytes)
  }

  private func exchange(_ bytes: [UInt8]) async throws -> [UInt8] {
    let place = place
    return try await withCheckedThrowingContinuation { done in
      DispatchQueue.global().async {
        done.resume(with: Result { try Self.exchange(bytes, place) })
      }
    }
  }

  private static func exchange(_ bytes: [UInt8], _ place: Place) throws -> [UInt8] {
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor: Int32
    switch place {
    case .port(let port):
      descriptor = socket(AF_INET, kind, 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      try connect(descriptor, &address)
    case .path(let path):
      descriptor = socket(AF_UNIX, kind, 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
        unsafe room.copyBytes(from: path.utf8.prefix(room.count - 1))
      }
      try connect(descriptor, &address)
    }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    unsafe setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Trouble("the server takes nothing") }
      rest = rest.dropFirst(count)
    }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      guard count >= 0 else { throw Trouble("the server stopped answering") }
      if count == 0 { return all }
      all += chunk[..<count]
    }
  }

  private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) throws {
    let size = socklen_t(MemoryLayout<Address>.size)
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Foundation.connect(descriptor, $0, size)
      }
    }
    guard result == 0 else {
      close(descriptor)
      throw Trouble("nobody listens there")
    }
  }
}

extension Answer {
  /// Reads a whole HTTP/1.1 answer; chunks are joined.
  init(_ bytes: [UInt8]) throws {
    let end = Array("\r\n\r\n".utf8)
    guard let split = bytes.firstRange(of: end) else { throw Trouble("half an answer came") }
    let head = String(decoding: bytes[..<split.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    status = Int(head[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    headers = [:]
    for line in head.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    var content = bytes[split.upperBound...]
    if headers["transfer-encoding"]?.lowercased() == "chunked" {
      var whole: [UInt8] = []
      while let line = content.firstRange(of: [13, 10]),
        let size = Int(String(decoding: content[..<line.lowerBound], as: UTF8.self), radix: 16),
        size > 0
      {
        let start = line.upperBound
        whole += content[start..<min(start + size, content.endIndex)]
        content = content[min(start + size + 2, content.endIndex)...]
      }
      content = whole[...]
    }
    body = String(decoding: content, as: UTF8.self)
  }
}
