import Foundation

/// A real terminal: a tmux server of its own with one pane and a plain shell in it.
///
/// The shell has no line editor that would repair the terminal behind a program's back.
struct Terminal {
  static let isHere = Programs.have("tmux", "pgrep", "sh", "stty")
  static let prompt = "ready>"

  private let home: Home
  private let socket: String

  init(home: Home, columns: Int = 80, rows: Int = 24) async throws {
    self.home = home
    socket = home.folder.appending(path: "tmux").path
    try await tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-c",
      home.folder.path,
      "-x",
      String(columns),
      "-y",
      String(rows),
      "env PS1='\(Terminal.prompt) ' /bin/sh -i"
    )
    try await wait(Terminal.prompt)
  }

  @discardableResult
  private func tmux(_ arguments: String...) async throws -> String {
    let done = try await run(
      "/usr/bin/tmux",
      ["-u", "-S", socket] + arguments,
      environment: home.environment
    )
    guard done.status == 0 else {
      throw Trouble("tmux \(arguments.joined(separator: " ")): \(done.errors)")
    }
    return done.output
  }

  /// Types text as it is, in one go; `\r` is Enter, `\u{1b}` Escape.
  func type(_ text: String) async throws { try await tmux("send-keys", "-l", "--", text) }

  /// Presses keys by tmux's names.
  func key(_ names: String...) async throws {
    for name in names { try await tmux("send-keys", name) }
  }

  /// Types a shell line.
  func command(_ line: String) async throws { try await type(line + "\r") }

  /// Pastes as a terminal does: between marks where the program asked for them.
  func paste(_ text: String) async throws {
    try await tmux("set-buffer", "--", text)
    try await tmux("paste-buffer", "-p")
  }

  /// What the pane shows.
  func picture() async throws -> String { try await tmux("capture-pane", "-p") }

  /// Waits until every text is shown.
  func wait(_ texts: String..., line: Int = #line) async throws {
    let isShown = try await eventually {
      let picture = try await picture()
      return texts.allSatisfy(picture.contains)
    }
    if !isShown {
      throw Trouble("line \(line): \(texts) did not appear; shown was:\n\(try await picture())")
    }
  }

  /// Waits until text is shown no more.
  func waitGone(_ text: String, line: Int = #line) async throws {
    if try await !eventually({ try await !picture().contains(text) }) {
      throw Trouble("line \(line): “\(text)” did not go; shown was:\n\(try await picture())")
    }
  }

  /// A fact tmux knows of the pane, such as `alternate_on`.
  func fact(_ name: String) async throws -> String {
    try await tmux("display-message", "-p", "#{\(name)}").trimmingCharacters(in: .newlines)
  }

  func resize(columns: Int, rows: Int) async throws {
    try await tmux("resize-window", "-x", String(columns), "-y", String(rows))
  }

  /// The program that the shell started, by its name; waits for it.
  func process(_ name: String = "todotui") async throws -> Int32 {
    let shell = try await fact("pane_pid")
    var found: Int32?
    _ = try await eventually {
      let line = try await run(
        "/usr/bin/pgrep",
        ["-P", shell, "-x", name],
        environment: home.environment
      )
      found = Int32(line.output.trimmingCharacters(in: .whitespacesAndNewlines))
      return found != nil
    }
    guard let found else { throw Trouble("\(name) does not run; \(try await picture())") }
    return found
  }

  /// Waits until the shell runs nothing: a program that has left the screen may still have work.
  func waitForShell(line: Int = #line) async throws {
    let shell = try await fact("pane_pid")
    let isAlone = try await eventually {
      try await run("/usr/bin/pgrep", ["-P", shell], environment: home.environment).status == 1
    }
    if !isAlone { throw Trouble("line \(line): a program still runs; \(try await picture())") }
  }

  /// Waits until a file the shell writes in the home is there, and reads it.
  func file(_ name: String) async throws -> String {
    let url = home.folder.appending(path: name)
    var text = ""
    let isThere = await eventually {
      text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
      return text.hasSuffix("\n")
    }
    if !isThere { throw Trouble("\(name) was not written; \(try await picture())") }
    return text.trimmingCharacters(in: .newlines)
  }

  func end() async { _ = try? await tmux("kill-server") }
}

/// Lends a terminal to a test.
func withTerminal<R>(
  _ home: Home,
  columns: Int = 80,
  rows: Int = 24,
  _ body: (Terminal) async throws -> R
) async throws -> R {
  let terminal = try await Terminal(home: home, columns: columns, rows: rows)
  do {
    let result = try await body(terminal)
    await terminal.end()
    return result
  } catch {
    await terminal.end()
    throw error
  }
}
