extension Deriver {
  static let pages = ["page", "pagenumber", "pageno", "p"]
  static let offsets = ["skip", "offset", "start"]
  static let sizes = ["limit", "pagesize", "perpage", "size", "take"]
  /// More at a time could meet the cap on bodies (design: lists are paged by 500).
  private static let most = 500

  /// Finds out whether and how a list is asked for in parts.
  mutating func readPaging(_ collection: TaskCollection) {
    dialect.paging = nil
    let queries = document.parameters(collection.list).filter { $0.place == "query" }
    func first(_ words: [String]) -> OpenAPIDocument.Parameter? {
      for word in words {
        if let query = queries.first(where: { TaskVocabulary.plain($0.name) == word }) {
          return query
        }
      }
      return nil
    }
    let size = first(Self.sizes)
    let page = first(Self.pages)
    guard let position = page ?? first(Self.offsets) else {
      writeNoPaging(size)
      return
    }
    let isNeeded = size.map { $0.schema.fallback != nil || $0.isRequired } ?? true
    let maximum = size?.schema.maximum.flatMap { Int(exactly: $0.rounded(.down)) }
    let count = maximum.map { min(Self.most, max(1, $0)) } ?? (isNeeded ? 100 : Self.most)
    let start = position.schema.fallback?.number ?? position.schema.minimum
    dialect.paging = Dialect.Paging(
      style: page == nil ? .offset : .page(first: start == 0 ? 0 : 1),
      position: position.name,
      size: size?.name,
      count: count,
      isNeeded: isNeeded
    )
    let names = [position.name, size?.name].compactMap(\.self).map { LineWord.shown($0) }
      .joined(separator: " and ")
    if size == nil {
      book.write(
        .doubtful,
        .paging,
        "The list takes \(names), and the size of a part is not described."
      )
    } else if isNeeded {
      book.write(.chosen, .paging, "The list takes \(names), and is cut without them.")
    } else {
      book.write(.chosen, .paging, "The list takes \(names), and comes whole without them.")
    }
  }

  private mutating func writeNoPaging(_ size: OpenAPIDocument.Parameter?) {
    if let size, size.schema.fallback != nil || size.isRequired {
      book.write(
        .doubtful,
        .paging,
        "The list is cut by \(LineWord.shown(size.name)), and no parameter for the next part is described."
      )
    } else {
      book.write(.chosen, .paging, "No parameters for parts of the list are described.")
    }
  }
}
