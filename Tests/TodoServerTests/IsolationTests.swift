import Foundation
import Testing

@Suite(.serialized) struct `Two users` {
  /// Every route of the task API, for some id.
  private static let routes: [(method: String, path: String, json: String?, chosen: Bool)] = [
    ("GET", "", nil, false),
    ("POST", "", #"{"title":"stolen"}"#, false),
    ("GET", "/ID", nil, false),
    ("PUT", "/ID", #"{"title":"stolen"}"#, false),
    ("PUT", "/ID", #"{"title":"stolen"}"#, true),
    ("PATCH", "/ID", #"{"completed":true}"#, false),
    ("PATCH", "/ID/complete", nil, false),
    ("DELETE", "/ID", nil, false),
  ]

  @Test func `never reach each other by the other's path, and nothing changes`() async throws {
    try await withServer { server in
      let ada = try await server.newAccount()
      let eve = try await server.newAccount()
      let id = try await ada.add("secret plan")
      _ = try await eve.add("own")
      let before = try await server.dump()
      let encoded = ada.id.replacing("-", with: "%2D")
      for owner in [ada.id, encoded] {
        for route in Self.routes {
          let path = "/api/\(owner)/tasks" + route.path.replacing("ID", with: id)
          let headers = route.chosen ? [("If-None-Match", "*")] : []
          let response = try await eve.call(route.method, path, json: route.json, headers)
          #expect(response.status == 403, "\(route.method) \(path)")
          #expect(!response.body.contains("secret plan"))
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
      let missing = UUID().uuidString.lowercased()
      let before = try await server.dump()
      for route in Self.routes where route.path.contains("ID") && !route.chosen {
        let path = eve.path + route.path
        let foreign = try await eve.call(
          route.method,
          path.replacing("ID", with: id),
          json: route.json
        )
        let absent = try await eve.call(
          route.method,
          path.replacing("ID", with: missing),
          json: route.json
        )
        #expect(foreign.status == 404, "\(route.method) \(route.path)")
        #expect(foreign.body == absent.body)
      }
      #expect(try await eve.titles() == [])
      #expect(try await eve.titles("?search=secret") == [])
      #expect(try await server.dump() == before)
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
