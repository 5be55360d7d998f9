import APIClient
import Foundation
import LocalStore
import Testing
import TodoTUI

/// One line of a table in docs/errors.md.
struct ErrorRow: Sendable {
  /// What came, as its reader may have seen it.
  var came: String
  var sentence: String
  var code: String
  var exit: TodoTUI.ExitStatus
  /// What happens to the change that met it, or to what a person asked for.
  var retried: String

  init(_ came: String, _ failure: Failure, _ retried: String = "when you do") {
    self.came = came
    self.sentence = failure.message
    self.code = failure.code
    self.exit = failure.status
    self.retried = retried
  }

  /// What a run that syncs makes of an error.
  init(_ came: String, syncing error: any Error) {
    let remote = RemoteFailure(error)
    let isAboutList = (error as? APIError)?.isAboutList ?? false
    self.init(
      came,
      Failure(remote, profile: "local"),
      isAboutList ? "no" : remote.repetition
    )
  }

  var text: String {
    let cells = [came, sentence, "`\(code)`", "\(exit.rawValue)", retried]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}

extension RemoteFailure {
  /// What the outbox does next, in the words of the document.
  var repetition: String {
    switch self {
    case .notSent, .later(_, seconds: nil): "by itself"
    case .later(_, let seconds?): "by itself, not before \(seconds) s"
    case .unknown: "looked for first"
    case .rejected: "no"
    case .missing: "no; a deletion is done"
    case .exists: "no; a task of that id is made"
    case .changed: "read first, then merged or asked about"
    case .signedOut: "after the next sign-in"
    }
  }
}

/// Walks an enumeration: each case says what it is and names the one that follows.
///
/// A new case does not compile until it has its place here.
func walk<Value: Equatable>(
  from first: Value,
  _ step: (Value) -> (came: String, next: Value?)
) -> [(came: String, value: Value)] {
  var all: [(came: String, value: Value)] = []
  var next: Value? = first
  while let value = next {
    let (came, following) = step(value)
    all.append((came, value))
    next = all.contains { $0.value == following } ? nil : following
  }
  return all
}

/// Compares rows with those between `<!-- begin NAME -->` and `<!-- end NAME -->` in docs/errors.md.
///
/// With `TODOTUI_RECORD_DOCS=1` they are written instead, and the test fails: what is recorded is to
/// be read, never to pass unseen.
func expectTable(
  _ name: String,
  _ rows: [String],
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = repository.appending(path: "docs/errors.md")
  let document = try String(contentsOf: file, encoding: .utf8)
  let (begin, end) = ("<!-- begin \(name) -->\n", "<!-- end \(name) -->\n")
  guard let start = document.range(of: begin)?.upperBound,
    let stop = document.range(of: end, range: start..<document.endIndex)?.lowerBound
  else {
    Issue.record("docs/errors.md has no place for \(name)", sourceLocation: sourceLocation)
    return
  }
  if ProcessInfo.processInfo.environment["TODOTUI_RECORD_DOCS"] == "1" {
    let text = document[..<start] + rows.map { $0 + "\n" }.joined() + document[stop...]
    try Data(text.utf8).write(to: file)
    Issue.record("recorded \(name): read it", sourceLocation: sourceLocation)
    return
  }
  let kept = document[start..<stop].split(separator: "\n").map(String.init)
  for (line, row) in zip(kept, rows) {
    #expect(line == row, sourceLocation: sourceLocation)
  }
  #expect(kept.count == rows.count, "\(name)", sourceLocation: sourceLocation)
}

let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
