internal import CSodium

/// The one place that calls libsodium.
enum Sodium {
  /// libsodium could not be started, or had no memory for a hash.
  struct Failure: Error {}

  private static let isReady = csodium_prepare() == 0

  static func random(_ count: Int) -> [UInt8] {
    _ = isReady
    var bytes = [UInt8](repeating: 0, count: count)
    unsafe csodium_random(&bytes, count)
    return bytes
  }

  /// Compares in a time that depends on the length alone.
  static func isEqual(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
    let (left, right) = (Array(left), Array(right))
    guard left.count == right.count else { return false }
    return unsafe csodium_equal(left, right, left.count) == 1
  }

  /// scrypt with N=16384, r=16, p=1 and 64 bytes: Better Auth's cost (contract/better-auth 3).
  static func scrypt(password: [UInt8], salt: [UInt8]) throws(Failure) -> [UInt8] {
    var key = [UInt8](repeating: 0, count: 64)
    let status = unsafe csodium_scrypt(
      password,
      password.count,
      salt,
      salt.count,
      16_384,
      16,
      1,
      &key,
      64
    )
    guard status == 0 else { throw Failure() }
    return key
  }

  /// XChaCha20-Poly1305: nonce, ciphertext and tag in one.
  static func seal(_ plain: [UInt8], key: [UInt8]) -> [UInt8]? {
    guard isReady, key.count == csodium_key_bytes else { return nil }
    let nonce = random(csodium_nonce_bytes)
    var sealed = [UInt8](repeating: 0, count: plain.count + csodium_tag_bytes)
    guard unsafe csodium_seal(&sealed, plain, plain.count, nonce, key) == 0 else { return nil }
    return nonce + sealed
  }

  /// Nil for another key or altered bytes.
  static func open(_ box: [UInt8], key: [UInt8]) -> [UInt8]? {
    let nonceBytes = csodium_nonce_bytes
    let tagBytes = csodium_tag_bytes
    guard isReady, key.count == csodium_key_bytes, box.count >= nonceBytes + tagBytes
    else { return nil }
    let nonce = Array(box.prefix(nonceBytes))
    let sealed = Array(box.dropFirst(nonceBytes))
    var plain = [UInt8](repeating: 0, count: sealed.count - tagBytes)
    guard unsafe csodium_open(&plain, sealed, sealed.count, nonce, key) == 0 else { return nil }
    return plain
  }
}
