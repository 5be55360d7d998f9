import Testing

/// A screen of the program, and how a person gets there and back; the one place for both.
struct ScreenVisit: Sendable, CustomTestStringConvertible {
  var name: String
  /// Keys that lead to it from the list.
  var keys: String
  /// What only it shows, at any size from 40 by 12 on.
  var shows: String
  /// Keys that lead back to the list.
  var back = "\u{1b}"
  /// Whether it is what a home without an account shows at once.
  var isSignedOut = false

  var testDescription: String { name }

  /// What the list shows of a home with tasks, whatever else is shown.
  static let listShows = "All "

  static let help = ScreenVisit(name: "help", keys: "?", shows: "complete or reopen")

  static let all = [
    ScreenVisit(name: "the list", keys: "", shows: listShows, back: ""),
    ScreenVisit(name: "adding", keys: "a", shows: "Enter add"),
    ScreenVisit(name: "editing a line", keys: "e", shows: "Enter save"),
    ScreenVisit(name: "the filter", keys: "/", shows: " of "),
    ScreenVisit(name: "details", keys: "\r", shows: "State", back: "\r"),
    ScreenVisit(name: "the description editor", keys: "E", shows: "Enter save"),
    ScreenVisit(name: "a question", keys: "L", shows: "y yes"),
    ScreenVisit(name: "the command line", keys: ":", shows: "Enter run"),
    ScreenVisit(name: "messages", keys: "M", shows: "Messages"),
    ScreenVisit(name: "profiles", keys: "P", shows: "Profiles"),
    ScreenVisit(name: "a count", keys: "12", shows: "never mind"),
    ScreenVisit(name: "the sort prefix", keys: "s", shows: "never mind"),
    ScreenVisit(name: "marks", keys: "v", shows: "unmark"),
    help,
    ScreenVisit(name: "the sign-in form", keys: "", shows: "Password", isSignedOut: true),
  ]

  /// Those that a signed-in home has.
  static let signedIn = all.filter { !$0.isSignedOut }

  /// Starts the program in a shell whose screen shows nothing of an earlier run, and goes there.
  ///
  /// Nor does the program know how its screen was: keys for what is shown already would be left to
  /// the shell by a signal that comes before they are read.
  var start: [Step] {
    [
      .type("rm -f \"${XDG_STATE_HOME:-$HOME/.local/state}\"/todotui/*.screen; clear\r"),
      .hear("ready>"), .settle(milliseconds: 20), .type("todotui\r"),
      .wait(isSignedOut ? shows : Self.listShows),
    ] + go
  }

  /// Goes there from the list.
  var go: [Step] { [.type(keys), .wait(shows)] }

  /// Goes back to the list.
  var leave: [Step] {
    back.isEmpty || isSignedOut ? [] : [.type(back), .gone(shows), .wait(Self.listShows)]
  }

  /// Goes there and back whatever is shown, for texts that may push its mark out of sight.
  var pass: [Step] {
    [.type(keys), .settle(milliseconds: 20), .type(back), .settle(milliseconds: 40)]
  }

  /// Lends a home that shows this screen.
  func withItsHome<R>(_ body: (Home) async throws -> R) async throws -> R {
    if isSignedOut { return try await withHome { try await body($0) } }
    return try await withSignedInHome { home in
      try await home.must(["add", "-"], input: "First\nSecond 日本語 📬\nThird\n")
      return try await body(home)
    }
  }
}

extension Home {
  /// Every task of the mirror, as one text that changes when any of them does.
  func offlineTasks() async throws -> String {
    try await must("list", "--all", "--offline", "--plain").output
  }
}
