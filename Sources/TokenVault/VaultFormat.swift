internal import Crypto
internal import FoundationEssentials

/// The bytes of a vault file, format version 1 (docs/vault-format.md).
///
/// Pure: no file, no clock, no randomness. Every integer is big-endian.
package struct VaultFormat: Sendable {
  /// What a file is bound to without naming it: moved elsewhere, it does not open.
  package struct Binding: Sendable {
    package let profile: String
    package let uid: UInt32

    package init(profile: String, uid: UInt32) {
      self.profile = profile
      self.uid = uid
    }
  }

  /// Bytes that must be new for each write, and those that stay with the vault.
  package struct Randomness: Sendable {
    package let vaultID: [UInt8]
    package let writeSalt: [UInt8]
    package let nonce: [UInt8]

    package init(vaultID: [UInt8], writeSalt: [UInt8], nonce: [UInt8]) {
      self.vaultID = vaultID
      self.writeSalt = writeSalt
      self.nonce = nonce
    }
  }

  /// An opened file.
  package struct Opened: Sendable {
    package let vaultID: [UInt8]
    package let record: VaultRecord
  }

  /// Why bytes are not a vault that opens.
  package enum Failure: Error, Equatable {
    /// Not what was written, or written for another profile or user.
    case damaged
    /// Of a version, key derivation or cipher unknown here.
    case newer
    /// Written with another key.
    case otherKey
  }

  static let magic = Array("TODOTUIV".utf8)
  static let version: UInt16 = 1
  static let keyFileDerivation: UInt8 = 1
  static let chaChaPoly: UInt8 = 1
  package static let headerLength = 140
  private static let tagLength = 16

  let binding: Binding

  package init(binding: Binding) { self.binding = binding }

  /// Encrypts one generation.
  package func seal(
    _ record: VaultRecord,
    with key: VaultKey,
    _ randomness: Randomness
  ) throws(VaultError) -> [UInt8] {
    var header = Self.magic
    header += bigEndian(Self.version)
    header += [Self.keyFileDerivation, Self.chaChaPoly]
    header += [UInt8](repeating: 0, count: 4 + 8 + 16)  // reserved, KDF parameters, KDF salt
    header += randomness.vaultID
    header += key.id
    header += key.checkValue(for: randomness.vaultID)
    header += bigEndian(record.generation)
    header += randomness.writeSalt
    header += randomness.nonce
    var payload = try Payload(record.state).encoded()
    defer { wipe(&payload) }
    guard header.count + payload.count + Self.tagLength <= PrivateDirectory.sizeLimit else {
      throw .unstorable(.recordTooLarge)
    }
    do {
      let box = try ChaChaPoly.seal(
        payload,
        using: key.writeKey(salt: randomness.writeSalt),
        nonce: ChaChaPoly.Nonce(data: randomness.nonce),
        authenticating: header + bindingBytes
      )
      return header + box.ciphertext + box.tag
    } catch {
      // The cipher refuses nothing but sizes.
      throw .unstorable(.recordTooLarge)
    }
  }

  /// Decrypts what `seal` wrote, and nothing else.
  package func open(_ bytes: [UInt8], with key: VaultKey) throws(Failure) -> Opened {
    let header = try Header(bytes)
    guard header.keyID == key.id else { throw .otherKey }
    guard Secret(bytes: header.keyCheck) == Secret(bytes: key.checkValue(for: header.vaultID))
    else {
      throw .damaged
    }
    var payload: [UInt8]
    do {
      let box = try ChaChaPoly.SealedBox(
        nonce: ChaChaPoly.Nonce(data: header.nonce),
        ciphertext: bytes[Self.headerLength..<(bytes.count - Self.tagLength)],
        tag: bytes[(bytes.count - Self.tagLength)...]
      )
      payload = try [UInt8](
        ChaChaPoly.open(
          box,
          using: key.writeKey(salt: header.writeSalt),
          authenticating: bytes[..<Self.headerLength] + bindingBytes
        )
      )
    } catch {
      throw .damaged
    }
    defer { wipe(&payload) }
    let state = try Payload.decoded(from: payload).decodedState()
    return Opened(
      vaultID: header.vaultID,
      record: VaultRecord(generation: header.generation, state: state)
    )
  }

  /// Checks all that can be checked without a key.
  package func inspect(_ bytes: [UInt8]) throws(Failure) { _ = try Header(bytes) }

  private var bindingBytes: [UInt8] {
    let profile = Array(binding.profile.utf8)
    return bigEndian(UInt16(clamping: profile.count)) + profile + bigEndian(binding.uid)
  }

  private struct Header {
    let vaultID: [UInt8]
    let keyID: [UInt8]
    let keyCheck: [UInt8]
    let generation: UInt64
    let writeSalt: [UInt8]
    let nonce: [UInt8]

    init(_ bytes: [UInt8]) throws(Failure) {
      guard bytes.count >= 10, Array(bytes[0..<8]) == magic else { throw .damaged }
      let version = number(bytes[8..<10])
      guard version >= VaultFormat.version else { throw .damaged }
      guard version == VaultFormat.version else { throw .newer }
      guard bytes.count > headerLength + tagLength else { throw .damaged }
      guard bytes[10] == keyFileDerivation, bytes[11] == chaChaPoly else { throw .newer }
      guard bytes[12..<40].allSatisfy({ $0 == 0 }) else { throw .damaged }
      vaultID = Array(bytes[40..<56])
      keyID = Array(bytes[56..<72])
      keyCheck = Array(bytes[72..<88])
      generation = number(bytes[88..<96])
      writeSalt = Array(bytes[96..<128])
      nonce = Array(bytes[128..<140])
    }
  }
}

private func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  stride(from: value.bitWidth - 8, through: 0, by: -8).map {
    UInt8(truncatingIfNeeded: value >> $0)
  }
}

private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reduce(0) { $0 << 8 | UInt64($1) }
}
