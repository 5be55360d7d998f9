internal import Hummingbird

/// A 422 in FastAPI's form: what is wrong, and where (contract/tasks-api).
struct TaskProblem: Error, Equatable {
  struct Issue: Sendable, Equatable {
    let location: [String]
    let message: String
    let type: String
  }

  let issues: [Issue]

  init(_ issues: [Issue]) {
    self.issues = issues
  }

  init(_ location: [String], _ message: String, type: String) {
    issues = [Issue(location: location, message: message, type: type)]
  }

  var response: Response {
    let details = issues.map { issue -> JSON in
      [
        "loc": .array(issue.location.map(JSON.string)),
        "msg": .string(issue.message),
        "type": .string(issue.type),
      ]
    }
    return .json(["detail": .array(details)], status: .unprocessableContent)
  }
}
