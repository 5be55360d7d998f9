import ArgumentParser
package import LocalStore
import TodoKit

/// `status`: counts from this machine alone, for a prompt or a bar.
struct CountsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print how many tasks and unsent changes there are; makes no request.",
    discussion: """
      --format takes any text with {open}, {done}, {overdue}, {queued}, {failed} and {conflicts} in \
      it: a segment for tmux or the shell's prompt.
      """
  )

  @OptionGroup var global: GlobalOptions
  @Option(help: "Text with {open} {done} {overdue} {queued} {failed} {conflicts} in it.")
  var format: String?

  func run(in context: Context) async throws(Failure) {
    let format = try format.map { text throws(Failure) in try CountsFormat(text) }
    let account = try await context.account()
    let counts = try account.stored { () throws(StoreError) in
      let now = Workspace.now()
      let east = LocalTime.east(at: now)
      return try account.store.counts(today: now.day(east: east), east: east)
    }
    if let format {
      context.output.line(format.text(counts))
    } else if global.isJSON {
      context.output.json(
        .object(
          CountsFormat.names.map { .init($0.name, .number(Int64(counts[keyPath: $0.count]))) }
        )
      )
    } else {
      let words: [String] = CountsFormat.names.compactMap { name, path in
        let count = counts[keyPath: path]
        if count == 0, name != "open" { return nil }
        return count == 1 && name == "conflicts" ? "1 conflict" : "\(count) \(name)"
      }
      context.output.line(words.joined(separator: ", "))
    }
  }
}

/// A text with places for counts.
package struct CountsFormat: Equatable {
  /// What may stand in braces.
  static var names: [(name: String, count: KeyPath<StatusCounts, Int>)] {
    [
      ("open", \.open), ("done", \.done), ("overdue", \.overdue), ("queued", \.queued),
      ("failed", \.failed), ("conflicts", \.conflicts),
    ]
  }

  /// Text, and names of counts between.
  private enum Part: Equatable {
    case text(Substring)
    case count(String)
  }

  private var parts: [Part] = []

  /// Reads a format; a brace that is never closed is text.
  ///
  /// - Parameter text: as typed.
  /// - Throws: ``Failure`` 64 that names the first unknown count.
  package init(_ text: String) throws(Failure) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: open)..<close])
      guard CountsFormat.names.contains(where: { $0.name == name }) else {
        let known = CountsFormat.names.map { "{\($0.name)}" }.joined(separator: " ")
        throw .usage("--format has no {\(name)}; there are \(known).")
      }
      parts += [.text(rest[..<open]), .count(name)]
      rest = rest[rest.index(after: close)...]
    }
    parts.append(.text(rest))
  }

  /// The text with the counts in it.
  package func text(_ counts: StatusCounts) -> String {
    parts.map { part in
      switch part {
      case .text(let text): return String(text)
      case .count(let name):
        let count = CountsFormat.names.first { $0.name == name }?.count
        return count.map { String(counts[keyPath: $0]) } ?? ""
      }
    }.joined()
  }
}
