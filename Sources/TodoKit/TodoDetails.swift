/// How much a task matters.
public enum Priority: String, Hashable, Sendable, CaseIterable, Comparable {
  case low, medium, high

  /// The less urgent is less.
  public static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .low: 0
    case .medium: 1
    case .high: 2
    }
  }
}

/// When a task is due: a day, or a moment where a server keeps the time of day.
public enum DueDate: Hashable, Sendable {
  /// Any time on this day, wherever the person is.
  case day(CalendarDay)
  /// A moment.
  case moment(Timestamp)

  /// The day it falls on, `east` seconds east of UTC.
  public func day(east: Int) -> CalendarDay {
    switch self {
    case .day(let day): day
    case .moment(let moment): moment.day(east: east)
    }
  }
}

/// The parts of a task that not every server keeps.
public struct TaskFields: OptionSet, Hashable, Sendable {
  /// One bit a field.
  public let rawValue: UInt8

  /// Fields by their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Text below the title.
  public static let description = TaskFields(rawValue: 1)
  /// ``Todo/priority``.
  public static let priority = TaskFields(rawValue: 2)
  /// ``Todo/due``.
  public static let due = TaskFields(rawValue: 4)
  /// ``Todo/tags``.
  public static let tags = TaskFields(rawValue: 8)
  /// Every one of them.
  public static let all: TaskFields = [.description, .priority, .due, .tags]
}
