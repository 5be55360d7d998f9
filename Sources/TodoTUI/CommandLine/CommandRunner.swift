import ArgumentParser
import TodoUI

/// Runs a line of the headless grammar inside the program, through the same parser.
///
/// The commands work with the account that is on screen. Nobody can be asked and nothing is read from
/// stdin, which is the keyboard.
struct CommandRunner: Sendable {
  let workspace: Workspace
  /// nil for nobody.
  let account: OpenAccount?

  /// Whether the present task runs a line typed on the screen.
  @TaskLocal static var isRunning = false

  /// Runs a line.
  ///
  /// - Parameter line: as typed, without the program's name.
  /// - Returns: what it printed and whether it worked.
  @concurrent func run(_ line: String) async -> CommandResult {
    let words: [String]
    do throws(CommandWords.SplitError) {
      words = try CommandWords.split(line)
    } catch {
      return CommandResult(failure: error.sentence)
    }
    return await run(words.first == "todotui" ? Array(words.dropFirst()) : words)
  }

  private func run(_ words: [String]) async -> CommandResult {
    if words.isEmpty { return CommandResult() }
    if words == ["help", "keys"] {
      var ignored: [String] = []
      let keymap = Keymap(workspace.settings.file.keys, complaints: &ignored)
      return CommandResult(lines: KeyTableText(keymap).lines)
    }
    let arguments = GlobalOptions.hoisted(words)
    let command: any Command
    do {
      var parsed = try Root.parseAsRoot(arguments)
      guard let ours = parsed as? any Command else {
        // `help`, or a group without a command behind it: running them throws their help.
        try parsed.run()
        return CommandResult()
      }
      command = ours
    } catch {
      return CommandRunner.told(error, arguments)
    }
    let sink = CommandSink()
    let options = command.global
    let output = Output(isJSON: options.isJSON, isQuiet: options.isQuiet, sink: sink)
    do throws(Failure) {
      try allow(command)
      try await perform(command, output)
    } catch {
      output.fail(error)
    }
    return sink.result
  }

  private func perform(_ command: any Command, _ output: Output) async throws(Failure) {
    var settings = workspace.settings
    settings.noInput = true
    let context = Context(
      settings: settings,
      output: output,
      workspace: workspace,
      opened: account
    )
    let ended: Result<Void, Failure> = await CommandRunner.$isRunning.withValue(true) {
      do throws(Failure) {
        try await command.run(in: context)
        return .success(())
      } catch {
        return .failure(error)
      }
    }
    try ended.get()
  }

  /// Refuses what needs the terminal, or would change who is on screen behind its back.
  private func allow(_ command: any Command) throws(Failure) {
    let options = command.global
    if options.server != nil || options.authURL != nil || options.apiURL != nil
      || options.profile.map({ $0 != workspace.settings.profile }) == true
    {
      throw Failure(.usage, "usage", "The command line works for the profile on screen alone.")
    }
    let name = type(of: command)._commandName
    guard let key = CommandRunner.refused[name] else { return }
    throw Failure(.usage, "usage", "\(name) works in a shell, not on the screen\(key).")
  }

  /// The commands that are refused, with what to do instead.
  static let refused = [
    "screen": "", "ui": "", "demo": "", "completion": "", "login": ": use the sign-in form",
    "signup": ": use the sign-in form", "logout": ": press L", "reset-local": "", "token": "",
    "watch": "", "stop": "",
  ]

  /// Help is an answer; everything else is a slip, said in one sentence.
  private static func told(_ error: any Error, _ arguments: [String]) -> CommandResult {
    if Root.exitCode(for: error) == .success {
      let text = Root.fullMessage(for: error)
      return CommandResult(
        lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      )
    }
    if let word = arguments.first, !word.hasPrefix("-"), !Root.commandNames.contains(word) {
      return CommandResult(failure: "There is no command \(word).")
    }
    return CommandResult(failure: Root.message(for: error))
  }
}
