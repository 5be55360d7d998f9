import APIClient
import Testing
import TodoTUI

@Suite struct `What is kept about a backend` {
  private func note(_ dialect: Dialect) -> BackendNote {
    BackendNote(Derivation(dialect: dialect, notes: []), from: "http://x.example/api")
  }

  @Test func `comes back from its text, with what is needed and where it was said`() throws {
    let open = Derivation.Note(.needed, .createDefaults, "It wants list_id = 7.")
    let kept = BackendNote(Derivation(dialect: .canonical, notes: [open]), from: "http://x.example")
    #expect(BackendNote(text: kept.text) == kept)
    #expect(
      kept.overridden(by: [DialectLine(key: .createDefaults, value: "{}")]).text.contains("!")
        == false
    )
  }

  @Test func `of an older version is used, and not whole`() throws {
    let text = note(.canonical).text
    let older = try #require(BackendNote(text: text.replacing("validators = no\n", with: "")))
    #expect(older.dialect == .canonical)
    #expect(!older.isWhole && BackendNote(text: text)?.isWhole == true)
  }

  @Test func `takes what was learned, and leaves what a person wrote in the configuration`() throws
  {
    var described = Dialect.canonical
    described.clientChosenIDs = true
    described.changes = true
    let written = [DialectLine(key: .path, value: "/api/teams/7/tasks")]
    let spoken = note(described).overridden(by: written).dialect
    var learned = spoken
    learned.collection += "/"
    learned.clientChosenIDs = false
    learned.changes = false
    let taught = note(described).taught(learned, insteadOf: spoken)
    #expect(taught.dialect.collection == "/api/{user}/tasks")
    #expect(taught.dialect.item == "/api/{user}/tasks/{id}")
    #expect(!taught.dialect.clientChosenIDs && !taught.dialect.changes)
    var slashed = described
    slashed.collection += "/"
    #expect(note(described).taught(slashed, insteadOf: described).dialect == slashed)
  }
}

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
