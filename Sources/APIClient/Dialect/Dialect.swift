/// How one backend speaks: what has to be known to list, make, change and remove tasks there.
///
/// 25 public backends of this design speak 25 dialects (contract/tasks-api, "In the wild"). A value
/// comes from the backend's own OpenAPI description (``Derivation``), from lines a person wrote
/// (``DialectLine``), or is ``canonical``.
///
/// Paths start behind the API's base address. `{user}` stands for the user's id and `{id}` for a
/// task's; a trailing slash is meant.
public struct Dialect: Hashable, Sendable {
  /// The list's path, such as `/api/{user}/tasks`.
  public var collection: String
  /// One task's path, such as `/api/{user}/tasks/{id}`.
  public var item: String
  /// Keys that lead from a list's answer to its array; none for a bare array.
  public var listEnvelope: [String]
  /// Keys that lead from an answer about one task to the task; none for a bare object.
  public var singleEnvelope: [String]
  /// How a long list is asked for in parts; nil where it always comes whole.
  public var paging: Paging?
  /// Whether one task can be read by `GET` on ``item``.
  public var readsSingle: Bool
  /// What ids look like on the wire.
  public var idForm: IDForm
  /// The names of a task's fields, as far as the description tells them.
  public var fields: [Field: FieldName]
  /// How "done" is written in a task.
  public var doneForm: DoneForm
  /// Ways to complete and reopen, the safest first; never empty.
  public var completion: [Completion]
  /// How fields are changed.
  public var update: Update
  /// How tasks are made.
  public var create: Create
  /// The status of a successful deletion.
  public var deleteStatus: Int
  /// The spellings of priorities, lowest first; empty where there are none or any text goes.
  public var priorities: [String]
  /// How due dates are written; nil where there are none.
  public var dueDate: DateForm?
  /// How tags are written; nil where there are none.
  public var tags: TagsForm?
  /// Whether `PUT` on ``item`` with `If-None-Match: *` makes a task under an id chosen here.
  public var clientChosenIDs: Bool
  /// Whether the list tells what changed since a number (``TasksAPI/changes(since:limit:jwt:)``).
  public var changes: Bool
  /// Whether each task has an ETag, and changes of it heed `If-Match`.
  public var validators: Bool

  /// A field of a task, by its meaning.
  public enum Field: String, Hashable, Sendable, CaseIterable {
    case id, title, description, completed
    case createdAt = "created"
    case updatedAt = "updated"
    case priority
    case dueDate = "due"
    case tags
    /// Its ETag, for lists: an answer about one task has it in its header too.
    case etag
  }

  /// What a field is called in answers and in requests; the two may differ.
  public struct FieldName: Hashable, Sendable {
    /// Its key in answers; nil when the description does not tell.
    public var read: String?
    /// Its key in requests; nil where it cannot be written.
    public var write: String?

    /// Names for both directions.
    public init(read: String?, write: String?) {
      self.read = read
      self.write = write
    }
  }

  /// What ids look like on the wire; to the client they are opaque text.
  public enum IDForm: String, Hashable, Sendable {
    case string, integer
  }

  /// How "done" is written in a task.
  public enum DoneForm: Hashable, Sendable {
    /// A boolean.
    case flag
    /// A word of an enumeration, spelled as the server spells it.
    case status(open: String, done: String)
  }

  /// One way to complete and reopen a task.
  public enum Completion: Hashable, Sendable {
    /// A route of its own that takes the state in its body: a boolean, or a word of `doneForm`.
    case set(method: Method, path: String, field: String)
    /// A route of its own that turns the state round; read before, never repeated blindly.
    ///
    /// `body` says whether it wants an empty JSON object as its body.
    case toggle(method: Method, path: String, body: Bool)
    /// The ordinary update, with the field for ``Field/completed``.
    case update
  }

  /// The methods that change something.
  public enum Method: String, Hashable, Sendable {
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
  }

  /// How fields are changed, on ``item``.
  public struct Update: Hashable, Sendable {
    /// The verb.
    public var method: Method
    /// Whether absent fields stay as they are; else the whole task is read and written back.
    public var isPartial: Bool
    /// The keys that a request which is not partial carries.
    public var keys: [String]
    /// Whether a description is cleared by `null`; else by an empty text.
    public var clearsByNull: Bool

    /// An update of these parts.
    public init(method: Method, isPartial: Bool, keys: [String] = [], clearsByNull: Bool = true) {
      self.method = method
      self.isPartial = isPartial
      self.keys = keys
      self.clearsByNull = clearsByNull
    }
  }

  /// How tasks are made, by `POST` on ``collection``.
  public struct Create: Hashable, Sendable {
    /// The status of success.
    public var status: Int
    /// Required fields that a person does not type, with the JSON text sent for each.
    public var defaults: [String: String]
    /// The required field that takes the user's id; nil where there is none.
    public var userField: String?

    /// A creation of these parts.
    public init(status: Int, defaults: [String: String] = [:], userField: String? = nil) {
      self.status = status
      self.defaults = defaults
      self.userField = userField
    }
  }

  /// How a list is asked for in parts.
  public struct Paging: Hashable, Sendable {
    /// What the position counts.
    public enum Style: Hashable, Sendable {
      /// Pages; the first one has this number.
      case page(first: Int)
      /// Tasks to leave out.
      case offset
    }

    /// What the position counts.
    public var style: Style
    /// The query parameter of the position.
    public var position: String
    /// The query parameter of the size; nil where the server has its own.
    public var size: String?
    /// Tasks asked for at a time, or the server's own size.
    public var count: Int
    /// Whether the server cuts a list that is asked for without parameters.
    public var isNeeded: Bool

    /// Paging of these parts.
    public init(style: Style, position: String, size: String?, count: Int, isNeeded: Bool) {
      self.style = style
      self.position = position
      self.size = size
      self.count = count
      self.isNeeded = isNeeded
    }
  }

  /// How dates are written.
  public enum DateForm: String, Hashable, Sendable {
    /// `2026-12-01`.
    case date
    /// `2026-12-01T00:00:00Z`, or without its offset in answers, which means UTC.
    case dateTime = "date-time"
  }

  /// How tags are written.
  public enum TagsForm: String, Hashable, Sendable {
    /// An array of strings.
    case array
    /// One text with commas.
    case text
  }
}
