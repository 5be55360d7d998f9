/// What has come of an answer so far, within its limits.
struct IncomingAnswer {
  private(set) var headers = HTTPHeaders()
  private(set) var body: [UInt8] = []

  private var headerBytes = 0
  private var isHeaderComplete = false

  private static let bodyLimit = 16 << 20
  private static let headerLimit = 64 << 10

  /// False when the limit is passed.
  mutating func append(body bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= IncomingAnswer.bodyLimit else { return false }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// Takes one line with its line end; false when the limit is passed.
  mutating func append(header bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= IncomingAnswer.headerLimit else { return false }
    let line = unsafe Substring(decoding: bytes, as: UTF8.self).trimmed
    if line.hasPrefix("HTTP/") {
      // A further status line follows an interim answer (RFC 9110, 15.2), whose fields don't count.
      headers = HTTPHeaders()
      isHeaderComplete = false
    } else if line.isEmpty {
      isHeaderComplete = true
    } else if !isHeaderComplete, let colon = line.firstIndex(of: ":") {
      // What comes after the empty line is a trailer, which nobody here asked for.
      let name = String(line[..<colon])
      let value = String(line[line.index(after: colon)...].trimmed)
      headers.fields.append(.init(name: name, value: value))
    }
    return true
  }
}

extension Substring {
  /// Without spaces, tabs and line ends around it.
  fileprivate var trimmed: Substring {
    var bytes = utf8
    func isBlank(_ byte: UInt8?) -> Bool {
      byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
    while isBlank(bytes.first) { bytes.removeFirst() }
    while isBlank(bytes.last) { bytes.removeLast() }
    return Substring(bytes)
  }
}
