/// The profiles to choose from.
package struct ProfilesPanel: Sendable, Equatable {
  package let names: [String]
  /// The one under the cursor.
  package internal(set) var cursor: Int

  /// The cursor starts on the profile in use.
  init(names: [String], current: String) {
    self.names = names
    cursor = names.firstIndex(of: current) ?? 0
  }
}
