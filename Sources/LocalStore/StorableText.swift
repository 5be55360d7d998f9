internal import TodoKit

extension Todo {
  /// With U+FFFD in place of what the tables cannot keep: NUL, at which SQLite would end a text, and
  /// in a tag what parts it from the next.
  var storable: Todo {
    var copy = self
    if title.utf8.contains(0) { copy.title = title.replacing(["\0"]) }
    if description?.utf8.contains(0) == true { copy.description = description?.replacing(["\0"]) }
    if !tags.isEmpty { copy.tags = tags.map { $0.storableTag } }
    return copy
  }
}

extension String {
  /// A tag that the tables can keep.
  var storableTag: String {
    let separators: Set<Unicode.Scalar> = ["\0", FieldText.separator]
    return unicodeScalars.contains(where: separators.contains) ? replacing(separators) : self
  }

  fileprivate func replacing(_ unwanted: Set<Unicode.Scalar>) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      scalars.append(unwanted.contains(scalar) ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }
}
