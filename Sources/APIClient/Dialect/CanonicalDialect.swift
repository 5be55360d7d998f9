public import TodoKit

extension Dialect {
  /// The contract's own dialect, which `todo-server` speaks (contract/tasks-api, "Canonical").
  public static let canonical = Dialect(
    collection: "/api/{user}/tasks",
    item: "/api/{user}/tasks/{id}",
    listEnvelope: [],
    singleEnvelope: [],
    paging: nil,
    readsSingle: true,
    idForm: .string,
    fields: [
      .id: FieldName(read: "id", write: nil),
      .title: FieldName(read: "title", write: "title"),
      .description: FieldName(read: "description", write: "description"),
      .completed: FieldName(read: "completed", write: "completed"),
      .createdAt: FieldName(read: "created_at", write: nil),
      .updatedAt: FieldName(read: "updated_at", write: nil),
      .priority: FieldName(read: "priority", write: "priority"),
      .dueDate: FieldName(read: "due_date", write: "due_date"),
      .tags: FieldName(read: "tags", write: "tags"),
    ],
    doneForm: .flag,
    completion: [
      .set(method: .patch, path: "/api/{user}/tasks/{id}/complete", field: "completed")
    ],
    update: Update(method: .put, isPartial: true),
    create: Create(status: 201),
    deleteStatus: 204,
    priorities: ["low", "medium", "high"],
    dueDate: .date,
    tags: .array,
    clientChosenIDs: false,
    changes: false,
    validators: false
  )

  /// The canonical dialect without the fields that a server of the contract may lack: what is assumed
  /// of one that does not describe itself.
  ///
  /// A priority sent to a server that ignores it would be lost; unsent it stays in the title.
  public static let undescribed: Dialect = {
    var dialect = Dialect.canonical
    for field in [Field.priority, .dueDate, .tags] { dialect.fields[field] = nil }
    dialect.priorities = []
    dialect.dueDate = nil
    dialect.tags = nil
    return dialect
  }()

  /// The parts of a task that the backend takes and shows again.
  public var taskFields: TaskFields {
    var kept: TaskFields = []
    if keeps(.description) { kept.insert(.description) }
    if keeps(.priority) { kept.insert(.priority) }
    if keeps(.dueDate), dueDate != nil { kept.insert(.due) }
    if keeps(.tags), tags != nil { kept.insert(.tags) }
    return kept
  }

  /// Where no answer is described at all, what requests take is looked for under its usual names.
  private func keeps(_ field: Field) -> Bool {
    guard writeName(field) != nil else { return false }
    return fields[field]?.read != nil || !describesAnswers
  }

  /// Whether the names in answers are known.
  var describesAnswers: Bool { fields[.title]?.read != nil }
}
