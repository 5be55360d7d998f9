import Foundation
import Testing

@Suite(.serialized) struct `Two users` {
  /// Every route of the task API, for some id.
  private static let routes: [(method: String, path: String, json: String?, chosen: Bool)] = [
    ("GET", "", nil, false),
    ("GET", "?changes_since=0", nil, false),
    ("POST", "", #"{"title":"stolen"}"#, false),
    ("GET", "/ID", nil, false),
    ("PUT", "/ID", #"{"title":"stolen"}"#, false),
    ("PUT", "/ID", #"{"title":"stolen"}"#, true),
    ("PATCH", "/ID", #"{"completed":true}"#, false),
    ("PATCH", "/ID/complete", nil, false),
    ("DELETE", "/ID", nil, false),
  ]

  /// Without a condition, and under each kind of them; `TAG` is the owner's.
  private static let conditions: [[(String, String)]] = [
    [], [("If-Match", "TAG")], [("If-Match", "*")], [("If-None-Match", "TAG")],
  ]

  @Test func `never reach each other by the other's path, and nothing changes`() async throws {
    try await withServer { server in
      let ada = try await server.newAccount()
      let eve = try await server.newAccount()
      let id = try await ada.add("secret plan")
      _ = try await eve.add("own")
      let gone = try await ada.add("secret past")
      let tombstone = try await ada.call("DELETE", "\(ada.path)/\(gone)").value("etag") ?? ""
      let before = try await server.dump()
      let encoded = ada.id.replacing("-", with: "%2D")
      let restoring = [(method: "PUT", path: "/\(gone)", json: #"{"title":"x"}"#, chosen: false)]
      let routes = Self.routes + restoring.map { ($0.method, $0.path, $0.json, $0.chosen) }
      for owner in [ada.id, encoded] {
        for (route, condition) in routes.flatMap({ route in Self.conditions.map { (route, $0) } }) {
          let path = "/api/\(owner)/tasks" + route.path.replacing("ID", with: id)
          let headers =
            route.chosen
            ? [("If-None-Match", "*")]
            : condition.map { ($0.0, $0.1.replacing("TAG", with: tombstone)) }
          let response = try await eve.call(route.method, path, json: route.json, headers)
          #expect(response.status == 403, "\(route.method) \(path)")
          #expect(!response.body.contains("secret"))
          #expect(response.value("x-change-number") == nil && response.value("etag") == nil)
        }
      }
      #expect(try await server.dump() == before)
    }
  }

  @Test func `never reach each other's tasks by their own path`() async throws {
    try await withServer { server in
      let ada = try await server.newAccount()
      let eve = try await server.newAccount()
      let id = try await ada.add("secret plan")
      let tag = try await ada.call("GET", "\(ada.path)/\(id)").value("etag") ?? ""
      let gone = try await ada.add("secret past")
      let tombstone = try await ada.call("DELETE", "\(ada.path)/\(gone)").value("etag") ?? ""
      let missing = UUID().uuidString.lowercased()
      let before = try await server.dump()
      let routes = Self.routes.filter { $0.path.contains("ID") && !$0.chosen }
      for (route, condition) in routes.flatMap({ route in Self.conditions.map { (route, $0) } }) {
        let path = eve.path + route.path
        for (taken, theirs) in [(id, tag), (gone, tombstone)] {
          let headers = condition.map { ($0.0, $0.1.replacing("TAG", with: theirs)) }
          func call(_ id: String) async throws -> RawResponse {
            let target = path.replacing("ID", with: id)
            return try await eve.call(route.method, target, json: route.json, headers)
          }
          let (foreign, absent) = try await (call(taken), call(missing))
          #expect(foreign.status == 404, "\(route.method) \(route.path)")
          #expect(foreign.body == absent.body)
          #expect(foreign.value("etag") == nil)
        }
      }
      #expect(try await eve.titles() == [])
      let changes = try await eve.call("GET", eve.path + "?changes_since=0")
      #expect(changes.body == "[]")
      #expect(changes.value("x-change-number") == "0")
      #expect(try await eve.titles("?search=secret") == [])
      #expect(try await server.dump() == before)
      // Not even a number of another's history is known here.
      let number = try await ada.call("GET", ada.path).value("x-change-number") ?? ""
      #expect(try await eve.call("GET", "\(eve.path)?changes_since=\(number)").status == 410)
      // The same id is free for another user: it cannot be noticed that it is taken.
      let own = try await eve.call(
        "PUT",
        "\(eve.path)/\(id)",
        json: #"{"title":"mine"}"#,
        [("If-None-Match", "*")]
      )
      #expect(own.status == 201)
      #expect(try await ada.titles() == ["secret plan"])
      #expect(try await eve.call("DELETE", "\(eve.path)/\(id)").status == 204)
      #expect(try await ada.titles() == ["secret plan"])
    }
  }
}
