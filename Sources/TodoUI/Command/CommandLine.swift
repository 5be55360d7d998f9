/// The line behind `:`.
package struct CommandLine: Sendable, Equatable {
  package var input = TextInput()
  /// Whether the command is under way.
  package var isRunning = false
}
