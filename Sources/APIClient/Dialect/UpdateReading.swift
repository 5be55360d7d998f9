extension Deriver {
  /// Chooses how fields are changed; what its body is said to hold.
  mutating func readUpdate(_ tasks: TaskSchemas) -> Schema? {
    let put = update(.put, tasks.bodies["put"])
    let patch = update(.patch, tasks.bodies["patch"])
    guard let chosen = put?.isPartial == true ? put : patch ?? put else {
      dialect.update = Dialect.canonical.update
      book.write(.doubtful, .update, "No change of a task's title is described: PUT is assumed.")
      return nil
    }
    dialect.update = chosen
    let schema = tasks.bodies[chosen.method.rawValue.lowercased()]?.schema
    let verb = chosen.method.rawValue
    if schema == nil {
      book.write(
        .doubtful,
        .update,
        "The body of \(verb) is not described: absent fields may not stay."
      )
    } else if chosen.isPartial {
      book.write(.chosen, .update, "\(verb) on a task requires no field: absent ones stay.")
    } else {
      book.write(.chosen, .update, "\(verb) on a task requires fields: the whole task is written.")
    }
    return schema
  }

  /// A body that takes a title, or anything.
  private func update(_ method: Dialect.Method, _ body: OpenAPIDocument.Body?) -> Dialect.Update? {
    guard let body else { return nil }
    guard let schema = body.schema else {
      return Dialect.Update(method: method, isPartial: true)
    }
    guard shapes.title(of: schema) != nil else { return nil }
    let isPartial = schema.required.isEmpty
    let keys = Set(schema.properties.keys).union(schema.required).filter(LineWord.isKey)
    return Dialect.Update(
      method: method,
      isPartial: isPartial,
      keys: isPartial ? [] : keys.sorted()
    )
  }

  /// Finds out how a description is cleared.
  mutating func readClearing(_ update: Schema?) {
    guard let key = dialect.fields[.description]?.write,
      let schema = update.flatMap({ document.schemas.schema($0.properties[key]) })
    else {
      book.write(
        .doubtful,
        .clear,
        "No change of a description is described: null is assumed to clear it."
      )
      return
    }
    dialect.update.clearsByNull = schema.isNullable
    book.write(
      .chosen,
      .clear,
      schema.isNullable
        ? "A description is described as text or null."
        : "A description is described as text, never null."
    )
  }

  /// Finds the status of a successful deletion.
  mutating func readDelete(_ collection: TaskCollection) {
    guard let status = collection.item["delete"].flatMap(document.answer)?.status else {
      book.write(.doubtful, .deleteStatus, "No answer to a deletion is described: 204 is assumed.")
      return
    }
    dialect.deleteStatus = status
    book.write(.chosen, .deleteStatus, "DELETE on a task is described to answer \(status).")
  }
}
