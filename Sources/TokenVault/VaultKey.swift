internal import CPosix
internal import Crypto
internal import FoundationEssentials

/// The key all keys of a vault derive from, with the public id that names it.
package struct VaultKey: Sendable {
  /// Says which key a vault was written with; no secret.
  package let id: [UInt8]
  private let secret: Secret

  /// A key from its 16-byte id and 32 secret bytes.
  package init(id: [UInt8], secret: Secret) {
    self.id = id
    self.secret = secret
  }

  /// The key of one write: no two writes share one, so no nonce can repeat under it.
  func writeKey(salt: [UInt8]) -> SymmetricKey {
    derive(salt: salt, purpose: "todotui vault 1 write", count: 32)
  }

  /// Sixteen bytes that show the secret is the right one without opening anything.
  func checkValue(for vaultID: [UInt8]) -> [UInt8] {
    let check = derive(salt: vaultID, purpose: "todotui vault 1 check", count: 16)
    return unsafe check.withUnsafeBytes { unsafe Array($0) }
  }

  private func derive(salt: [UInt8], purpose: String, count: Int) -> SymmetricKey {
    secret.withBytes { bytes in
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: bytes),
        salt: salt,
        info: Array(purpose.utf8),
        outputByteCount: count
      )
    }
  }

  // MARK: - The key file

  private static let magic = Array("TODOTUIK".utf8)
  private static let version: [UInt8] = [0, 1]
  private static let bodyLength = 64
  static let fileLength = bodyLength + 16

  /// Reads a key file's bytes; nil when they are not what `fileBytes` made.
  package init?(fileBytes bytes: [UInt8]) {
    guard bytes.count == Self.fileLength, Array(bytes[0..<8]) == Self.magic,
      Array(bytes[8..<10]) == Self.version, bytes[10..<16].allSatisfy({ $0 == 0 }),
      Array(bytes[64..<80]) == Self.checksum(bytes[..<Self.bodyLength])
    else { return nil }
    self.init(id: Array(bytes[16..<32]), secret: Secret(bytes: bytes[32..<64]))
  }

  /// The bytes of the key file; the caller wipes them.
  package var fileBytes: [UInt8] {
    var bytes = Self.magic + Self.version + [UInt8](repeating: 0, count: 6) + id
    bytes.reserveCapacity(Self.fileLength)  // Growing would leave a copy of the key behind.
    secret.withBytes { bytes += $0 }
    bytes += Self.checksum(bytes[...])
    return bytes
  }

  private static func checksum(_ body: ArraySlice<UInt8>) -> [UInt8] {
    Array(SHA256.hash(data: body).prefix(16))
  }
}

/// Overwrites the bytes with zeros.
func wipe(_ bytes: inout [UInt8]) {
  unsafe bytes.withUnsafeMutableBytes { unsafe cposix_wipe($0.baseAddress, $0.count) }
}

/// Overwrites the bytes with zeros.
func wipe(_ data: inout Data) {
  unsafe data.withUnsafeMutableBytes { unsafe cposix_wipe($0.baseAddress, $0.count) }
}
