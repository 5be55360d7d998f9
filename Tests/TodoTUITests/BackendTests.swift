import APIClient
import Testing
import TodoTUI

@Suite struct `Lines about a backend in the configuration` {
  private func file(_ lines: String) throws -> ConfigurationFile {
    try ConfigurationFile(
      text: "[profiles.work]\nserver = \"https://x.example\"\n[profiles.work.backend]\n" + lines
    )
  }

  @Test func `are taken, a path before what lies behind it`() throws {
    let file = try file(
      """
      complete = "PATCH /api/teams/7/tasks/{id}/status set status"
      path = "/api/teams/7/tasks"
      done = "status open=todo done=done"
      """
    )
    #expect(file.complaints.isEmpty)
    let lines = try #require(file.profiles["work"]?.backend)
    #expect(lines.map(\.key) == [.path, .done, .complete])
    var dialect = Dialect.canonical
    for line in lines { try dialect.set(line) }
    #expect(dialect.item == "/api/teams/7/tasks/{id}")
    #expect(dialect.doneForm == .status(open: "todo", done: "done"))
    #expect(
      dialect.completion == [
        .set(method: .patch, path: "/api/teams/7/tasks/{id}/status", field: "status")
      ]
    )
  }

  @Test(arguments: [
    ("speed = \"3\"", "config.toml, line 4: unknown key speed in profiles.work.backend."),
    ("path = 7", "config.toml, line 4: path is not a string in quotes."),
    ("path = \"/api/{team}/tasks\"", "config.toml, line 4: "),
    ("paging = \"often\"", "config.toml, line 4: "),
    ("create_defaults = \"{\"", "config.toml, line 4: "),
  ])
  func `that say nothing usable are named with their line, and the rest works`(
    line: String,
    complaint: String
  ) throws {
    let file = try file(line + "\nid = \"integer\"\n")
    #expect(file.complaints.count == 1)
    #expect(file.complaints.first?.hasPrefix(complaint) == true, "\(file.complaints)")
    #expect(file.profiles["work"]?.backend == [DialectLine(key: .id, value: "integer")])
    #expect(file.profiles["work"]?.server == "https://x.example")
  }

  @Test func `that are no table are said to be none`() throws {
    let file = try ConfigurationFile(text: "[profiles.work]\nbackend = \"fast\"\n")
    #expect(file.complaints == ["config.toml, line 2: profiles.work.backend is not a table."])
  }
}
