package import ArgumentParser

/// Options that every command takes, before or after its name.
package struct GlobalOptions: ParsableArguments {
  @Option(help: "Which account and server; each profile has its own vault and mirror.")
  package var profile: String?

  @Option(help: "One address, from which auth and tasks are found, or \"local\".")
  package var server: String?

  @Option(name: .customLong("auth-url"), help: "The full Better Auth base, https://x/api/auth.")
  package var authURL: String?

  @Option(name: .customLong("api-url"), help: "What task paths are appended to.")
  package var apiURL: String?

  @Flag(name: .customLong("json"), help: "Results and errors as JSON.")
  package var isJSON = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No notes on stderr.")
  package var isQuiet = false

  @Flag(name: [.customShort("v"), .customLong("verbose")], help: "Write every step to the log.")
  package var isVerbose = false

  @Flag(help: "Never prompt; a needed prompt is exit 2.")
  package var noInput = false

  @Flag(
    name: .customLong("accessible"),
    help: "The whole client as plain lines, for screen readers, dumb terminals and pipes."
  )
  package var isAccessible = false

  @Option(
    help: "How long one request may take: 30s, 2m; and how long list and changes wait, else 0.8 s."
  )
  package var timeout: String?

  package init() {}

  /// What they say of the settings.
  var choices: Choices {
    Choices(
      profile: profile,
      server: server,
      authURL: authURL,
      apiURL: apiURL,
      timeout: timeout,
      noInput: noInput,
      isVerbose: isVerbose
    )
  }

  /// The options above by spelling, and whether a value follows.
  static let spellings: [String: Bool] = [
    "--profile": true, "--server": true, "--auth-url": true, "--api-url": true, "--timeout": true,
    "--json": false, "-q": false, "--quiet": false, "-v": false, "--verbose": false,
    "--no-input": false, "--accessible": false,
  ]

  /// Moves global options that stand before the command behind it, where the parser takes them.
  ///
  /// - Parameter arguments: as typed, without the program's name.
  /// - Returns: the same words; `--` and everything after it stay last.
  package static func hoisted(_ arguments: [String]) -> [String] {
    var moved: [String] = []
    var rest = arguments[...]
    while let word = rest.first, word.hasPrefix("-") {
      let name = String(word.prefix { $0 != "=" })
      let isCluster =
        !word.hasPrefix("--") && word.count > 2 && word.dropFirst().allSatisfy("qv".contains)
      guard let takesValue = isCluster ? false : spellings[name] else { return arguments }
      moved.append(rest.removeFirst())
      if takesValue, !word.contains("="), let value = rest.popFirst() { moved.append(value) }
    }
    guard !rest.isEmpty else { return arguments }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return rest[..<end] + moved + rest[end...]
  }
}

/// The option that every command takes which changes tasks.
struct WriteOptions: ParsableArguments {
  @Flag(
    name: .customLong("require-online"),
    help: "Queue nothing: what cannot be sent now is not changed, exit 69."
  )
  var requiresOnline = false
}
