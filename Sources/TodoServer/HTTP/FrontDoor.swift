internal import GRDB
internal import HTTPTypes
internal import Hummingbird
internal import Logging

/// Every request enters here: it gets its id, finds its room, and no error leaves unanswered.
struct FrontDoor: HTTPResponder {
  let configuration: ServerConfiguration
  let auth: AuthRoutes
  let tasks: TaskRoutes
  let activity: Activity
  let logger: Logger

  func respond(to request: Request, context: ConnectionContext) async throws -> Response {
    activity.begin()
    defer { activity.end() }
    let id = RequestID.of(request.headers)
    var response = await answer(
      ServerRequest(request, context: context, configuration: configuration),
      id: id
    )
    response.headers.add("x-request-id", id)
    // A body here would be read as the next answer (RFC 9110, section 9.3.2).
    return request.method == .head ? response.createHeadResponse() : response
  }

  /// Better Auth owns everything under its prefix, by the raw path; the rest is the task API's.
  private func answer(_ request: ServerRequest, id: String) async -> Response {
    // Bytes beyond ASCII belong into no target (RFC 3986); `String` would normalise them.
    guard request.path.utf8.allSatisfy({ $0 < 0x80 }) else { return .empty(.badRequest) }
    let isAuth = request.path == "/api/auth" || request.path.hasPrefix("/api/auth/")
    do {
      if isAuth { return try await auth.respond(to: request) }
      switch request.path {
      case "/health": return read(request, ["status": "ok", "version": .string(serverVersion)])
      case "/openapi.json": return read(request, bytes: Array(openAPIDescription.utf8))
      default: return try await tasks.respond(to: request)
      }
    } catch is RequestCut {
      return .empty(.badRequest)
    } catch is PasswordWorkers.Busy {
      return FrontDoor.busy(isAuth: isAuth)
    } catch is TaskLists.Busy {
      return FrontDoor.busy(isAuth: isAuth)
    } catch let error as DatabaseError {
      logger.error(
        "request failed",
        metadata: ["request": "\(id)", "SQLite": "\(error.resultCode)"]
      )
      // A lock that is held, or a disk that is full, may be over soon.
      return [.SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL].contains(error.resultCode)
        ? FrontDoor.busy(isAuth: isAuth) : FrontDoor.broken(isAuth: isAuth)
    } catch {
      // The error's text may quote a statement's values, its type never does.
      logger.error(
        "request failed",
        metadata: [
          "request": "\(id)", "error": "\(String(reflecting: type(of: error)))",
          "room": isAuth ? "auth" : "tasks",
        ]
      )
      return FrontDoor.broken(isAuth: isAuth)
    }
  }

  private static func broken(isAuth: Bool) -> Response {
    isAuth
      ? .empty(.internalServerError)
      : .detail("Internal Server Error", status: .internalServerError)
  }

  private static func busy(isAuth: Bool) -> Response {
    let headers: HTTPFields = [.retryAfter: "1"]
    return isAuth
      ? .empty(.serviceUnavailable, headers: headers)
      : .detail("The server is busy", status: .serviceUnavailable, headers: headers)
  }

  private func read(_ request: ServerRequest, _ value: JSON) -> Response {
    read(request, bytes: value.encoded)
  }

  private func read(_ request: ServerRequest, bytes: [UInt8]) -> Response {
    guard request.method == .get || request.method == .head else {
      return .detail(
        "Method Not Allowed",
        status: .methodNotAllowed,
        headers: [.allow: "GET, HEAD"]
      )
    }
    return .bytes(bytes, contentType: "application/json")
  }
}
