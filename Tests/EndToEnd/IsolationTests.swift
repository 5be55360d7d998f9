import Foundation
import Testing

/// Two users of one server: neither sees, changes or even notices the other's tasks.
@Suite(.timeLimit(.minutes(5)), .takingTurns)
struct `Two users on one server` {
  private struct Person {
    var home: Home
    var user: String
    var jwt: String
    var task: String
  }

  private func withTwo(
    _ body: (Person, Person, TestServer) async throws -> Void
  ) async throws {
    try await withServer { server, _ in
      try await withHome { one in
        try await withHome { other in
          var people: [Person] = []
          for (home, name) in [(one, "ada"), (other, "grace")] {
            try await home.signUp("\(name)@example.com", server: server.address)
            let task = try await home.must("add", "\(name)'s own", "--json").object()
            let me = try await home.credentials()
            people.append(
              Person(home: home, user: me.user, jwt: me.jwt, task: task["id"] as? String ?? "")
            )
          }
          try await body(people[0], people[1], server)
        }
      }
    }
  }

  @Test func `never meet through the commands`() async throws {
    try await withTwo { ada, grace, _ in
      #expect(try await ada.home.titles() == ["ada's own"])
      #expect(try await grace.home.titles() == ["grace's own"])
      for command in [
        ["show"], ["done"], ["undone"], ["edit", "--title", "Mine"], ["rm", "--yes"],
      ] {
        for reference in [ada.task, "id:" + ada.task, "ada's own"] {
          let done = try await grace.home.todotui(command + ["--", reference])
          #expect(done.status == 5, "\(command) \(reference): \(done.errors)")
        }
      }
      #expect(try await ada.home.titles() == ["ada's own"])
    }
  }

  /// Every task route with a body that would be good for one's own task.
  private static let routes: [(method: String, suffix: String, body: String?)] = [
    ("GET", "", nil), ("PUT", "", #"{"title":"Mine now"}"#),
    ("PATCH", "", #"{"title":"Mine now"}"#),
    ("PATCH", "/complete", nil), ("PATCH", "/complete", #"{"completed":true}"#),
    ("DELETE", "", nil),
  ]

  @Test func `get 403 for the other's path and 404 for the other's task, on every route`()
    async throws
  {
    try await withTwo { ada, grace, server in
      let wire = try Wire(server.address)
      let mine = ["Authorization": "Bearer \(grace.jwt)"]
      let before = try await wire.send(
        "GET",
        "/api/\(ada.user)/tasks",
        ["Authorization": "Bearer \(ada.jwt)"]
      )

      for (method, body) in [("GET", nil), ("POST", #"{"title":"Planted"}"#)] as [(String, String?)]
      {
        let answer = try await wire.send(method, "/api/\(ada.user)/tasks", mine, json: body)
        #expect(answer.status == 403, "\(method) list")
      }
      for route in Self.routes {
        let there = "/api/\(ada.user)/tasks/\(ada.task)\(route.suffix)"
        let foreign = try await wire.send(route.method, there, mine, json: route.body)
        #expect(foreign.status == 403, "\(route.method) \(there)")
        #expect(!foreign.body.contains("ada's own"))

        let here = "/api/\(grace.user)/tasks/\(ada.task)\(route.suffix)"
        let nowhere = "/api/\(grace.user)/tasks/\(UUID().uuidString.lowercased())\(route.suffix)"
        let hidden = try await wire.send(route.method, here, mine, json: route.body)
        let missing = try await wire.send(route.method, nowhere, mine, json: route.body)
        #expect(hidden.status == 404 && missing.status == 404, "\(route.method) \(here)")
        #expect(hidden.body == missing.body, "a foreign task is like a missing one")

        let none = try await wire.send(route.method, there, [:], json: route.body)
        #expect(none.status == 401)
        #expect(none.headers["www-authenticate"]?.hasPrefix("Bearer") == true)
      }
      let after = try await wire.send(
        "GET",
        "/api/\(ada.user)/tasks",
        ["Authorization": "Bearer \(ada.jwt)"]
      )
      #expect(after.body == before.body, "nothing of Ada's has changed")
    }
  }

  @Test func `may choose the same id, and each has a task of their own`() async throws {
    try await withTwo { ada, grace, server in
      let wire = try Wire(server.address)
      let answer = try await wire.send(
        "PUT",
        "/api/\(grace.user)/tasks/\(ada.task)",
        ["Authorization": "Bearer \(grace.jwt)", "If-None-Match": "*"],
        json: #"{"title":"Same id"}"#
      )
      #expect(answer.status == 201, "\(answer.body)")
      #expect(try await grace.home.titles().sorted() == ["Same id", "grace's own"])
      #expect(try await ada.home.titles() == ["ada's own"])
    }
  }

  @Test func `a token forged from the other's does not work`() async throws {
    try await withTwo { ada, grace, server in
      let wire = try Wire(server.address)
      let parts = grace.jwt.split(separator: ".").map(String.init)
      let stolen = ada.jwt.split(separator: ".").map(String.init)
      for token in [
        [parts[0], stolen[1], parts[2]].joined(separator: "."),
        [parts[0], stolen[1], ""].joined(separator: "."),
        String(ada.jwt.dropLast(4)) + "AAAA",
      ] {
        let answer = try await wire.send(
          "GET",
          "/api/\(ada.user)/tasks",
          ["Authorization": "Bearer \(token)"]
        )
        #expect(answer.status == 401)
      }
    }
  }
}
