/// Which e-mail addresses Better Auth takes (contract/better-auth 2.0, the zod pattern).
enum EmailSyntax {
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
    let local = bytes[..<at]
    let labels = bytes[(at + 1)...].split(
      separator: UInt8(ascii: "."),
      omittingEmptySubsequences: false
    )
    guard let last = local.last, isWord(last) || last == UInt8(ascii: "+"),
      local.first != UInt8(ascii: "."), local.allSatisfy(isLocal), !hasDoubleDot(bytes)
    else { return false }
    guard labels.count >= 2, let top = labels.last, top.count >= 2, top.allSatisfy(isLetter) else {
      return false
    }
    return labels.dropLast().allSatisfy { label in
      guard let first = label.first, isLetter(first) || isDigit(first) else { return false }
      return label.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func hasDoubleDot(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isWord(byte) || "'+.".utf8.contains(byte)
  }
}
