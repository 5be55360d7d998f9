internal import TodoKit

/// Web addresses in a task's text.
enum Link {
  /// The first `https://` or `http://` address of the title or the description; nil without one.
  static func first(in todo: Todo) -> String? {
    first(in: todo.title) ?? todo.description.flatMap { first(in: $0) }
  }

  private static func first(in text: String) -> String? {
    for word in text.split(whereSeparator: \.isWhitespace) {
      guard let start = word.start(of: "https://") ?? word.start(of: "http://") else { continue }
      var link = word[start...]
      // What closes a sentence or a bracket is not part of the address.
      while let last = link.last, ".,;:!?)]}>\"'»”".contains(last) { link.removeLast() }
      // An address is ASCII (RFC 3986): nothing invisible is handed to a browser.
      let isAddress = link.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      if isAddress, !link.hasSuffix("//") { return String(link) }
    }
    return nil
  }
}

extension Substring {
  fileprivate func start(of prefix: String) -> Index? {
    var place = startIndex
    while place < endIndex {
      if self[place...].hasPrefix(prefix) { return place }
      place = index(after: place)
    }
    return nil
  }
}
