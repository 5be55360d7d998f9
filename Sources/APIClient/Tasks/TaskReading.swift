internal import TodoKit

/// Where a task's parts may stand in answers: the declared names first, then the usual ones.
///
/// The usual ones are those of the backends that contract/tasks-api counts under "In the wild".
struct TaskReading: Sendable {
  let listEnvelope: [String]
  let singleEnvelope: [String]
  let id: [JSON.AnyKey]
  let title: [JSON.AnyKey]
  let description: [JSON.AnyKey]
  let completed: [JSON.AnyKey]
  let createdAt: [JSON.AnyKey]
  let updatedAt: [JSON.AnyKey]
  /// Only the declared name where answers are described: each name more is looked for in each task.
  let priority: [JSON.AnyKey]
  let dueDate: [JSON.AnyKey]
  let tags: [JSON.AnyKey]
  /// The member with a task's own ETag, as it is written; nil where no member has one, or none
  /// counts.
  private let etag: [UInt8]?
  /// Whether answers about one task name its version in their header.
  let hasValidators: Bool
  /// Whether lists name the number of their last change in their header.
  let hasChanges: Bool
  /// The names of the members that a ``Todo`` shows, or that need not be kept.
  ///
  /// As they are written: there are many tasks.
  private let known: [[UInt8]]
  private let user: [UInt8]?
  let priorityScale: PriorityScale
  /// Tried first: a value of the other kind is an error inside the decoder, which is slow.
  let hasIntegerIDs: Bool
  let hasStatusWords: Bool

  private let doneWord: String?

  init(_ dialect: Dialect, user: String) {
    func keys(_ field: Dialect.Field, _ usual: [String]) -> [JSON.AnyKey] {
      let declared = dialect.fields[field]?.read
      let names = [declared].compactMap { $0 } + usual.filter { $0 != declared }
      return names.map { JSON.AnyKey(stringValue: $0) }
    }
    listEnvelope = dialect.listEnvelope
    singleEnvelope = dialect.singleEnvelope
    id = keys(.id, ["id", "task_id", "taskId", "todo_id", "todoId", "_id", "uuid"])
    title = keys(.title, ["title"])
    description = keys(.description, ["description", "details", "notes"])
    completed = keys(
      .completed,
      [
        "completed", "is_completed", "isCompleted", "is_complete", "isComplete", "done", "is_done",
        "isDone", "completion_status", "completionStatus", "status", "state",
      ]
    )
    createdAt = keys(
      .createdAt,
      ["created_at", "createdAt", "created", "created_on", "createdOn", "date_created"]
    )
    updatedAt = keys(
      .updatedAt,
      [
        "updated_at", "updatedAt", "updated", "modified_at", "modifiedAt", "updated_on",
        "updatedOn",
      ]
    )
    let isDescribed = dialect.describesAnswers
    priority = keys(.priority, isDescribed ? [] : ["priority"])
    dueDate = keys(.dueDate, isDescribed ? [] : ["due_date", "dueDate", "due", "deadline"])
    tags = keys(.tags, isDescribed ? [] : ["tags", "labels"])
    hasValidators = dialect.validators
    hasChanges = dialect.changes
    self.user = RequestBody.json(user)
    etag = (dialect.validators ? dialect.fields[.etag]?.read : nil).flatMap(RequestBody.json)
    let places = [
      id, title, description, completed, createdAt, updatedAt, priority, dueDate, tags,
    ]
    known =
      places.compactMap { $0.first.flatMap { RequestBody.json($0.stringValue) } }
      + [etag].compactMap(\.self)
    priorityScale = PriorityScale(dialect.priorities)
    hasIntegerIDs = dialect.idForm == .integer
    if case .status(_, let done) = dialect.doneForm {
      doneWord = done.lowercased()
      hasStatusWords = true
    } else {
      doneWord = nil
      hasStatusWords = false
    }
  }

  /// Whether a name is that of the member with a task's own ETag.
  func isTag(_ name: JSONText) -> Bool { etag.map { name.isWritten($0) } ?? false }

  /// Whether a member need not be kept: it is read, or only repeats whose task it is.
  func isKnown(_ member: JSONText.Member) -> Bool {
    if known.contains(where: { member.name.isWritten($0) }) { return true }
    return user.map { member.value.isWritten($0) } ?? false
      && TaskReading.ownerKeys.contains(member.name.string ?? "")
  }

  /// Whether a word means done; nil when it means nothing known.
  ///
  /// Of a status every word but those for done is open, such as `in_progress`; where true or false
  /// is meant, only words for these two count.
  func isDone(_ word: String, in key: String) -> Bool? {
    let word = word.lowercased()
    if let doneWord, word == doneWord { return true }
    if TaskReading.doneWords.contains(word) { return true }
    if hasStatusWords || TaskReading.statusKeys.contains(key) { return false }
    return TaskReading.openWords.contains(word) ? false : nil
  }

  /// Where a list may stand in an answer, and a task: in this order, also one within another.
  static let listKeys = ["tasks", "todos", "items", "data", "results", "result"]
  static let singleKeys = ["task", "todo", "item", "data", "result"]

  private static let ownerKeys: Set = [
    "user_id", "userId", "owner_id", "ownerId", "user", "owner", "created_by",
  ]
  private static let doneWords: Set = ["completed", "complete", "done", "true", "finished", "yes"]
  private static let openWords: Set = [
    "pending", "open", "todo", "in_progress", "incomplete", "active", "false", "no",
  ]
  private static let statusKeys: Set = ["completion_status", "completionStatus", "status", "state"]
}
