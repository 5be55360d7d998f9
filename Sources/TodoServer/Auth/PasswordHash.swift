internal import Foundation

/// Better Auth's stored password: `<salt>:<key>`, both in hexadecimal (contract/better-auth 3).
package enum PasswordHash {
  /// A stored text that is no such pair.
  package struct Malformed: Error {}

  /// A new hash with a fresh salt.
  package static func make(_ password: String) throws -> String {
    let salt = Hexadecimal.encode(Sodium.random(16))
    return "\(salt):\(Hexadecimal.encode(try key(password, salt: salt)))"
  }

  /// Whether a password is the one that was hashed.
  ///
  /// - Parameters:
  ///   - password: As typed.
  ///   - stored: The `account.password` column.
  /// - Returns: True when it matches.
  /// - Throws: `Malformed` for a column that is no such hash; an error when memory is short.
  package static func verify(_ password: String, stored: String) throws -> Bool {
    let parts = stored.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, let expected = Hexadecimal.decode(parts[1]),
      expected.count == 64
    else { throw Malformed() }
    return Sodium.isEqual(try key(password, salt: String(parts[0])), expected)
  }

  /// The salt is the text of the hexadecimal digits, not the bytes they stand for.
  private static func key(_ password: String, salt: String) throws -> [UInt8] {
    // Nobody has one that long, and normalising a hostile text takes quadratic time.
    let isNormalised = password.utf8.count <= 1024
    return try Sodium.scrypt(
      password: Array(
        (isNormalised ? password.precomposedStringWithCompatibilityMapping : password).utf8
      ),
      salt: Array(salt.utf8)
    )
  }
}
