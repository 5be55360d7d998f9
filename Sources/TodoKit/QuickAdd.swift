/// Placeholder until merged.
public struct QuickAdd: Hashable, Sendable {
  public var title: String
  public var priority: Priority?
  public var due: DueDate?
  public var tags: [String] = []
  public var unsupported: TaskFields = []
  public init(_ typed: String, today: CalendarDay, fields: TaskFields) { title = typed }
  public static func line(of todo: Todo, today: CalendarDay) -> String { todo.title }
}
