/// The profiles to choose from.
package struct ProfilesPanel: Sendable, Equatable {
  package let names: [String]
  /// The one under the cursor.
  package var cursor = 0

  init(names: [String]) { self.names = names }
}
