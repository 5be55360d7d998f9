/// The words by which backends name what a task has; compared without case, `_` and `-`.
enum TaskVocabulary {
  static let titles = ["title", "name", "text", "task", "content", "summary"]
  static let dones = [
    "completed", "iscompleted", "iscomplete", "complete", "done", "isdone", "completionstatus",
    "status", "state",
  ]
  static let descriptions = ["description", "details", "desc", "notes", "note", "body"]
  static let ids = ["id", "taskid", "todoid", "uuid"]
  static let created = ["createdat", "created", "createdon", "datecreated", "creationdate"]
  static let updated = ["updatedat", "updated", "updatedon", "modifiedat", "modified"]
  static let priorities = ["priority", "prioritylevel"]
  static let dueDates = ["duedate", "due", "deadline", "dueat"]
  static let tags = ["tags", "labels"]
  static let etags = ["etag"]
  static let users = [
    "userid", "user", "uid", "owner", "ownerid", "useruuid", "username", "accountid", "createdby",
  ]

  static let doneWords = ["completed", "complete", "done", "finished", "closed"]
  static let openWords = [
    "pending", "todo", "open", "notstarted", "active", "incomplete", "new",
  ]
  static let laterWords = ["inprogress", "doing", "started", "cancelled", "canceled", "archived"]

  static let lists = [
    "tasks": 40, "todos": 40, "todolist": 35, "todoitems": 35, "task": 30, "todo": 30,
    "tasklist": 30, "items": 20,
  ]
  static let envelopes = [
    "tasks", "todos", "items", "data", "results", "result", "records", "task", "todo", "item",
  ]
  /// What stands before a user's parameter in a path.
  static let userHolders = ["users", "user", "accounts", "people", "members", "owners"]
  static let scopes = [
    "team", "list", "project", "workspace", "board", "org", "group", "folder", "category", "tenant",
    "company", "sprint", "channel", "room", "household", "course", "client",
  ]
  static let setAside = [
    "admin", "archive", "archived", "trash", "deleted", "shared", "public", "internal", "debug",
    "templates",
  ]

  private static let separators = Array("_- ".utf8)

  /// A name as it is compared.
  static func plain(_ name: String) -> String {
    String(decoding: name.lowercased().utf8.filter { !separators.contains($0) }, as: UTF8.self)
  }

  /// The key with the first of these words, the earliest word first.
  static func key(
    of fields: [String: JSON],
    among words: [String],
    where isFit: (JSON) -> Bool = { _ in true }
  ) -> String? {
    var keys: [String: String] = [:]
    for (key, value) in fields {
      let plain = plain(key)
      // Of two spellings the first in the alphabet, so that no order matters.
      guard words.contains(plain), keys[plain].map({ key < $0 }) ?? true, isFit(value) else {
        continue
      }
      keys[plain] = key
    }
    return words.lazy.compactMap { keys[$0] }.first
  }

  /// Whether a name is that of a team's, a list's or another holder's id.
  static func isScope(_ name: String) -> Bool {
    let name = plain(name)
    return scopes.contains { name.hasPrefix($0) }
  }
}
