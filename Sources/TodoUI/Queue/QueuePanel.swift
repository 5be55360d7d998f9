internal import TodoKit

/// The state of the view of what the server does not have.
package struct QueuePanel: Sendable, Equatable {
  /// What needs a person first, then the oldest.
  package private(set) var rows: [QueueRow] = []
  /// The row under the cursor; 0 when there is none.
  package internal(set) var cursor = 0
  /// The change that is asked about before it is dropped.
  package internal(set) var dropping: QueueRow?

  init(_ rows: [QueueRow]) { receive(rows) }

  /// The change under the cursor.
  package var selected: QueueRow? { rows.indices.contains(cursor) ? rows[cursor] : nil }

  /// Takes the changes as they are now; the cursor stays on its change, or, when that is gone, on its
  /// place.
  mutating func receive(_ rows: [QueueRow]) {
    let held = selected
    self.rows = rows.sorted {
      ($0.state, $0.askedAt.milliseconds, $0.sequence)
        < ($1.state, $1.askedAt.milliseconds, $1.sequence)
    }
    let place = held.flatMap { held in self.rows.firstIndex { $0.isSame(as: held) } }
    cursor = max(0, min(place ?? cursor, self.rows.count - 1))
  }

  /// Whether what is asked about has left the queue.
  var hasLostQuestion: Bool {
    dropping.map { asked in !rows.contains { $0.isSame(as: asked) } } ?? false
  }
}

extension QueueRow {
  /// Whether both are about one change, however far it is.
  func isSame(as other: QueueRow) -> Bool { key == other.key && sequence == other.sequence }
}
