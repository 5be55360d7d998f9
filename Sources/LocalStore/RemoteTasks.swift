package import TodoKit

/// The task server as closures; the executable builds them on its API client.
///
/// Every closure answers for one request (or one logical request) and says in ``RemoteFailure`` what
/// is known about a failed one: not sent, refused, or unknown.
package struct RemoteTasks: Sendable {
  /// Every task of the account, or `.unchanged` when the list still has the ETag given.
  package var list: @Sendable (_ etag: String?) async throws(RemoteFailure) -> ListAnswer
  /// Makes a task, under `id` when it is given (`PUT` with `If-None-Match: *`).
  ///
  /// A second call with the same `id` must not make a second task.
  package var create: @Sendable (_ id: String?, _ task: NewTodo) async throws(RemoteFailure) -> Todo
  /// Changes one field or several, all or none.
  package var update:
    @Sendable (_ id: String, _ edits: [TodoEdit]) async throws(RemoteFailure) -> Todo
  /// Sets, never toggles.
  package var setCompleted:
    @Sendable (_ id: String, _ isCompleted: Bool) async throws(RemoteFailure) -> Todo
  /// Removes a task.
  package var delete: @Sendable (_ id: String) async throws(RemoteFailure) -> Void
  /// Whether the server's own description declares client-chosen ids.
  package var takesClientChosenIDs: @Sendable () async throws(RemoteFailure) -> Bool

  /// A remote of the closures given.
  package init(
    list: @escaping @Sendable (_ etag: String?) async throws(RemoteFailure) -> ListAnswer,
    create:
      @escaping @Sendable (_ id: String?, _ task: NewTodo) async throws(RemoteFailure) -> Todo,
    update:
      @escaping @Sendable (_ id: String, _ edits: [TodoEdit]) async throws(RemoteFailure) -> Todo,
    setCompleted:
      @escaping @Sendable (_ id: String, _ isCompleted: Bool) async throws(RemoteFailure) -> Todo,
    delete: @escaping @Sendable (_ id: String) async throws(RemoteFailure) -> Void,
    takesClientChosenIDs: @escaping @Sendable () async throws(RemoteFailure) -> Bool
  ) {
    self.list = list
    self.create = create
    self.update = update
    self.setCompleted = setCompleted
    self.delete = delete
    self.takesClientChosenIDs = takesClientChosenIDs
  }
}

/// What the server said to a list request.
package enum ListAnswer: Hashable, Sendable {
  /// 304: still what the ETag named.
  case unchanged
  /// Every task, and the list's ETag where the server sends one.
  case tasks([Todo], etag: String?)
}

/// Why a request brought no answer to use, sorted by what is known about its effect.
package enum RemoteFailure: Error, Hashable, Sendable {
  /// It never left this machine (resolve, connect, TLS): certainly without effect.
  case notSent(Reason)
  /// The server refused it (4xx): without effect, and repeating will not help.
  case rejected(Reason)
  /// 404: there is no such task.
  case missing(Reason)
  /// 412: a task of this id exists already and is not the one sent.
  case exists(Reason)
  /// It may have been carried out (time-out after sending, reset, empty reply, 5xx).
  case unknown(Reason)
  /// 429, 503: without effect; `seconds` as the server's Retry-After says.
  case later(Reason, seconds: Int?)
  /// The session is over: without effect.
  case signedOut(Reason)

  /// What the server or the transport said.
  package var reason: Reason {
    switch self {
    case .notSent(let reason), .rejected(let reason), .missing(let reason), .exists(let reason),
      .unknown(let reason), .later(let reason, _), .signedOut(let reason):
      reason
    }
  }
}

/// What a failed request is told with.
package struct Reason: Hashable, Sendable {
  /// For a person; no secret in it.
  package var sentence: String
  /// The HTTP status, when there was an answer.
  package var status: Int?
  /// The server's own error code.
  package var code: String?
  /// The request's `X-Request-Id`.
  package var requestID: String?
  /// What a process that fails because of it ends with, where that does not follow from the rest.
  package var exit: Int32?

  /// A reason.
  package init(
    _ sentence: String,
    status: Int? = nil,
    code: String? = nil,
    requestID: String? = nil,
    exit: Int32? = nil
  ) {
    self.sentence = sentence
    self.status = status
    self.code = code
    self.requestID = requestID
    self.exit = exit
  }
}
