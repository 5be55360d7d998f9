internal import TodoKit

/// The columns that spell a change and its state.
struct EntryColumns {
  var kind: String
  /// The values of a creation or an edit; of an edit those count whose bit is in ``fields``.
  var new = NewTodo(title: "")
  /// Which values an edit sets, one bit each: title 1, description 2, priority 4, due 8, tags 16.
  var fields: Int64 = 0
  var isCompleted: Bool?
  var state: String
  var sentence: String?

  init(
    kind: String,
    new: NewTodo,
    fields: Int64,
    isCompleted: Bool?,
    state: String,
    sentence: String?
  ) {
    self.kind = kind
    self.new = new
    self.fields = fields
    self.isCompleted = isCompleted
    self.state = state
    self.sentence = sentence
  }

  init(_ entry: OutboxEntry) {
    switch entry.change {
    case .create(let new):
      kind = "create"
      self.new = new
    case .edit(let edits):
      kind = "edit"
      for edit in edits {
        new.apply(edit)
        fields |= edit.bit
      }
    case .setCompleted(let isCompleted):
      kind = "completed"
      self.isCompleted = isCompleted
    case .delete:
      kind = "delete"
    }
    switch entry.state {
    case .queued: state = "queued"
    case .sending: state = "sending"
    case .unknown: state = "unknown"
    case .failed(let sentence):
      state = "failed"
      self.sentence = sentence
    case .conflict(let sentence):
      state = "conflict"
      self.sentence = sentence
    }
  }

  var change: OutboxEntry.Change {
    switch kind {
    case "create": .create(new)
    case "edit": .edit(edits)
    case "completed": .setCompleted(isCompleted ?? false)
    default: .delete
    }
  }

  private var edits: [TodoEdit] {
    let all: [TodoEdit] = [
      .title(new.title), .description(new.description), .priority(new.priority), .due(new.due),
      .tags(new.tags),
    ]
    return all.filter { fields & $0.bit != 0 }
  }

  var entryState: OutboxEntry.State {
    switch state {
    case "queued": .queued
    case "sending": .sending
    case "failed": .failed(sentence ?? "")
    case "conflict": .conflict(sentence ?? "")
    default: .unknown
    }
  }
}

extension TodoEdit {
  fileprivate var bit: Int64 {
    switch self {
    case .title: 1
    case .description: 2
    case .priority: 4
    case .due: 8
    case .tags: 16
    case .completed: 0
    }
  }
}

/// Due dates and tags as one text each; no text for none.
enum FieldText {
  /// ASCII's unit separator, which ``Todo/storable`` keeps out of tags.
  static let separator: Unicode.Scalar = "\u{1F}"

  static func text(_ due: DueDate?) -> String? {
    switch due {
    case .day(let day): day.iso8601
    case .moment(let moment): moment.iso8601
    case nil: nil
    }
  }

  static func due(_ text: String?) -> DueDate? {
    guard let text else { return nil }
    if let day = CalendarDay(iso8601: text) { return .day(day) }
    return Timestamp(iso8601: text).map { .moment($0) }
  }

  static func text(_ tags: [String]) -> String? {
    tags.isEmpty ? nil : tags.joined(separator: String(separator))
  }

  static func tags(_ text: String?) -> [String] {
    guard let text else { return [] }
    return text.unicodeScalars.split(separator: separator, omittingEmptySubsequences: false)
      .map { String($0) }
  }
}
