import Foundation
import Testing

/// A machine of one's own, as far as its network goes: a namespace with nothing but a loopback.
private enum OwnNetwork {
  /// How `unshare` makes one here; nil where it cannot, with the reason printed.
  static func command() async throws -> String? {
    guard Programs.have("unshare", "ip"), let ip = Programs.tool("ip") else { return nil }
    for options in ["-n", "-rn"] {
      let done = try await run(
        "/usr/bin/unshare",
        [options, ip, "link", "set", "lo", "up"],
        environment: [:]
      )
      if done.status == 0 { return "unshare \(options)" }
    }
    print("not tested here: no network namespace can be made")
    return nil
  }
}

@Suite(.timeLimit(.minutes(5)), .takingTurns, .enabled(if: Terminal.isHere))
struct `When the network comes back` {
  /// A server and a client on a loopback that is down once the client has its tasks; it is up again
  /// when the file `return` is there.
  private static func script(_ ip: String) -> String {
    """
    trap exit HUP TERM
    trap 'kill $server $switch 2> /dev/null' EXIT
    \(ip) link set lo up
    todo-server --port 0 --database server.sqlite --rate-limit off > server.out 2>&1 &
    server=$!
    until grep -q listening server.out; do kill -0 $server || exit 1; sleep 0.05; done
    echo '\(Home.password)' | todotui auth signup --email ada@example.com --name Ada \
      --password-stdin --server "$(sed -n 's/^listening on //p' server.out)"
    todotui --timeout 30s add Milk
    \(ip) link set lo down; \(ip) address flush dev lo
    (until test -e return; do sleep 0.05; done; \(ip) link set lo up) &
    switch=$!
    clear
    todotui
    """
  }

  @Test(.enabled { try await OwnNetwork.command() != nil })
  func `the screen looks for the server at once, without a key`() async throws {
    let unshare = try #require(try await OwnNetwork.command())
    let ip = try #require(Programs.tool("ip"))
    try await withHome { home in
      try Data(Self.script(ip).utf8).write(to: home.folder.appending(path: "place"))
      try await withTerminal(home) { terminal in
        try await terminal.command("\(unshare) sh place")
        try await terminal.wait("○ Milk", "offline")
        // After five attempts in vain the next one by itself is fifteen seconds away at least.
        for _ in 1...6 {
          let before = try attempts(home)
          try await terminal.key("R")
          let hasTried = try await eventually { try attempts(home) > before }
          #expect(hasTried)
        }
        try Data().write(to: home.folder.appending(path: "return"))
        var shown = ""
        let isBack = try await eventually(within: 10) {
          shown = try await terminal.picture()
          return shown.contains("synced")
        }
        #expect(isBack, "\(shown)")
        try await terminal.key("q")
        try await terminal.waitForShell()
      }
    }
  }

  /// How often the client asked in vain, by its log.
  private func attempts(_ home: Home) throws -> Int {
    let log = try String(contentsOf: home.state.appending(path: "todotui.log"), encoding: .utf8)
    return log.split(separator: "\n").count { $0.contains(" warning ") }
  }
}
