import APIClient
package import LocalStore
import Logging
import TodoKit

extension RemoteTasks {
  /// The task API as the sync engine sees it: each call in the server's dialect and with a valid JWT,
  /// after a 401 once more, and with the embedded server started first where the address is this
  /// machine.
  init(
    backend: BackendKeeper,
    user: String,
    session: Session,
    log: Logger,
    ready: @escaping @Sendable () async throws -> Void
  ) {
    @Sendable func call<Answer: Sendable>(
      _ name: String,
      _ body: @Sendable (TasksAPI, JWT) async throws -> Answer
    ) async throws(RemoteFailure) -> Answer {
      do {
        try await ready()
        let tasks = try await backend.tasks(user: user)
        let answer = try await session.perform { jwt in try await body(tasks, jwt) }
        log.debug("\(name): done")
        return answer
      } catch {
        if (error as? APIError)?.isMisfit == true { await backend.doubt() }
        let failure = RemoteFailure(error)
        let reason = failure.reason
        log.warning(
          "\(name): \(reason.sentence)",
          metadata: reason.requestID.map { ["request": "\($0)"] }
        )
        throw failure
      }
    }
    self.init(
      list: { etag throws(RemoteFailure) in
        switch try await call("list", { try await $0.list(jwt: $1, etag: etag) }) {
        case .unchanged: .unchanged
        case .tasks(let tasks, let etag, let number):
          .tasks(tasks.map { SeenTodo($0) }, etag: etag, number: number)
        }
      },
      changes: { number, limit throws(RemoteFailure) in
        try await call("changes") { try await $0.changes(since: number, limit: limit, jwt: $1) }
          .map { ChangesAnswer($0) }
      },
      create: { id, task throws(RemoteFailure) in
        let draft = try TodoDraft(task)
        return try await call("create") {
          try await backend.requireCreation()
          return SeenTodo(try await $0.create(draft, id: id, jwt: $1))
        }
      },
      restore: { id, task throws(RemoteFailure) in
        let draft = try TodoDraft(task)
        return try await call("restore") {
          try await backend.requireCreation()
          return try await $0.restore(draft, id: id, jwt: $1)
        }.map { SeenTodo($0) }
      },
      update: { id, edits, etag throws(RemoteFailure) in
        let checked = try edits.map { edit throws(RemoteFailure) in try edit.checked }
        return try await call("update") {
          SeenTodo(try await $0.update(id, checked, ifMatch: etag, jwt: $1))
        }
      },
      setCompleted: { id, isCompleted, etag throws(RemoteFailure) in
        try await call("complete") {
          SeenTodo(try await $0.setCompleted(id, isCompleted, ifMatch: etag, jwt: $1))
        }
      },
      delete: { id, etag throws(RemoteFailure) in
        try await call("delete") { try await $0.delete(id, ifMatch: etag, jwt: $1) }
      },
      takesClientChosenIDs: { () throws(RemoteFailure) in
        do {
          try await ready()
          return try await backend.dialect().current.clientChosenIDs
        } catch {
          throw RemoteFailure(error)
        }
      }
    )
  }
}

extension APIError {
  /// Whether the server seems to speak otherwise than its description said.
  fileprivate var isMisfit: Bool {
    switch self {
    case .badAnswer(let answer): if case .otherShape = answer.kind { true } else { false }
    case .ignored: true
    case .notFound, .rejected: [404, 405, 415, 422].contains(refusal?.status)
    default: false
    }
  }
}

extension SeenTodo {
  fileprivate init(_ task: SeenTask) {
    self.init(todo: task.todo, etag: task.etag, extra: task.extra)
  }
}

extension ChangesAnswer {
  fileprivate init(_ changes: ChangedTasks) {
    let rows = changes.rows.map { row -> ChangedTodo in
      switch row {
      case .task(let task): .task(SeenTodo(task))
      case .deleted(let id, let moment): .deleted(id: id, at: moment)
      }
    }
    self.init(rows: rows, number: changes.number, isComplete: changes.isComplete)
  }
}

