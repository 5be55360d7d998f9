import Foundation
import Testing

/// Where stdin, stdout and stderr are not what a person has.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | stdin a pipe, a terminal besides | the screen, with keys from `/dev/tty` | 0 |
/// | no terminal at all | the reason and the help on stderr | 64 |
/// | stdout a pipe | the same | 64 |
/// | stdout `/dev/full`, or closed | the reason on stderr | 74 |
/// | stdin or stderr closed | a command works; its files get no standard number | 0 |
/// | in the background (`&`) | stopped until it is brought to the front | 0 |
/// | the hang-up ignored, the terminal gone | ends by itself, without a busy loop | 0 |
/// | `nohup` | stdout is a file, as above | 64 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `Places of streams` {
  @Test(.enabled(if: Terminal.isHere))
  func `the screen takes its keys from the terminal where stdin is a pipe`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; echo q | todotui; echo $? > status")
        try await terminal.wait("No tasks yet")
        try await terminal.type("aTyped\r\u{1b}")
        try await terminal.wait("○ Typed")
        try await terminal.key("q")
        #expect(try await terminal.file("status") == "0")
      }
    }
  }

  @Test(arguments: [
    "setsid -w \"$todotui\" </dev/null", "\"$todotui\" | cat >&2; exit 64",
    "nohup \"$todotui\" </dev/null", "\"$todotui\" > file",
  ])
  func `without a terminal for it the screen is 64, with the help on stderr`(
    line: String
  ) async throws {
    try await withHome { home in
      let done = try await Place.shell("cd; \(line)", home.environment)
      #expect(done.status == 64, "\(done.errors)")
      #expect(done.output.isEmpty)
      #expect(done.errors.contains("needs a terminal on stdout, and one on stdin or as /dev/tty"))
      #expect(done.errors.contains("SUBCOMMANDS:"))
    }
  }

  @Test func `output that cannot be written is 74`() async throws {
    try await withSignedInHome { home in
      try await home.must("add", "One")
      for line in ["list > /dev/full", "list >&-", "list --json >&- <&-"] {
        let done = try await Place.shell("\"$todotui\" \(line)", home.environment)
        #expect(done.status == 74, "\(line): \(done.errors)")
        #expect(done.errors.hasPrefix("todotui: stdout cannot be written: "), "\(done.errors)")
      }
      let silent = try await Place.shell("\"$todotui\" list <&- >&- 2>&-", home.environment)
      #expect(silent.status == 74 && silent.errors.isEmpty)
    }
  }

  @Test func `closed descriptors are given to no file of ours`() async throws {
    try await withSignedInHome { home in
      // What goes wrong is written to stderr; with its number a database would be written over.
      let line = """
        "$todotui" add Kept 2>&- <&-; "$todotui" done nothing 2>&-; echo $?; "$todotui" local stop \
        2>&-; "$todotui" list 2>&-
        """
      let done = try await Place.shell(line, home.environment)
      #expect(done.status == 0, "\(done.errors)")
      #expect(done.output == "Added: Kept\n5\n1  ○ Kept\n")
      let damaged = files(below: home.folder).filter { file in
        let text = (try? Data(contentsOf: file)).map { String(decoding: $0, as: UTF8.self) }
        return text?.contains("No task matches") ?? false
      }
      #expect(damaged.isEmpty)
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `in the background the screen waits to be brought to the front`() async throws {
    try await withSignedInHome { home in
      try await withTerminal(home) { terminal in
        try await terminal.command("cd; set -m; todotui & sleep 0; echo started")
        let pid = try await terminal.process()
        #expect(
          await eventually { ProcessTable.status(pid, "State")?.hasPrefix("T") ?? false },
          "stopped by SIGTTOU as any program"
        )
        #expect(try await terminal.fact("alternate_on") == "0")
        try await terminal.command("fg; echo $? > status")
        try await terminal.wait("No tasks yet")
        try await terminal.key("q")
        #expect(try await terminal.file("status") == "0")
      }
    }
  }

  @Test(.enabled(if: Terminal.isHere))
  func `the screen ends when its terminal goes, also where nobody may hang it up`() async throws {
    try await withSignedInHome { home in
      var pid: Int32 = 0
      try await withTerminal(home) { terminal in
        try await terminal.command("trap '' HUP; todotui")
        try await terminal.wait("No tasks yet")
        pid = try await terminal.process()
        let ignored = ProcessTable.status(pid, "SigIgn").flatMap { UInt64($0, radix: 16) } ?? 0
        #expect(ignored & 1 == 1, "SIGHUP is ignored")
      }
      #expect(await eventually { !ProcessTable.isAlive(pid) })
    }
  }
}
