internal import CPosix
internal import Synchronization

/// A token or key in memory: never printed, compared in constant time, overwritten when released.
///
/// What `withText` hands out is an ordinary string whose memory is not overwritten afterwards; keep
/// it no longer than the call needs it. A secret is not `Codable`: only the vault writes it down.
public final class Secret: Sendable {
  private let bytes: Mutex<[UInt8]>

  /// A secret from its text, copied as UTF-8.
  public init(_ text: String) { bytes = Mutex(Array(text.utf8)) }

  package init(bytes copy: some Sequence<UInt8>) { bytes = Mutex(Array(copy)) }

  deinit {
    bytes.withLock { stored in
      unsafe stored.withUnsafeMutableBytes { unsafe cposix_wipe($0.baseAddress, $0.count) }
    }
  }

  /// Length in bytes.
  public var count: Int { shared.count }

  /// Lends the secret as text for the length of the call.
  ///
  /// - Parameter body: what needs the text; it must not keep or print it.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  public func withText<Result, Failure: Error>(
    _ body: (String) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(String(decoding: shared, as: UTF8.self))
  }

  package func withBytes<Result, Failure: Error>(
    _ body: ([UInt8]) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(shared)
  }

  /// Whether the bytes are 16 to 8192 of `A–Z a–z 0–9 . _ ~ + / % = -`.
  ///
  /// Nothing else is stored or sent as a token: such text can end no header line and no URL part.
  public var isWellFormedToken: Bool {
    let bytes = shared
    return (16...8192).contains(bytes.count)
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
          UInt8(ascii: "/"), UInt8(ascii: "%"), UInt8(ascii: "="), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  // The array shares its storage, so no second copy of the bytes comes into being.
  private var shared: [UInt8] { bytes.withLock { $0 } }
}

extension Secret: Equatable {
  /// Whether both hold the same bytes; the time taken tells only whether the lengths differ.
  public static func == (left: Secret, right: Secret) -> Bool {
    let (left, right) = (left.shared, right.shared)
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (one, other) in zip(left, right) { difference |= one ^ other }
    return difference == 0
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A fixed word, whatever the secret is.
  public var description: String { "<secret>" }

  /// A fixed word, whatever the secret is.
  public var debugDescription: String { "<secret>" }

  /// A mirror without children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
