internal import FoundationEssentials
internal import TodoKit

/// Finds tasks in answers, whatever stands around them.
struct TaskReplies: Sendable {
  let caller: APICaller
  let reading: TaskReading

  private static let moreKeys = ["has_next", "hasNext", "has_more", "hasMore"]

  /// What an answer about one task tells.
  struct Single {
    let seen: SeenTask
    /// The task as it came.
    let text: JSONText
  }

  /// One list, or a part of it.
  struct Page {
    let tasks: [SeenTask]
    /// The tasks as they came.
    let texts: [JSONText]
    /// The number to ask for changes from, where the answer says it.
    let number: Int64?
    /// How many tasks there are in all, where the answer says so.
    let total: Int?
    /// Whether more follow, where the answer says so.
    let hasNext: Bool?
    let reply: HTTPReply
  }

  /// The task in an answer; nil when it has none, such as a 204 or a mere message.
  func single(_ reply: HTTPReply) throws(APIError) -> Single? {
    if reply.isWebPage { throw caller.badAnswer(.webPage, reply) }
    if reply.isCompressed { throw caller.badAnswer(.compressed, reply) }
    if reply.status == 204 || reply.status == 304 || reply.body.isEmpty || reply.isPlainText {
      return nil
    }
    let answer = try text(reply)
    guard let task = task(in: answer) else { return nil }
    let todo = try decode(TaskAnswer.self, task, reply).todo
    var seen = seen(todo, task)
    if reading.hasValidators, let tag = reply.headers["ETag"].flatMap(strongTag) { seen.etag = tag }
    return Single(seen: seen, text: task)
  }

  /// The task in an answer that has to have one.
  func required(_ reply: HTTPReply) throws(APIError) -> Single {
    if reply.status == 204 || reply.status == 304 { throw caller.badAnswer(.status, reply) }
    if reply.body.isEmpty { throw caller.badAnswer(.brokenJSON, reply) }
    guard let single = try single(reply) else { throw noTask(reply) }
    return single
  }

  func noTask(_ reply: HTTPReply) -> APIError { caller.otherShape(expected: "a task", reply) }

  /// The id of a task that an answer names without showing it.
  func id(_ reply: HTTPReply) -> String? {
    guard let answer = try? text(reply) else { return nil }
    for object in [answer.at(reading.singleEnvelope), answer] + nested(in: answer) {
      guard let value = object.flatMap({ first(reading.id, in: $0) }) else { continue }
      if let text = value.string, !text.isEmpty { return text }
      if let number = value.integer { return String(number) }
    }
    return nil
  }

  /// The list in an answer, refused as a whole when one element cannot be read: leaving it out
  /// would remove it from the mirror.
  func page(_ reply: HTTPReply) throws(APIError) -> Page {
    if reply.isWebPage { throw caller.badAnswer(.webPage, reply) }
    if reply.status == 204 || reply.status == 304 { throw caller.badAnswer(.status, reply) }
    let answer = try text(reply)
    guard let (array, around) = list(in: answer) else {
      throw caller.otherShape(expected: "an array of tasks", reply)
    }
    if saysItFailed(around, isEmpty: array.isEmpty) {
      let refusal = Refusal(reply, host: caller.base.label)
      throw refusal.message == nil
        ? caller.otherShape(expected: "a list of tasks", found: "an error without words", reply)
        : .serverFault(refusal)
    }
    let (tasks, texts) = try tasks(in: array, reply)
    let flags = around.flatMap { object in
      TaskReplies.moreKeys.compactMap {
        (object[$0] ?? object["pagination"]?[$0] ?? object["meta"]?[$0])?.bool
      }
    }
    return Page(
      tasks: tasks,
      texts: texts,
      number: changeNumber(reply),
      total: total(reply, around, shown: tasks.count),
      hasNext: flags.first,
      reply: reply
    )
  }

  /// The tasks of an array, each with what it has beside, and as they came.
  private func tasks(
    in array: JSONText,
    _ reply: HTTPReply
  ) throws(APIError) -> (tasks: [SeenTask], texts: [JSONText]) {
    let todos = try decode([TaskAnswer].self, array, reply).map(\.todo)
    let texts = array.elements
    guard texts.count == todos.count else { throw caller.badAnswer(.brokenJSON, reply) }
    return (zip(todos, texts).map(seen), texts)
  }

  /// A task with what its own text says beside.
  func seen(_ todo: Todo, _ text: JSONText) -> SeenTask {
    let rest = TaskRest(of: text, reading)
    return SeenTask(todo, etag: rest.etag, extra: rest.extra)
  }

  /// Where the list stands, in the numbers of its changes.
  func changeNumber(_ reply: HTTPReply) -> Int64? {
    reading.hasChanges
      ? reply.headers["X-Change-Number"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 } : nil
  }

  func text(_ reply: HTTPReply) throws(APIError) -> JSONText {
    if reply.isCompressed { throw caller.badAnswer(.compressed, reply) }
    do throws(JSONReader.Failure) {
      try JSONReader.checkDepth(reply.body)
    } catch {
      throw caller.unreadable(error, reply)
    }
    guard let text = JSONText(reply.body) else { throw caller.badAnswer(.brokenJSON, reply) }
    return text
  }

  func decode<Value: DecodableWithConfiguration>(
    _ type: Value.Type,
    _ text: JSONText,
    _ reply: HTTPReply
  ) throws(APIError) -> Value where Value.DecodingConfiguration == TaskReading {
    do throws(JSONReader.Failure) {
      return try JSONReader.decode(type, from: text, configuration: reading)
    } catch {
      throw caller.unreadable(error, reply)
    }
  }

  private func first(_ keys: [JSON.AnyKey], in object: JSONText) -> JSONText? {
    let members = object.members
    return keys.lazy.compactMap { key in members.first { $0.key == key.stringValue } }.first?.value
  }

  private func task(in answer: JSONText) -> JSONText? {
    ([answer.at(reading.singleEnvelope), answer] + nested(in: answer)).lazy.compactMap { $0 }
      .first { first(reading.id, in: $0) != nil && first(reading.title, in: $0) != nil }
  }

  /// What stands under the usual keys for one task, and once more below these.
  private func nested(in answer: JSONText) -> [JSONText?] {
    let near = TaskReading.singleKeys.compactMap { answer[$0] }
    return near + near.flatMap { object in TaskReading.singleKeys.compactMap { object[$0] } }
  }

  private func total(_ reply: HTTPReply, _ around: [[String: JSONText]], shown: Int) -> Int? {
    if let total = reply.headers["X-Total-Count"].flatMap({ Int($0) }) { return total }
    for object in around.flatMap({ [$0, $0["pagination"]?.fields, $0["meta"]?.fields] }) {
      for key in ["total", "total_count", "totalCount"] {
        if let total = object?[key]?.integer { return total }
      }
      // A count that equals what is shown may mean just that.
      if let count = object?["count"]?.integer, count > shown { return count }
    }
    return nil
  }
}
