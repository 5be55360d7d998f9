/// A secret on its way from the form to the shell: no description, dump or mirror shows it.
package struct Masked: Sendable, Equatable {
  /// The secret itself.
  package let revealed: String

  package init(_ secret: String) { revealed = secret }
}

extension Masked: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(redacted)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
