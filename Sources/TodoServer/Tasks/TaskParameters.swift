extension TaskSelection {
  /// Most tasks on one page.
  static let largestPage = 1000

  /// Reads a list's query; names nobody knows are ignored, values nobody knows are refused.
  init(query: [(name: String, value: String)]) throws(TaskProblem) {
    for (name, value) in query {
      switch name {
      case "status":
        status = try Self.choice(name, value)
      case "sort":
        order = try Self.choice(name, value)
      case "limit":
        limit = try Self.number(name, value, in: 1...Self.largestPage)
      case "offset":
        offset = try Self.number(name, value, in: 0...1_000_000_000)
      case "search":
        guard !value.utf8.contains(0), value.unicodeScalars.count <= TaskBody.longestTitle else {
          throw TaskProblem(["query", name], "Search text is not acceptable", type: "value_error")
        }
        search = value
      default: break
      }
    }
  }

  private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String,
    _ value: String
  ) throws(TaskProblem) -> Choice {
    guard let choice = Choice(rawValue: value) else {
      let known = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      throw TaskProblem(["query", name], "Input should be one of \(known)", type: "enum")
    }
    return choice
  }

  private static func number(
    _ name: String,
    _ value: String,
    in range: ClosedRange<Int>
  ) throws(TaskProblem) -> Int {
    guard let number = Int(value), range.contains(number) else {
      throw TaskProblem(
        ["query", name],
        "Input should be an integer from \(range.lowerBound) to \(range.upperBound)",
        type: "int_parsing"
      )
    }
    return number
  }
}
