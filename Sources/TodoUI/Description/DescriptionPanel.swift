internal import TodoKit

/// The state of the panel that edits a description.
package struct DescriptionPanel: Sendable, Equatable {
  package let key: String
  /// The task's title when the panel opened, for its heading.
  package let title: String
  package var input: TextInput

  init(_ item: TodoItem, text: String? = nil) {
    self.init(
      key: item.key,
      title: item.todo.title,
      text: text ?? item.todo.description ?? ""
    )
  }

  init(key: String, title: String, text: String) {
    self.key = key
    self.title = title
    input = TextInput(text, allowsLineBreaks: true)
  }
}
