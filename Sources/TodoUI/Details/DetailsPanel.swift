/// The state of the panel that shows one task.
package struct DetailsPanel: Sendable, Equatable {
  package let key: String
  /// The first line shown.
  package var top = 0

  init(key: String) { self.key = key }
}
