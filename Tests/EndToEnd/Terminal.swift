import Foundation

/// A real terminal: a tmux server of its own with one pane and a shell in it.
struct Terminal {
  private let socket: String
  private let environment: [String: String]

  init(home: Home, columns: Int = 80, rows: Int = 24) async throws {
    socket = home.folder.appending(path: "tmux").path
    environment = home.environment
    try await tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", String(columns), "-y", String(rows),
      "bash --norc --noprofile"
    )
    try await tmux("set-option", "-g", "default-terminal", "screen-256color")
    try await type("PS1='$ '")
    try await key("Enter")
  }

  @discardableResult
  private func tmux(_ arguments: String...) async throws -> String {
    try await run("/usr/bin/tmux", ["-S", socket] + arguments, environment: environment).output
  }

  /// Types text as it is.
  func type(_ text: String) async throws { try await tmux("send-keys", "-l", text) }

  /// Presses keys by tmux's names.
  func key(_ names: String...) async throws {
    for name in names { try await tmux("send-keys", name) }
  }

  /// Types a shell line.
  func command(_ line: String) async throws {
    try await type(line)
    try await key("Enter")
  }

  /// What the pane shows.
  func picture() async throws -> String { try await tmux("capture-pane", "-p") }

  /// Waits until text is shown.
  func wait(_ text: String) async throws {
    if try await !eventually({ try await picture().contains(text) }) {
      throw Trouble("“\(text)” did not appear; shown was:\n\(try await picture())")
    }
  }

  /// Waits until text is shown no more.
  func waitGone(_ text: String) async throws {
    if try await !eventually({ try await !picture().contains(text) }) {
      throw Trouble("“\(text)” did not go; shown was:\n\(try await picture())")
    }
  }

  /// Whether the pane is in the alternate screen.
  func isAlternate() async throws -> Bool {
    try await tmux("display-message", "-p", "#{alternate_on}").hasPrefix("1")
  }

  func resize(columns: Int, rows: Int) async throws {
    try await tmux("resize-window", "-x", String(columns), "-y", String(rows))
  }

  /// The process in the pane's foreground, by name.
  func process(_ name: String) async throws -> Int32? {
    let shell = try await tmux("display-message", "-p", "#{pane_pid}")
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let found = try await run(
      "/usr/bin/pgrep",
      ["-P", shell, "-x", name],
      environment: environment
    )
    return Int32(found.output.trimmingCharacters(in: .whitespacesAndNewlines))
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
