import Foundation
import Testing

/// `E` hands a description to the person's own editor, and takes the terminal again whatever it does.
@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `The person's editor` {
  /// A home whose editor is a shell script.
  private func withEditor(
    _ script: String?,
    variable: String = "EDITOR",
    arguments: String = "",
    _ body: (Home, Terminal) async throws -> Void
  ) async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Water the plants", "--description", "twice a week")
      let editor = home.folder.appending(path: "editor")
      if let script {
        try Data("#!/bin/sh\n\(script)\n".utf8).write(to: editor)
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755],
          ofItemAtPath: editor.path
        )
      }
      try await withTerminal(home) { terminal in
        let choice = "\(variable)='\(editor.path)\(arguments)'"
        try await terminal.command("clear; \(choice) TODOTUI_EMAIL=x@y.z todotui")
        try await terminal.wait("Water the plants", "synced")
        try await terminal.type("E")
        try await body(home, terminal)
        try await terminal.key("q")
        try await terminal.waitForShell()
        try await terminal.command("stty -a > modes; tput cols >/dev/null; echo done > ended")
        _ = try await terminal.file("ended")
        #expect(try await terminal.file("modes").contains(/(^| )echo/))
        #expect(try await terminal.fact("alternate_on") == "0")
      }
      let left = try FileManager.default.subpathsOfDirectory(atPath: home.folder.path)
      #expect(!left.contains { $0.contains("edit-") })
    }
  }

  private func description(_ home: Home) async throws -> String? {
    try await home.tasks().first?["description"] as? String
  }

  @Test func `gets the text in a private file named after the task, and what it saved is kept`()
    async throws
  {
    try await withEditor(
      """
      stat -c '%a %n' "$1" > seen; stat -c '%a' "$(dirname "$1")" >> seen
      cat "$1" >> seen; env | grep -c TODOTUI_ >> seen; ps -o stat= -p $$ >> seen
      echo "three times a week" > "$1"
      """
    ) { home, terminal in
      try await terminal.wait("Water the plants", "synced")
      #expect(try await eventually { try await description(home) == "three times a week" })
      let seen = try await terminal.file("seen").split(separator: "\n").map(String.init)
      #expect(seen.count == 5, "\(seen)")
      #expect(seen[0].hasPrefix("600 ") && seen[0].hasSuffix("/water-the-plants.md"), "\(seen)")
      #expect(seen[1] == "700" && seen[2] == "twice a week" && seen[3] == "0", "\(seen)")
      // In the foreground of the terminal, as a process group of its own.
      #expect(seen[4].contains("+"), "\(seen)")
    }
  }

  @Test
  func `that is killed, and leaves raw keys and a mess, gives the terminal and the text back`()
    async throws
  {
    try await withEditor(
      #"""
      echo "half of it" > "$1"; stty raw -echo; printf '\033[?1049h\033[?1003h\033[31mMESS'
      kill -KILL $$
      """#
    ) { home, terminal in
      try await terminal.wait("half of it", "signal 9")
      try await terminal.waitGone("MESS")
      try await terminal.key("Escape")
      try await terminal.wait("Water the plants")
    }
  }

  @Test func `may have arguments of its own`() async throws {
    try await withEditor(
      #"[ "$1 $2" = "--wait two words" ] && echo "edited" > "$3""#,
      variable: "EDITOR=false VISUAL",
      arguments: " --wait \"two words\""
    ) { home, terminal in
      try await terminal.wait("Water the plants", "synced")
      #expect(try await eventually { try await description(home) == "edited" })
    }
  }

  @Test func `that leaves more than a description may have has it edited here`() async throws {
    try await withEditor("head -c 70000 /dev/zero | tr '\\0' x > \"$1\"") { home, terminal in
      try await terminal.wait("xxxx", "too long")
      #expect(try await description(home) == "twice a week")
      try await terminal.key("Escape")
      try await terminal.wait("Water the plants")
    }
  }

  @Test func `that ends with a failure, or is not there, leaves the text to be edited here`()
    async throws
  {
    try await withEditor("exit 3") { _, terminal in
      try await terminal.wait("status 3", "twice a week")
      try await terminal.key("Escape")
    }
    try await withEditor(nil) { _, terminal in
      try await terminal.wait("was not found", "twice a week")
      try await terminal.key("Escape")
    }
  }

  @Test
  func `has the keys to itself, and the program is idle meanwhile, also when it is continued`()
    async throws
  {
    try await withEditor(
      #"""
      mkfifo go; printf 'EDITING\r\n'; : < go; IFS= read -r line; echo "$line" > "$1"
      """#
    ) { home, terminal in
      try await terminal.wait("EDITING")
      let pid = try await terminal.process()
      let before = try #require(ProcessTable.processorSeconds(pid))
      // Read by nobody until the editor goes on.
      try await terminal.type("qdd typed while it slept")
      for _ in 1...5 { kill(pid, SIGCONT) }
      var wakeUps = -1
      let rests = await eventually {
        defer { wakeUps = ProcessTable.wakeUps(pid) }
        return wakeUps == ProcessTable.wakeUps(pid)
      }
      #expect(rests)
      #expect(try await terminal.fact("alternate_on") == "0")
      #expect(try await terminal.picture().contains("EDITING"))
      let after = try #require(ProcessTable.processorSeconds(pid))
      #expect(after - before < 0.2)
      try Data().write(to: home.folder.appending(path: "go"))
      try await terminal.type("\r")
      try await terminal.wait("Water the plants", "Open 1")
      #expect(try await eventually { try await description(home) == "qdd typed while it slept" })
    }
  }

  @Test func `that is stopped stops the program with it, and both go on together`() async throws {
    try await withEditor(
      #"""
      echo "before the stop" > "$1"; printf 'EDITING\r\n'; kill -TSTP 0
      echo "behind the stop" > "$1"
      """#
    ) { home, terminal in
      try await terminal.wait("EDITING", Terminal.prompt)
      try await terminal.command("fg")
      try await terminal.wait("Water the plants", "Open 1")
      #expect(try await eventually { try await description(home) == "behind the stop" })
    }
  }

  @Test(arguments: [(SIGTERM, "143"), (SIGHUP, "129"), (SIGSEGV, "139")])
  func `ends with the program, and what was typed is kept and named at the next start`(
    number: Int32,
    status: String
  ) async throws {
    try await withSignedInHome { home in
      try await home.must("add", "Water the plants")
      let editor = home.folder.appending(path: "editor")
      let script = """
        #!/bin/sh
        echo "half of it" > "$1"; echo $$ > "$HOME/editing"; while :; do sleep 9; done
        """
      try Data(script.utf8).write(to: editor)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor.path)
      try await withTerminal(home, columns: 200) { terminal in
        try await terminal.command("cd; EDITOR=\(editor.path) todotui; echo $? > status")
        try await terminal.wait("Water the plants", "synced")
        let pid = try await terminal.process()
        try await terminal.type("E")
        let child = try #require(Int32(try await terminal.file("editing")))
        kill(pid, number)
        #expect(try await terminal.file("status") == status)
        #expect(await eventually { !ProcessTable.isAlive(child) })
        #expect(try await terminal.fact("alternate_on") == "0")
        try await terminal.command("clear; todotui")
        try await terminal.wait("Water the plants", "A text that was being edited is kept in")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
      let all = try FileManager.default.subpathsOfDirectory(atPath: home.state.path)
      let kept = all.filter { $0.hasPrefix("edit-") && $0.hasSuffix("/water-the-plants.md") }
      #expect(kept.count == 1, "\(all)")
      for path in kept {
        let file = home.state.appending(path: path)
        #expect(try String(contentsOf: file, encoding: .utf8) == "half of it\n")
      }
    }
  }

  @Test func `leaves nothing behind when the program ends before anything was typed`() async throws
  {
    try await withEditor("echo $$ > \"$HOME/editing\"; while :; do sleep 9; done") {
      home,
      terminal in
      let child = try #require(Int32(try await terminal.file("editing")))
      kill(try await terminal.process(), SIGTERM)
      try await terminal.waitForShell()
      #expect(!ProcessTable.isAlive(child))
      try await terminal.command("clear; todotui")
      try await terminal.wait("Water the plants", "synced")
    }
  }
}
