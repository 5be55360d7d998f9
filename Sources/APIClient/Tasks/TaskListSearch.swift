extension TaskReplies {
  /// An array, and the objects it stands in, the outer first.
  typealias Found = (array: JSONText, around: [[String: JSONText]])

  /// The array of tasks in an answer.
  ///
  /// Where several arrays stand in usual places it is the declared one when that is empty, then the
  /// first with a task under the declared names, with a task under any names, or that is empty.
  func list(in answer: JSONText) -> Found? {
    if answer.isArray { return (answer, []) }
    let top = answer.fields
    let near = TaskReading.listKeys
    let far = near.flatMap { outer in near.map { [outer, $0] } }
    let usual = (near.map { [$0] } + far).filter { $0 != reading.listEnvelope }
    let declared = array(at: reading.listEnvelope, in: top)
    let found = [declared].compactMap(\.self) + usual.compactMap { array(at: $0, in: top) }
    if found.count < 2 { return found.first }
    if let declared, declared.array.isEmpty { return declared }
    return found.first { $0.array.elements.contains(where: hasFirstNames) }
      ?? found.first { $0.array.elements.contains(where: isTask) }
      ?? found.first { $0.array.isEmpty } ?? found.first
  }

  private func array(at keys: [String], in top: [String: JSONText]) -> Found? {
    var around = [top]
    for key in keys.dropLast() {
      guard let object = around.last?[key], object.isObject else { return nil }
      around.append(object.fields)
    }
    guard let array = keys.last.flatMap({ around.last?[$0] }), array.isArray else { return nil }
    return (array, around)
  }

  private func hasFirstNames(_ element: JSONText) -> Bool {
    let fields = element.fields
    return [reading.id, reading.title, reading.completed].allSatisfy { names in
      names.first.map { fields[$0.stringValue] != nil } ?? false
    }
  }

  private func isTask(_ element: JSONText) -> Bool {
    (try? JSONReader.decode(TaskAnswer.self, from: element, configuration: reading)) != nil
  }

  /// Whether an answer with the status of a success says in its envelope that it is none.
  ///
  /// Words of an error beside tasks may be a mere warning; beside an empty array they are the reason
  /// why it is empty.
  func saysItFailed(_ around: [[String: JSONText]], isEmpty: Bool) -> Bool {
    around.contains { object in
      if ["success", "ok"].contains(where: { object[$0]?.meansNo ?? false }) { return true }
      if !isEmpty { return false }
      let hasError = ["error", "errors", "detail"].contains { object[$0]?.hasContent ?? false }
      let hasStatus = ["status", "statusCode", "status_code", "code"].contains {
        object[$0]?.isErrorStatus ?? false
      }
      return hasError || hasStatus
    }
  }
}

extension JSONText {
  fileprivate var meansNo: Bool {
    bool == false || integer == 0 || string?.lowercased() == "false"
  }

  fileprivate var hasContent: Bool {
    if isArray || isObject { return !isEmpty }
    if let string { return !string.isEmpty }
    return bool ?? (integer.map { $0 != 0 } ?? false)
  }

  fileprivate var isErrorStatus: Bool {
    if let integer { return (400..<600).contains(integer) }
    return string.map { ["error", "fail", "failed", "failure"].contains($0.lowercased()) } ?? false
  }
}
