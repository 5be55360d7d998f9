internal import Crypto
internal import Foundation

/// The server's secret; what is made with it leaves this type, the secret never does.
package struct ServerSecret: Sendable, CustomStringConvertible, CustomReflectable {
  private let key: SymmetricKey
  private let bytes: [UInt8]

  package init(_ text: String) {
    bytes = Array(text.utf8)
    key = SymmetricKey(data: bytes)
  }

  /// Takes the given secret, else the one kept beside the database, which is made when missing.
  ///
  /// - Parameters:
  ///   - given: `BETTER_AUTH_SECRET`, or nil.
  ///   - databasePath: The database; the file is `<database>.secret`, 0600.
  ///   - mayMake: False where a new secret could not open what the database holds.
  /// - Returns: The secret.
  /// - Throws: `secretFileUnsafe` for a file that others may read, own, or have linked;
  ///   `secretMissing` where one is needed.
  package static func resolve(
    given: String?,
    databasePath: String,
    mayMake: Bool
  ) throws(ServerError) -> ServerSecret {
    if let given, !given.isEmpty { return ServerSecret(given) }
    let path = databasePath + ".secret"
    guard mayMake || PrivateFile.exists(path) else { throw .secretMissing(path: path) }
    let fresh = Base64URL.encode(Sodium.random(32))
    do {
      try PrivateFile.createWhole(path, contents: Array(fresh.utf8))
      return ServerSecret(fresh)
    } catch  where error.number == EEXIST {
      return try read(path)
    } catch {
      throw .secretFileUnsafe(path: path, reason: error.reason)
    }
  }

  private static func read(_ path: String) throws(ServerError) -> ServerSecret {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw .secretFileUnsafe(path: path, reason: PrivateFile.SystemError.current.reason)
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), status.st_mode & 0o077 == 0, status.st_nlink == 1
    else {
      throw .secretFileUnsafe(path: path, reason: "it must be a plain file of yours with mode 0600")
    }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe Foundation.read(descriptor, $0.baseAddress, $0.count)
    }
    let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    guard text.utf8.count >= 32 else {
      throw .secretFileUnsafe(path: path, reason: "it holds fewer than 32 characters")
    }
    return ServerSecret(text)
  }

  /// Better Auth warns below this.
  package var isShort: Bool { bytes.count < 32 }

  package var description: String { "ServerSecret" }
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// `value.signature`, not percent-encoded (contract/better-auth 3, Signature).
  package func signed(_ value: String) -> String {
    "\(value).\(Data(signature(value)).base64EncodedString())"
  }

  /// The value of a signed text; nil unless the signature is right.
  package func verified(_ signed: String) -> String? {
    guard let dot = signed.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let value = String(signed[..<dot])
    let sent = signed[dot...].utf8.dropFirst()
    guard !value.isEmpty, sent.count == 44, sent.last == UInt8(ascii: "="),
      let bytes = Data(base64Encoded: Data(sent)), Sodium.isEqual(bytes, signature(value))
    else { return nil }
    return value
  }

  private func signature(_ value: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(value.utf8), using: key))
  }

  /// Seals a signing key as `jwks.privateKey` has it: a JSON string of hexadecimal.
  package func sealSigningKey(_ json: String) -> String? {
    Sodium.seal(Array(json.utf8), key: storageKey).map { "\"\(Hexadecimal.encode($0))\"" }
  }

  /// Opens a `jwks.privateKey`; nil when it was sealed with another secret.
  package func openSigningKey(_ stored: String) -> String? {
    guard stored.hasPrefix("\""), stored.hasSuffix("\""),
      let box = Hexadecimal.decode(stored.dropFirst().dropLast()),
      let plain = Sodium.open(box, key: storageKey)
    else { return nil }
    return String(validating: plain, as: UTF8.self)
  }

  private var storageKey: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
