/// A task as a person names it on a command line (the REF of the grammar).
///
/// An integer is a row of the last printed list; `id:12` is always the id; then a unique id prefix
/// of at least four characters; then a title by class exact > prefix > word > substring,
/// case-folded, where only the best class that matches counts.
public struct TodoReference: Hashable, Sendable {
  /// Why a reference names no single task.
  public enum Failure: Error, Hashable, Sendable {
    /// Nothing matches; for a row number, `rows` is how many the last list had.
    case notFound(rows: Int?)
    /// Several match equally well.
    case ambiguous([TodoItem])
  }

  /// As typed.
  public let text: String

  /// A reference as typed.
  public init(_ text: String) { self.text = text }

  /// Finds the one task meant.
  ///
  /// - Parameters:
  ///   - items: every task of the mirror.
  ///   - lastList: keys of the last printed list, first row first.
  /// - Returns: the one item that the text names.
  /// - Throws: ``Failure`` when there is none, or more than one.
  public func resolve(in items: [TodoItem], lastList: [String]) throws(Failure) -> TodoItem {
    if text.hasPrefix("id:") {
      let id = text.dropFirst(3)
      return try single(items.filter { $0.todo.id == id || $0.key == id })
    }
    if let row = Int(text) {
      guard lastList.indices.contains(row - 1),
        let item = items.first(where: { $0.key == lastList[row - 1] })
      else { throw .notFound(rows: lastList.count) }
      return item
    }
    let folded = text.lowercased()
    if folded.unicodeScalars.count >= 4 {
      let byID = items.filter {
        $0.todo.id.lowercased().hasPrefix(folded) || $0.key.lowercased().hasPrefix(folded)
      }
      if !byID.isEmpty { return try single(byID) }
    }
    return try single(byTitle(folded, items))
  }

  private func byTitle(_ folded: String, _ items: [TodoItem]) -> [TodoItem] {
    if folded.isEmpty { return [] }
    let titled = items.map { ($0, $0.todo.title.lowercased()) }
    let classes: [(String) -> Bool] = [
      { $0 == folded },
      { $0.hasPrefix(folded) },
      { $0.split { !$0.isLetter && !$0.isNumber }.contains { $0 == folded } },
      { $0.contains(folded) },
    ]
    for isMatch in classes {
      let found = titled.filter { isMatch($0.1) }.map(\.0)
      if !found.isEmpty { return found }
    }
    return []
  }

  private func single(_ found: [TodoItem]) throws(Failure) -> TodoItem {
    guard let first = found.first else { throw .notFound(rows: nil) }
    if found.count > 1 { throw .ambiguous(found) }
    return first
  }
}
