/// How many tasks there are of each kind.
public struct TaskCounts: Hashable, Sendable {
  /// Not done.
  public var open: Int
  /// Done.
  public var done: Int
  /// Open, and due on the day that is today.
  public var today: Int
  /// Open, and due before it.
  public var overdue: Int

  /// Counts; no tasks unless said otherwise.
  public init(open: Int = 0, done: Int = 0, today: Int = 0, overdue: Int = 0) {
    self.open = open
    self.done = done
    self.today = today
    self.overdue = overdue
  }
}
