import Foundation
import Testing

/// Backends as they are met in the wild, served for real; the client is told nothing but addresses.
@Suite(.timeLimit(.minutes(10)), .takingTurns)
struct `A task backend of its own dialect` {
  /// They sign people in themselves, each in another way.
  static let own = ["toggle-plain", "slash-form", "v1-items-camel", "v1-user-data", "users-toggle"]
  /// They take the JWTs of a Better Auth elsewhere.
  static let trusting = [
    "canonical", "tasks-envelope", "todos", "root-undeclared", "v1-todos-status", "status-upper",
    "status-route", "mixed-case", "required-fields", "user-in-body", "put-replace", "put-required",
    "complete-required", "toggle-object", "null-ignored", "two-collections",
  ]
  /// Their description is not true, and the work is done all the same.
  static let lying = ["lie-complete-toggles", "lie-paging-ignored"]

  /// What the shapes keep besides title and description.
  static let fields: [String: Set<String>] = [
    "canonical": ["priority", "due", "tags"], "mixed-case": ["priority", "due", "tags"],
    "null-ignored": ["priority"], "put-replace": ["priority"],
    "required-fields": ["priority", "tags"], "slash-form": ["due"], "status-upper": ["priority"],
    "users-toggle": ["due"], "v1-items-camel": ["priority", "due"],
  ]

  private func place(
    _ shape: String,
    _ backend: ForeignServer,
    _ rack: ServerRack
  ) async throws -> [String] {
    if `A task backend of its own dialect`.own.contains(shape) {
      return ["--server", backend.address]
    }
    let auth = await rack.keep(try await TestServer(folder: rack.folder))
    return ["--server", backend.address, "--auth-url", auth.address + "/api/auth"]
  }

  @Test(arguments: own + trusting + lying)
  func `is found, listed whole, changed in every way, and toured`(shape: String) async throws {
    try await withServers { rack, home in
      let backend = await rack.keep(
        try await ForeignServer.dialect(shape, tasks: 250, in: rack.folder)
      )
      let place = try await place(shape, backend, rack)
      try await home.signUp("first@example.com", at: place)
      let titles = try await home.titles()
      #expect(titles.count == 250)
      #expect(Set(titles).count == 250)
      try await home.spendADay()
      let seen = backend.seen
      #expect(seen.count { $0.method == "POST" && !$0.path.contains("toggle") } <= 3)
      #expect(seen.count { $0.method == "DELETE" } == 1)
      #expect(seen.allSatisfy { $0.cookies.isEmpty })
      let refused = seen.filter { ($0.status ?? 0) >= 400 && !$0.path.hasSuffix("openapi.json") }
      #expect(refused.filter { $0.path != "/api/auth/ok" }.isEmpty, "\(refused)")
      try await home.addWithFields(kept: Self.fields[shape] ?? [])
      try await home.signUp("second@example.com", at: place)
      try await home.playTour(place, email: "second@example.com")
    }
  }

  @Test func `that never completes a task says so, and keeps nothing up`() async throws {
    try await withServers { rack, home in
      let shape = "lie-update-ignores-done"
      let backend = await rack.keep(
        try await ForeignServer.dialect(shape, tasks: 3, in: rack.folder)
      )
      try await home.signUp("a@example.com", at: try await place(shape, backend, rack))
      let done = try await home.todotui("done", "Task 002")
      #expect(done.status == 1)
      #expect(done.errors.contains("said yes but kept the task open"), "\(done.errors)")
      try await home.must("add", "Something else")
      #expect(try await home.titles().contains("Something else"))
    }
  }

  @Test(arguments: [
    ("team-only", "path", "/api/teams/7/tasks"), ("list-required", "create_defaults", "list_id"),
  ])
  func `that needs what only a person knows says which line to write, and then works`(
    shape: String,
    key: String,
    part: String
  ) async throws {
    try await withServers { rack, home in
      let backend = await rack.keep(
        try await ForeignServer.dialect(shape, tasks: 3, in: rack.folder)
      )
      try await home.signUp("a@example.com", at: try await place(shape, backend, rack))
      let asked = try await home.todotui("backend", "show")
      #expect(asked.status == 78)
      #expect(asked.errors.contains("\(key) = ") && asked.errors.contains(part), "\(asked.errors)")
      #expect(try await home.todotui("doctor").status == 78)
      let added = try await home.todotui("add", "Early")
      #expect(added.errors.contains(key), "\(added.errors)")
      let line = key == "path" ? "path = \"\(part)\"" : "create_defaults = '{\"list_id\":\"7\"}'"
      let folder = home.folder.appending(path: ".config/todotui")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("[profiles.w.backend]\n\(line)\n".utf8)
        .write(to: folder.appending(path: "config.toml"))
      try await home.must("sync")
      #expect(try await home.titles().contains("Early"))
      try await home.spendADay()
    }
  }

  @Test(arguments: ["status-404", "status-401", "html", "status-503"])
  func `is spoken to as before when its description is gone a day later`(
    trouble: String
  ) async throws {
    try await withServers { rack, home in
      let backend = await rack.keep(
        try await ForeignServer.dialect("tasks-envelope", tasks: 12, in: rack.folder)
      )
      let proxy = try await Proxy(folder: rack.folder, to: backend.address)
      let auth = await rack.keep(try await TestServer(folder: rack.folder))
      try await home.signUp(
        "a@example.com",
        at: ["--server", proxy.address, "--auth-url", auth.address + "/api/auth"]
      )
      try proxy.misbehave(trouble, on: "openapi.json")
      let user = try await home.credentials().user
      let mirror = home.data.appending(path: "w/\(user).sqlite").path
      let aged = try await run(
        "/usr/bin/python3",
        [
          "-c",
          "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
            + "db.execute('UPDATE mirror SET backend_read = backend_read - 90000000');"
            + "db.commit(); print(db.total_changes)", mirror,
        ],
        environment: [:]
      )
      #expect(aged.output == "1\n", "\(aged.errors)")
      let asked = proxy.count("GET /openapi.json")
      #expect(try await home.titles().count == 12)
      #expect(proxy.count("GET /openapi.json") > asked, "it was looked for again")
      try await home.spendADay()
      if trouble == "status-404" {
        let shown = try await home.must("backend", "show")
        #expect(shown.output.contains("path = \"/api/tasks\""), "\(shown.output)")
        #expect(shown.output.contains("no description any more"), "\(shown.output)")
      }
      await proxy.stop()
    }
  }

  @Test func `without a description is spoken to by the contract, where it was named`() async throws
  {
    try await withServers { rack, home in
      let backend = await rack.keep(
        try await ForeignServer.dialect("undescribed", tasks: 3, in: rack.folder)
      )
      let found = try await place("undescribed", backend, rack)
      let asked = try await home.todotui(
        ["auth", "login", "--email", "a@example.com", "--password-stdin"] + found,
        input: Home.password
      )
      #expect(asked.status == 78)
      #expect(asked.errors.contains("--api-url"), "\(asked.errors)")
      try await home.signUp("a@example.com", at: found.suffix(2) + ["--api-url", backend.address])
      try await home.spendADay()
    }
  }
}
