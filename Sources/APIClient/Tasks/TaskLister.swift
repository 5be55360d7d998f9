internal import TodoKit

/// Reads every task of a user, in one answer or in parts.
struct TaskLister {
  let routes: TaskRoutes
  let replies: TaskReplies
  let bounds: ListBounds
  let jwt: JWT
  /// The id of a task whose own text is wanted too.
  var wanted: String?

  /// A whole list.
  struct Listing {
    var tasks: [SeenTask] = []
    var etag: String?
    /// The number to ask for changes from.
    var number: Int64?
    /// The wanted task as it came.
    var text: JSONText?
    /// The answer that was read last.
    var reply: HTTPReply
  }

  private enum Whole {
    case unchanged
    case complete(Listing)
    /// The answer was too large, or says itself that it leaves tasks out.
    case cut(APIError)
  }

  /// Nil when nothing changed since the tag, which only lists that come whole have.
  func listing(_ paging: Dialect.Paging?, etag: String? = nil) async throws(APIError) -> Listing? {
    if let paging, paging.isNeeded { return try await parts(paging) }
    switch try await whole(etag) {
    case .unchanged: return nil
    case .complete(let listing): return listing
    case .cut(let error):
      guard let paging else { throw error }
      return try await parts(paging)
    }
  }

  /// One part of the list.
  func page(_ query: String) async throws(APIError) -> TaskReplies.Page {
    try replies.page(try await routes.send(.get, .collection(query: query), jwt))
  }

  /// The wanted task as it came, when this part has it.
  func text(in page: TaskReplies.Page) -> JSONText? {
    guard let wanted, let index = page.tasks.firstIndex(where: { $0.todo.id == wanted }) else {
      return nil
    }
    return page.texts[index]
  }

  private func whole(_ etag: String?) async throws(APIError) -> Whole {
    let etag = etag.flatMap { isEntityTag($0) ? $0 : nil }
    var headers = HTTPHeaders()
    headers["If-None-Match"] = etag
    let reply: HTTPReply
    do throws(APIError) {
      reply = try await routes.send(.get, .collection(query: ""), jwt, headers: headers)
    } catch {
      guard case .badAnswer(let answer) = error, answer.kind == .tooLarge(.body) else {
        throw error
      }
      return .cut(error)
    }
    if reply.status == 304, etag != nil { return .unchanged }
    let page = try replies.page(reply)
    if page.hasNext ?? false || page.total ?? 0 > page.tasks.count {
      let all = page.total.map { "all \($0) tasks" } ?? "all tasks"
      return .cut(
        routes.caller.otherShape(expected: all, found: "\(page.tasks.count) of them", reply)
      )
    }
    return .complete(
      Listing(
        tasks: page.tasks,
        etag: reply.headers["ETag"].flatMap { isEntityTag($0) ? $0 : nil },
        number: page.number,
        text: text(in: page),
        reply: reply
      )
    )
  }

  /// Passes over all parts until one is whole.
  private func parts(_ paging: Dialect.Paging) async throws(APIError) -> Listing {
    let deadline = ContinuousClock.now + bounds.time
    var restarts = 0
    var changedStarts = 0
    var hasWrongTotal = false
    while true {
      var pass = TaskListPass(
        lister: self,
        paging: paging,
        deadline: deadline,
        isStrict: restarts < 3,
        checksStart: changedStarts < 3
      )
      switch try await pass.run() {
      case .whole(let listing): return listing
      // Some servers have no lasting order: after three times the list is taken as it comes.
      case .startChanged: changedStarts += 1
      case .shifted(let reply):
        restarts += 1
        if restarts > 3 {
          throw routes.caller.otherShape(
            expected: "a list that stands still",
            found: "one whose tasks move between its parts",
            reply
          )
        }
      case .wrongTotal(let total, let count, let reply):
        if hasWrongTotal {
          throw routes.caller.otherShape(
            expected: "the \(total) tasks it speaks of",
            found: "\(count)",
            reply
          )
        }
        hasWrongTotal = true
      }
    }
  }
}
