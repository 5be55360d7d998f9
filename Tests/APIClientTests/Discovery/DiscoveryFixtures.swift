import APIClient
import Foundation
import Testing

/// Better Auth's own answer to `GET /api/auth/ok` (contract/better-auth).
let okay = [Step].answer(200, #"{"ok":true}"#)

/// A description as FastAPI serves it, of a task API without a sign-in.
let taskDescription = #"""
  {"openapi": "3.1.0", "info": {"title": "A", "version": "1"},
   "paths": {"/api/{user_id}/tasks": {"get": {"responses": {"200": {"description": "OK"}}},
                                      "post": {"responses": {"201": {"description": "Made"}}}}}}
  """#

/// The same with a sign-in that answers with a JWT.
let taskDescriptionWithSignIn = #"""
  {"openapi": "3.1.0", "info": {"title": "A", "version": "1"},
   "paths": {
     "/api/tasks": {"get": {"responses": {"200": {"description": "OK"}}},
                    "post": {"responses": {"201": {"description": "Made"}}}},
     "/api/login": {"post": {
       "requestBody": {"required": true, "content": {"application/json": {"schema": {
         "type": "object", "required": ["email", "password"],
         "properties": {"email": {"type": "string"}, "password": {"type": "string"}}}}}},
       "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": {
         "type": "object", "required": ["access_token"],
         "properties": {"access_token": {"type": "string"},
                        "token_type": {"type": "string"}}}}}}}}}}}
  """#

/// A web client's page, for every path.
let page = [Step].answer(
  200,
  "<!doctype html><title>Tasks</title>",
  headers: [("Content-Type", "text/html; charset=utf-8")]
)

extension Peer {
  /// Scheme, host and port.
  var origin: String { endpoint.origin }

  /// What stands behind ``origin``: nothing where the peer has a process of its own.
  var path: String { String(endpoint.url.dropFirst(origin.count)) }

  /// Answers at the three usual places of a description.
  func describe(_ answer: [Step]) throws {
    for prefix in ["", "/api", "/api/v1"] { try on("GET \(prefix)/openapi.json", answer) }
  }

  /// Answers alike to everything that discovery asks.
  func always(_ answer: [Step]) throws {
    try on("GET /api/auth/ok", answer)
    try describe(answer)
  }
}

/// Looks from `peer`, with another one as the neighbour of both kinds.
func discover(
  _ peer: Peer,
  beside neighbour: Peer? = nil,
  typed: String? = nil,
  auth: String? = nil,
  api: String? = nil,
  timeout: Duration = .seconds(30)
) async throws -> Findings {
  let port = neighbour.map { [$0.port] } ?? []
  return try await withClient { client in
    let discovery = ServerDiscovery(
      client: client,
      timeout: timeout,
      ports: PortNeighbours(auth: { _ in port }, tasks: { _ in port })
    )
    return try await discovery.find(typed ?? peer.endpoint.url, auth: auth, api: api)
  }
}
