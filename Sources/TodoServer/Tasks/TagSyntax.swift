/// What the tags of a task may be, and the one form in which they are kept.
enum TagSyntax {
  /// Unicode scalars of one tag.
  static let longest = 50
  /// Tags of one task.
  static let most = 20

  /// Why tags are refused.
  enum Flaw: Error, Equatable {
    case blank, tooLong, holdsSeparator, tooMany
  }

  /// The tags as they are kept: trimmed, each once, in the order they were sent.
  ///
  /// - Parameter texts: As sent.
  /// - Returns: The tags; bytes decide whether two are the same.
  /// - Throws: The first flaw.
  static func canonical(_ texts: [String]) throws(Flaw) -> [String] {
    var tags = DistinctTexts()
    for text in texts {
      let tag = trimmed(text)
      guard tag.contains(where: TaskBody.isVisible) else { throw .blank }
      guard tag.count <= longest else { throw .tooLong }
      guard !tag.contains(where: isSeparator) else { throw .holdsSeparator }
      tags.append(String(tag))
      guard tags.all.count <= most else { throw .tooMany }
    }
    return tags.all
  }

  /// The tags of a task that was kept before there were rules for what is inside of one.
  ///
  /// What can't be mended without a loss, too many or too long ones, stays.
  static func mended(_ texts: [String]) -> [String] {
    var tags = DistinctTexts()
    for text in texts {
      let words = text.unicodeScalars.split(whereSeparator: isSeparator)
        .filter { $0.contains(where: TaskBody.isVisible) }
      guard !words.isEmpty else { continue }
      tags.append(words.map { String($0) }.joined(separator: "-"))
    }
    return tags.all
  }

  private static func trimmed(_ text: String) -> Substring.UnicodeScalarView {
    let front = text[...].unicodeScalars.drop(while: \.properties.isWhitespace)
    let end = front.lastIndex { !$0.properties.isWhitespace }
    return end.map { front[...$0] } ?? front
  }

  /// What parts tags where people type or read several.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
  }
}

/// Texts in order, each once, byte for byte.
private struct DistinctTexts {
  private(set) var all: [String] = []
  private var known: Set<[UInt8]> = []

  mutating func append(_ text: String) {
    if known.insert(Array(text.utf8)).inserted { all.append(text) }
  }
}
