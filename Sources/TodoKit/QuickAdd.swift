/// One typed line read as a task: `Buy milk !high #home due:fri`.
///
/// Words are parted by white space. `!high`, `!medium`, `!low` (or `!h`, `!m`, `!l`) is the priority,
/// `#home` a tag, `due:` with what ``DueDate/init(typed:today:)`` reads the due date, whatever their
/// case; of two priorities or dates the later counts. Backslashes before `!`, `#` or `due:` keep the
/// word in the title, which loses one of them. Every other word is title, with the white space
/// between words as typed. A line of nothing but such words is all title: no task goes without.
public struct QuickAdd: Hashable, Sendable {
  /// What is left once the fields are read; unchecked, see ``TodoTitle``.
  public private(set) var title: String
  /// How much it matters.
  public private(set) var priority: Priority?
  /// When it is due.
  public private(set) var due: DueDate?
  /// What it is filed under, in the order typed, each once.
  public private(set) var tags: [String]
  /// Fields that were understood but not asked for; their words stay in the title.
  public private(set) var unsupported: TaskFields
  private let fields: TaskFields

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - typed: the line, as a person typed it.
  ///   - today: the person's day, from which `fri` and `+3d` count.
  ///   - fields: what the task's server keeps; words for anything else stay in the title.
  public init(_ typed: String, today: CalendarDay, fields: TaskFields) {
    title = ""
    tags = []
    unsupported = []
    self.fields = fields
    let words = QuickWord.words(of: typed)
    var known: Set<String> = []
    var kept = ""
    for word in words {
      if let token = QuickToken(word.text, today: today) {
        if fields.contains(token.field) {
          take(token, &known)
          continue
        }
        unsupported.formUnion(token.field)
      }
      if !kept.isEmpty { kept += word.gap }
      kept += QuickWord.unescaped(word.text)
    }
    title = kept
    if let first = words.first, let last = words.last, kept.isEmpty {
      title = String(typed[first.text.startIndex..<last.text.endIndex])
      (priority, due, tags) = (nil, nil, [])
    }
  }

  private mutating func take(_ token: QuickToken, _ known: inout Set<String>) {
    switch token {
    case .priority(let read): priority = read
    case .due(let read): due = read
    case .tag(let read): if known.insert(read).inserted { tags.append(read) }
    }
  }

  /// The line that reads as this task, for editing it.
  ///
  /// What no word can say (a tag with a space in it) is left out; ``changes(to:)`` leaves it alone.
  ///
  /// - Parameters:
  ///   - todo: the task.
  ///   - today: the person's day.
  ///   - fields: what may be changed of it; the line says nothing of the others.
  /// - Returns: the title, its words escaped where they would be read as something else, then
  ///   priority, tags and due date.
  public static func line(of todo: Todo, today: CalendarDay, fields: TaskFields = .all) -> String {
    var line = ""
    for word in QuickWord.words(of: todo.title) {
      line += word.gap
      if QuickWord.needsEscape(word.text, today: today) { line += "\\" }
      line += word.text
    }
    for token in QuickToken.tokens(of: todo) where fields.contains(token.field) {
      if token.isReadable(today: today) { line += " " + token.text }
    }
    return line
  }

  /// What has to change in `todo` to make it what was typed over its ``line(of:today:fields:)``.
  ///
  /// - Parameters:
  ///   - todo: the task whose line was edited.
  ///   - today: the person's day.
  /// - Returns: only what differs, title first; nothing about fields that were not asked for.
  /// - Throws: ``TodoTextError`` when what is left is no title.
  public func changes(to todo: Todo, today: CalendarDay) throws(TodoTextError) -> [TodoChange] {
    var changes: [TodoChange] = []
    if title != todo.title { changes.append(.retitle(try TodoTitle(title))) }
    if fields.contains(.priority), priority != todo.priority {
      changes.append(.prioritize(priority))
    }
    let hidesDue = todo.due.map { !QuickToken.due($0).isReadable(today: today) } ?? false
    if fields.contains(.due), due != todo.due, due != nil || !hidesDue {
      changes.append(.schedule(due))
    }
    let hidden = todo.tags.filter { !QuickToken.tag($0).isReadable(today: today) }
    if fields.contains(.tags), Set(tags + hidden) != Set(todo.tags) {
      changes.append(.tag(tags + hidden))
    }
    return changes
  }
}
