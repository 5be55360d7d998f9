import ArgumentParser

/// Options of a command that prints records, as `list` has them.
struct RecordOptions: ParsableArguments {
  @Option(help: "Fields of each object, in order: id,title (implies --json).") var fields: String?
  @Flag(name: .customLong("ndjson"), help: "One object a line.") var isNDJSON = false

  /// How records are to be printed.
  ///
  /// - Parameters:
  ///   - names: every field that a record has.
  ///   - isJSON: whether `--json` was said.
  /// - Throws: ``Failure`` 64 for a field that there is not.
  /// - Returns: the form; nil for lines to read.
  func form(of names: [String], isJSON: Bool) throws(Failure) -> RecordForm? {
    let chosen = try fields.map { list throws(Failure) in try TodoFields.chosen(list, of: names) }
    if chosen == nil, !isNDJSON, !isJSON { return nil }
    return RecordForm(names: chosen ?? names, hasLines: isNDJSON)
  }
}

/// Records as JSON: one array, or an object a line.
struct RecordForm {
  /// The fields of each, in order.
  let names: [String]
  let hasLines: Bool

  func print(_ records: [JSONValue], _ output: Output) {
    let records = records.map { $0.members(names) }
    if hasLines {
      output.raw(records.map { $0.text + "\n" }.joined())
    } else {
      output.json(.array(records))
    }
  }
}

extension JSONValue {
  /// An object of some of its members, in the order given.
  fileprivate func members(_ names: [String]) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(names.compactMap { name in members.first { $0.name == name } })
  }
}
