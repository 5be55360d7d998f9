import APIClient
import Foundation
import Testing

@Suite struct `The description that todo-server serves` {
  private func derivation() throws -> Derivation {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../assets/openapi.json")
    return Derivation(openAPI: Array(try Data(contentsOf: file)))
  }

  @Test func `is derived with all fields of a task and leaves nothing to a guess`() throws {
    let derivation = try derivation()
    let lines = Set(derivation.written.split(separator: "\n").map(String.init))
    let expected = [
      "field_priority = priority", "field_due = due_date", "field_tags = tags",
      "priorities = low medium high", "due = date", "tags = array", "clear = null",
      "update = PUT partial", "client_ids = yes", "field_etag = read=etag", "changes = yes",
      "validators = yes",
    ]
    #expect(lines.isSuperset(of: expected), "\(derivation.written)")
    #expect(derivation.notes.allSatisfy { $0.kind == .chosen }, "\(derivation.written)")
  }
}