extension TodoDraft {
  /// What the outbox kept was checked when it was typed.
  fileprivate init(_ task: NewTodo) throws(RemoteFailure) {
    do throws(TodoTextError) {
      self.init(
        title: try TodoTitle(task.title),
        description: try task.description.map { text throws(TodoTextError) in
          try TodoDescription(text)
        },
        priority: task.priority,
        due: task.due,
        tags: task.tags
      )
    } catch {
      throw .rejected(Reason(error.sentence("task")))
    }
  }
}

extension TodoEdit {
  fileprivate var checked: TaskEdit {
    get throws(RemoteFailure) {
      do throws(TodoTextError) {
        switch self {
        case .title(let text): return .title(try TodoTitle(text))
        case .description(nil): return .description(nil)
        case .description(let text?): return .description(try TodoDescription(text))
        case .priority(let priority): return .priority(priority)
        case .due(let due): return .due(due)
        case .tags(let tags): return .tags(tags)
        case .completed: break
        }
      } catch {
        throw .rejected(Reason(error.sentence("text")))
      }
      throw .rejected(Reason("Completing is a request of its own."))
    }
  }
}

extension RemoteFailure {
  /// What is known about the effect decides what the outbox does next.
  package init(_ error: any Error) {
    switch error {
    case let error as APIError: self.init(error)
    case RenewalError.signedOut(let sentence): self = .signedOut(Reason(sentence))
    case RenewalError.foreignToken:
      let sentence = RenewalError.foreignToken.sentence
      self = .signedOut(Reason(sentence, code: Failure.foreignToken))
    // Whatever kept the token from being renewed, the request itself did not leave.
    case let error as RenewalError:
      var failure = Failure(renewal: error, profile: "")
      failure.hint = nil
      self = .notSent(Reason(failure))
    case let failure as Failure: self = .notSent(Reason(failure))
    case let error as StoreError: self = .notSent(Reason(Failure(error)))
    default: self = .unknown(Reason("The request was cancelled."))
    }
  }

  private init(_ error: APIError) {
    var reason = Reason(
      error.sentence,
      status: error.refusal?.status,
      code: Failure(error).code,
      requestID: error.requestID
    )
    switch error {
    case .notSent: self = .notSent(reason)
    case .unknown, .cancelled, .badAnswer: self = .unknown(reason)
    // Refused with a token fresh from the auth server: not this change's fault, and no proof that
    // the session is over.
    case .unauthorized(let refusal):
      reason.sentence = refusal.sentenceOfFreshToken
      self = .later(reason, seconds: nil)
    case .rateLimited(let refusal):
      self = .later(reason, seconds: refusal.retryAfter.map { Int($0.components.seconds) })
    case .serverFault(let refusal) where refusal.status == 503:
      self = .later(reason, seconds: refusal.retryAfter.map { Int($0.components.seconds) })
    case .serverFault: self = .unknown(reason)
    // A missing list says nothing about the task.
    case .notFound where error.isAboutList:
      reason.exit = ExitStatus.unreachable.rawValue
      self = .rejected(reason)
    case .notFound: self = .missing(reason)
    case .conflict: self = .exists(reason)
    case .changed(_, let current): self = .changed(current.map { SeenTodo($0) }, reason)
    case .forbidden, .rejected, .ignored: self = .rejected(reason)
    }
  }
}

extension Reason {
  /// Why a request did not leave.
  ///
  /// Whatever refused it, that is no word about the session: only `.signedOut` ends one.
  fileprivate init(_ failure: Failure) {
    let isRefusal = failure.status == .notSignedIn || failure.status == .forbidden
    self.init(
      [failure.message, failure.hint].compactMap(\.self).joined(separator: " "),
      code: failure.code,
      requestID: failure.requestID,
      exit: isRefusal ? nil : failure.status.rawValue
    )
  }
}
