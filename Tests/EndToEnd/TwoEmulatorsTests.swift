import Foundation
import Testing

/// The same bytes, read by two terminals that were written apart: tmux and pyte.
@Suite(
  .timeLimit(.minutes(5)),
  .takingTurns,
  .enabled(if: Window.isHere && Programs.have("tmux"))
)
struct `Two emulators` {
  static let sizes = [(rows: 12, columns: 40), (rows: 24, columns: 80), (rows: 50, columns: 200)]

  /// What tmux shows after the bytes; waits until it is the picture given, or for seconds in vain.
  private func picture(_ home: Home, _ bytes: URL, rows: Int, columns: Int, until wanted: String)
    async throws -> String
  {
    let socket = home.folder.appending(path: "t-" + bytes.lastPathComponent).path
    let settings = home.folder.appending(path: "tmux.conf")
    try Data("set -g status off\n".utf8).write(to: settings)
    func tmux(_ words: String...) async throws -> String {
      let done = try await run(
        "/usr/bin/tmux",
        ["-u", "-S", socket, "-f", settings.path] + words,
        environment: home.environment
      )
      return done.output
    }
    // Raw, so that the line discipline changes nothing of the bytes.
    let command = "stty raw -echo; cat '\(bytes.path)'; exec sleep 60"
    _ = try await tmux("new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", command)
    var shown = ""
    _ = try await eventually(within: 4) {
      shown = trimmed(try await tmux("capture-pane", "-p"))
      return shown == wanted
    }
    _ = try await tmux("kill-server")
    return shown
  }

  private func trimmed(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.replacing(/\ +$/, with: "") }
    return lines.joined(separator: "\n").replacing(/\n+$/, with: "")
  }

  private func compare(
    _ screens: [ScreenVisit],
    rows: Int,
    columns: Int,
    _ home: Home
  ) async throws {
    var steps: [Step] = []
    func file(_ number: Int) -> URL { home.folder.appending(path: "bytes-\(number)") }
    for (number, screen) in screens.enumerated() {
      steps += number == 0 ? screen.start : screen.go
      steps += [.settle(milliseconds: 80), .look(screen.name), .save(file(number))] + screen.leave
    }
    let looks = try await Window.play(home, rows: rows, columns: columns, steps)
    for (number, screen) in screens.enumerated() {
      let wanted = trimmed(try #require(looks[screen.name]?.text))
      #expect(wanted.contains(screen.shows))
      let shown = try await picture(
        home,
        file(number),
        rows: rows,
        columns: columns,
        until: wanted
      )
      #expect(shown == wanted, "\(screen.name) at \(columns)x\(rows)")
    }
  }

  @Test(arguments: sizes)
  func `show every screen of a list alike`(rows: Int, columns: Int) async throws {
    try await ScreenVisit.all[0].withItsHome { home in
      try await compare(ScreenVisit.signedIn, rows: rows, columns: columns, home)
    }
  }

  @Test(arguments: sizes)
  func `show the screens of a home without an account alike`(rows: Int, columns: Int) async throws {
    try await withHome { home in
      try await compare(
        ScreenVisit.all.filter(\.isSignedOut),
        rows: rows,
        columns: columns,
        home
      )
    }
  }
}
