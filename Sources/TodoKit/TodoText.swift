/// Why text typed by a person is not a title or a description.
public enum TodoTextError: Error, Hashable, Sendable {
  /// Nothing but white space.
  case empty
  /// More scalars than the contract allows.
  case tooLong(count: Int, limit: Int)
  /// A C0 or C1 control character, tab included.
  case controlCharacter(Unicode.Scalar)

  /// One sentence a person can act on; `noun` is `title` or `description`.
  public func sentence(_ noun: String) -> String {
    switch self {
    case .empty:
      "The \(noun) is empty: type at least one character."
    case .tooLong(let count, let limit):
      "The \(noun) has \(count) characters, \(count - limit) more than the \(limit) allowed."
    case .controlCharacter(let scalar):
      "The \(noun) has a control character (U+\(hexadecimal(scalar))): remove it."
    }
  }

  private func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}

/// A title that every server of the contract accepts: 1–200 scalars after trimming, no controls.
public struct TodoTitle: Hashable, Sendable {
  /// The most Unicode scalars a title may have (contract/tasks-api).
  public static let limit = 200
  /// The trimmed text.
  public let text: String

  /// Trims and checks what a person typed.
  /// - Throws: ``TodoTextError`` naming what is wrong.
  public init(_ typed: String) throws(TodoTextError) {
    text = try checkedText(typed, limit: TodoTitle.limit, allowsLineBreaks: false)
    if text.isEmpty { throw .empty }
  }
}

/// A description: 1–1,000 scalars after trimming, line breaks allowed, no other controls.
public struct TodoDescription: Hashable, Sendable {
  /// The most Unicode scalars a description may have (contract/tasks-api).
  public static let limit = 1000
  /// The trimmed text.
  public let text: String

  /// Trims and checks what a person typed.
  /// - Throws: ``TodoTextError``; `.empty` means: give nil instead.
  public init(_ typed: String) throws(TodoTextError) {
    text = try checkedText(typed, limit: TodoDescription.limit, allowsLineBreaks: true)
    if text.isEmpty { throw .empty }
  }
}

private func checkedText(
  _ typed: String,
  limit: Int,
  allowsLineBreaks: Bool
) throws(TodoTextError) -> String {
  var scalars = Substring(typed).unicodeScalars
  while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
  while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
  var count = 0
  for scalar in scalars {
    count += 1
    if scalar == "\n", allowsLineBreaks { continue }
    if scalar.properties.generalCategory == .control { throw .controlCharacter(scalar) }
  }
  if count > limit { throw .tooLong(count: count, limit: limit) }
  return String(scalars)
}
