/// The task server as closures; the executable builds them on its API client.
///
/// Every closure answers for one request (or one logical request) and says in ``RemoteFailure`` what
/// is known about a failed one: not sent, refused, or unknown.
package struct RemoteTasks: Sendable {
  /// Every task of the account, or `.unchanged` when the list still has the ETag given.
  package var list: @Sendable (_ etag: String?) async throws(RemoteFailure) -> ListAnswer
  /// What changed since a number this server gave, in its order, `limit` tasks at most; nil when the
  /// server keeps no such numbers.
  package var changes: Changes
  /// Makes a task, under `id` when it is given (`PUT` with `If-None-Match: *`).
  ///
  /// A second call with the same `id` must not make a second task.
  package var create: Create
  /// Makes a task that was deleted again under the id it had; nil, and nothing is done, when the
  /// server cannot do that.
  ///
  /// A second call must not make a second task; it answers with the one that is there, whatever
  /// became of it since.
  package var restore: Restore
  /// Changes one field or several, all or none; with a validator only the version it names.
  package var update: Update
  /// Sets, never toggles; with a validator only the version it names.
  package var setCompleted: SetCompleted
  /// Removes a task; with a validator only the version it names.
  package var delete:
    @Sendable (_ id: String, _ ifMatch: String?) async throws(RemoteFailure) -> Void
  /// Whether the server's own description declares client-chosen ids.
  package var takesClientChosenIDs: @Sendable () async throws(RemoteFailure) -> Bool

  /// Reads what changed since a number.
  package typealias Changes =
    @Sendable (_ since: Int64, _ limit: Int) async throws(RemoteFailure) -> ChangesAnswer?
  /// Makes a task.
  package typealias Create =
    @Sendable (_ id: String?, _ task: NewTodo) async throws(RemoteFailure) -> SeenTodo
  /// Makes a deleted task again.
  package typealias Restore =
    @Sendable (_ id: String, _ task: NewTodo) async throws(RemoteFailure) -> SeenTodo?
  /// Changes fields of a task.
  package typealias Update =
    @Sendable (_ id: String, _ edits: [TodoEdit], _ ifMatch: String?) async throws(RemoteFailure) ->
    SeenTodo
  /// Completes or reopens a task.
  package typealias SetCompleted =
    @Sendable (_ id: String, _ isCompleted: Bool, _ ifMatch: String?) async throws(RemoteFailure) ->
    SeenTodo

  /// A remote of the closures given; a server without change numbers unless `changes` is, and one
  /// that brings nothing back unless `restore` is.
  package init(
    list: @escaping @Sendable (_ etag: String?) async throws(RemoteFailure) -> ListAnswer,
    changes: @escaping Changes = { _, _ in nil },
    create: @escaping Create,
    restore: @escaping Restore = { _, _ in nil },
    update: @escaping Update,
    setCompleted: @escaping SetCompleted,
    delete:
      @escaping @Sendable (_ id: String, _ ifMatch: String?) async throws(RemoteFailure) ->
      Void,
    takesClientChosenIDs: @escaping @Sendable () async throws(RemoteFailure) -> Bool
  ) {
    self.list = list
    self.changes = changes
    self.create = create
    self.restore = restore
    self.update = update
    self.setCompleted = setCompleted
    self.delete = delete
    self.takesClientChosenIDs = takesClientChosenIDs
  }
}

/// Why a request brought no answer to use, sorted by what is known about its effect.
package enum RemoteFailure: Error, Hashable, Sendable {
  /// It never left this machine (resolve, connect, TLS): certainly without effect.
  case notSent(Reason)
  /// The server refused it (4xx): without effect, and repeating will not help.
  case rejected(Reason)
  /// 404: there is no such task.
  case missing(Reason)
  /// 412 to a creation: a task of this id exists already and is not the one sent.
  case exists(Reason)
  /// 412 to a validator: the task is no longer the version it named; the present one, where known.
  case changed(SeenTodo?, Reason)
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
      .changed(_, let reason), .unknown(let reason), .later(let reason, _), .signedOut(let reason):
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
