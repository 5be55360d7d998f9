package import TodoKit

/// Web addresses in a task's text.
package enum Link {
  /// The first `https://` or `http://` address of the title or the description; nil without one.
  package static func first(in todo: Todo) -> String? {
    let texts = [todo.title, todo.description ?? ""]
    return texts.lazy.compactMap { places(in: $0).first.map(String.init) }.first
  }

  /// Every address of a text, where it stands.
  package static func places(in text: String) -> [Substring] {
    text.split(whereSeparator: \.isWhitespace).compactMap { word in
      guard let start = word.start(of: "https://") ?? word.start(of: "http://") else { return nil }
      var link = word[start...]
      // What closes a sentence or a bracket is not part of the address.
      while let last = link.last, ".,;:!?)]}>\"'»”".contains(last) { link.removeLast() }
      // An address is ASCII (RFC 3986): nothing invisible is handed to a browser.
      let isAddress = link.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      return isAddress && !link.hasSuffix("//") ? link : nil
    }
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
