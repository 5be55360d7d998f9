/// The order of the rows; ties go newest first, then by key, so that every order is total.
package enum ListOrder: String, Hashable, Sendable, CaseIterable {
  case created, title, due, priority

  /// As the row of tabs says it.
  var words: String {
    switch self {
    case .created: "newest first"
    case .title: "by title"
    case .due: "by due date"
    case .priority: "by priority"
    }
  }
}
