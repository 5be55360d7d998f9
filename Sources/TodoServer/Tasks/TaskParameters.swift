extension TaskSelection {
  /// Most tasks on one page.
  static let largestPage = 1000

  /// Reads a list's query; names nobody knows are ignored, values nobody knows are refused.
  init(query: [FormCoding.Pair?]) throws(TaskProblem) {
    for pair in query {
      guard let pair else {
        throw TaskProblem(["query"], "Percent-encoding is broken", type: "value_error")
      }
      // No known name is longer, and comparing a hostile one costs.
      guard pair.name.utf8.count <= 16 else { continue }
      let (name, value) = (pair.name, pair.value)
      switch name {
      case "status":
        status = try Self.choice(name, value)
      case "sort":
        sort = try Self.choice(name, value)
      case "order":
        order = try Self.choice(name, value) as TaskSelection.Order
      case "priority":
        priority = try Self.choice(name, value) as TaskPriority
      case "limit":
        limit = try Self.number(name, value, in: 1...Self.largestPage)
      case "offset":
        offset = try Self.number(name, value, in: 0...1_000_000_000)
      case "search":
        guard !value.utf8.contains(0), value.unicodeScalars.count <= TaskBody.longestTitle else {
          throw TaskProblem(["query", name], "Search text is not acceptable", type: "value_error")
        }
        search = value
      case "changes_since":
        changesSince = try Self.number(name, value, in: 0...Int64.max)
      default: break
      }
    }
    var plain = TaskSelection()
    (plain.changesSince, plain.limit) = (changesSince, limit)
    // A task that leaves a narrowed list would leave no trace in its changes.
    guard changesSince == nil || self == plain else {
      throw TaskProblem(
        ["query", "changes_since"],
        "Changes go with limit alone",
        type: "value_error"
      )
    }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String,
    _ value: String
  ) throws(TaskProblem) -> Choice {
    guard let choice = Choice.allCases.first(where: { $0.rawValue.hasSameBytes(as: value) }) else {
      let known = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw TaskProblem(["query", name], "Input should be one of \(known)", type: "enum")
    }
    return choice
  }

  private static func number<Number: FixedWidthInteger>(
    _ name: String,
    _ value: String,
    in range: ClosedRange<Number>
  ) throws(TaskProblem) -> Number {
    guard let number = Number(value), range.contains(number) else {
      throw TaskProblem(
        ["query", name],
        "Input should be an integer from \(range.lowerBound) to \(range.upperBound)",
        type: "int_parsing"
      )
    }
    return number
  }
}
