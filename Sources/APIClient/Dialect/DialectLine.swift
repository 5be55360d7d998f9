/// One line of a dialect as people read and write it: `key = value`.
///
/// `todotui backend show` prints these, `config.toml` overrides them one by one, and a mirror keeps
/// them for the next start. What ``Dialect/lines`` gives, ``Dialect/set(_:)`` takes. In
/// a word, white space and the separators `%`, `=` and `.` are percent-encoded (`Not%20Started`).
public struct DialectLine: Hashable, Sendable {
  /// What a line is about.
  public enum Key: String, Hashable, Sendable, CaseIterable {
    /// `/api/{user}/tasks`
    case path
    /// `/api/{user}/tasks/{id}`
    case item
    /// Keys down to the array, such as `data.tasks`; empty for a bare array.
    case list
    /// Keys down to the task, such as `data`; empty for a bare object.
    case single
    /// `none`, `page=page size=limit first=1 count=100`, or `offset=skip size=limit count=100`; with
    /// ` if-large` at the end where the server cuts nothing by itself.
    case paging
    /// `yes` or `no`.
    case readsSingle = "reads_single"
    /// `string` or `integer`.
    case id
    /// `flag`, or `status open=pending done=completed`.
    case done
    /// Ways separated by `, then `: `update`, `PATCH /path/{id}/complete set completed`,
    /// `PATCH /path toggle`, `POST /path toggle body`.
    case complete
    /// `PUT partial`, `PATCH partial`, or `PUT whole title description completed`.
    case update
    /// `null` or `empty`: how a description is cleared.
    case clear
    /// The status of a successful creation.
    case createStatus = "create_status"
    /// A JSON object of required fields nobody types, such as `{"priority":"medium"}`; or `{}`.
    case createDefaults = "create_defaults"
    /// The required field of a creation that takes the user's id; empty for none.
    case createUser = "create_user"
    /// The status of a successful deletion.
    case deleteStatus = "delete_status"
    /// `name`, `read=dueDate write=due_date`, `read=created_at`, or empty when not known.
    case fieldID = "field_id"
    case fieldTitle = "field_title"
    case fieldDescription = "field_description"
    case fieldCompleted = "field_completed"
    case fieldCreated = "field_created"
    case fieldUpdated = "field_updated"
    case fieldPriority = "field_priority"
    case fieldDue = "field_due"
    case fieldTags = "field_tags"
    case fieldETag = "field_etag"
    /// Spellings separated by spaces, lowest first; empty for none.
    case priorities
    /// `date`, `date-time`, or empty for none.
    case due
    /// `array`, `text`, or empty for none.
    case tags
    /// `yes` or `no`.
    case clientIDs = "client_ids"
    /// `yes` or `no`.
    case changes
    /// `yes` or `no`.
    case validators
  }

  /// What the line is about.
  public var key: Key
  /// Its value, without quotes.
  public var value: String

  /// A line of these parts.
  public init(key: Key, value: String) {
    self.key = key
    self.value = value
  }
}

/// Why a line says nothing usable.
public struct DialectLineError: Error, Hashable, Sendable {
  /// What is wrong and what would be right, in one sentence.
  public var sentence: String

  /// A reason.
  public init(sentence: String) { self.sentence = sentence }
}
