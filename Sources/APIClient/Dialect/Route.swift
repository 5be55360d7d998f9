/// A path of a description, in segments.
struct Route: Hashable {
  enum Segment: Hashable {
    case literal(String)
    case parameter(String)

    /// The segment with the name of its parameter left out.
    var shape: Segment {
      if case .parameter = self { .parameter("") } else { self }
    }

    var literal: String? {
      if case .literal(let word) = self { word } else { nil }
    }

    var parameter: String? {
      if case .parameter(let name) = self { name } else { nil }
    }
  }

  let text: String
  let segments: [Segment]
  let endsInSlash: Bool

  var shape: [Segment] { segments.map(\.shape) }

  /// A route, nil where a path holds what no line can hold, or leads elsewhere.
  init?(_ text: String) {
    guard LineWord.isKey(text), text.hasPrefix("/"), !text.hasPrefix("//"),
      PathTemplate.isPlain(text), PathTemplate.leadsDown(text),
      PathTemplate.names(in: text) != nil
    else { return nil }
    self.text = text
    segments = text.split(separator: "/").map { segment in
      segment.hasPrefix("{")
        ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
    }
    endsInSlash = text.count > 1 && text.hasSuffix("/")
  }

  /// The path as a dialect writes it, with each parameter replaced.
  func template(prefix: String, _ replacement: (Int, String) -> String) -> String {
    let parts = segments.enumerated().map { at, segment in
      switch segment {
      case .literal(let word): word
      case .parameter(let name): replacement(at, name)
      }
    }
    return prefix + "/" + parts.joined(separator: "/") + (endsInSlash ? "/" : "")
  }
}
