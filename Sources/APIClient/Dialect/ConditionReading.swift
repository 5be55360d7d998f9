extension Deriver {
  /// Finds out whether a task can be made under an id chosen here.
  mutating func readConditionalPut(_ collection: TaskCollection) {
    dialect.clientChosenIDs = takes("if-none-match", collection.item["put"])
    book.write(
      .chosen,
      .clientIDs,
      dialect.clientChosenIDs
        ? "PUT on a task is described with If-None-Match."
        : "PUT on a task is not described with If-None-Match."
    )
  }

  /// Finds out whether the list tells what changed.
  ///
  /// A parameter of that name alone may mean a date.
  mutating func readChanges(_ collection: TaskCollection) {
    let takesNumber = document.parameters(collection.list).contains {
      $0.place == "query" && $0.name == "changes_since" && $0.schema.isInteger
    }
    dialect.changes =
      takesNumber && document.answerHeaders(collection.list).contains("x-change-number")
    book.write(
      .chosen,
      .changes,
      dialect.changes
        ? "The list is described with changes_since and X-Change-Number."
        : "The list is not described with changes_since and X-Change-Number."
    )
  }

  /// Finds out whether a change can be made to depend on the version it was made for.
  mutating func readValidators(_ collection: TaskCollection) {
    let method = dialect.update.method.rawValue
    dialect.validators = takes("if-match", collection.item[method.lowercased()])
    book.write(
      .chosen,
      .validators,
      dialect.validators
        ? "\(method) on a task is described with If-Match."
        : "\(method) on a task is not described with If-Match."
    )
  }

  private func takes(_ header: String, _ operation: OpenAPIDocument.Operation?) -> Bool {
    guard let operation else { return false }
    return document.parameters(operation).contains {
      $0.place == "header" && $0.name.lowercased() == header
    }
  }
}
