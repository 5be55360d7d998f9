import ArgumentParser
import TodoUI

/// Runs a line of the headless grammar inside the program, through the same parser, with the account
/// that is open there.
struct CommandRunner: Sendable {
  /// Where lines are typed.
  enum Place: Sendable {
    /// The screen: nobody can be asked, and nothing is read from stdin, which is the keyboard.
    case screen
    /// The accessible client: a command asks and reads as in a shell.
    case conversation
  }

  let place: Place
  /// With the account that is open; output goes where it says.
  let context: Context

  /// Whether the present task runs a line typed on the screen.
  @TaskLocal static var isRunning = false

  /// Reads a line's words.
  ///
  /// - Parameter words: without the program's name, or with it.
  /// - Throws: ``Failure`` 64 for a slip, and for what has no place here.
  /// - Returns: the command; nil where there is none, or help, which is printed.
  func command(_ words: [String]) throws(Failure) -> (any Command)? {
    let words = words.first == "todotui" ? Array(words.dropFirst()) : words
    if words.isEmpty { return nil }
    if words == ["help", "keys"] {
      var ignored: [String] = []
      let keymap = Keymap(context.settings.file.keys, complaints: &ignored)
      for line in KeyTableText(keymap).lines { context.output.line(line) }
      return nil
    }
    let arguments = GlobalOptions.hoisted(words)
    do {
      var parsed = try Root.read(arguments)
      if let command = parsed as? any Command {
        try allow(command)
        return command
      }
      // `help`, or a group without a command behind it: running them throws their help.
      try parsed.run()
      return nil
    } catch let failure as Failure {
      throw failure
    } catch {
      // Help is an answer; everything else is a slip, said in one sentence.
      if Root.exitCode(for: error) == .success {
        context.output.raw(Root.fullMessage(for: error) + "\n")
        return nil
      }
      if let word = arguments.first, !word.hasPrefix("-"), !Root.commandNames.contains(word) {
        throw CommandRunner.refusal("There is no command \(word).")
      }
      throw CommandRunner.refusal(Root.sentence(about: error, in: arguments))
    }
  }

  /// Runs what ``command(_:)`` read.
  ///
  /// - Parameter command: the command.
  /// - Throws: ``Failure``, the command's own.
  func run(_ command: any Command) async throws(Failure) {
    var context = context
    context.output.isJSON = command.global.isJSON
    context.output.isQuiet = command.global.isQuiet
    let inner = context
    if place == .conversation { return try await command.run(in: inner) }
    let ended: Result<Void, Failure> = await CommandRunner.$isRunning.withValue(true) {
      do throws(Failure) {
        try await command.run(in: inner)
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
    let isElsewhere =
      options.server != nil || options.authURL != nil || options.apiURL != nil
      || options.profile.map { $0 != context.settings.profile } == true
    let name = type(of: command)._commandName
    switch place {
    case .screen:
      if isElsewhere {
        throw CommandRunner.refusal("The command line works for the profile on screen alone.")
      }
      if let key = CommandRunner.refused[name] {
        throw CommandRunner.refusal("\(name) works in a shell, not on the screen\(key).")
      }
    case .conversation:
      if isElsewhere {
        throw CommandRunner.refusal("Profile and addresses are chosen when todotui starts.")
      }
      if command is ScreenCommand || command is UICommand || command is DemoCommand {
        throw CommandRunner.refusal("That command is for outside of this conversation.")
      }
    }
  }

  /// The commands that the screen refuses, with what to do instead.
  static let refused = [
    "screen": "", "ui": "", "demo": "", "login": ": use the sign-in form",
    "signup": ": use the sign-in form", "logout": ": press L", "reset-local": "", "token": "",
    "stop": "",
  ]

  /// Without a hint: the help that it would name is not for here.
  private static func refusal(_ sentence: String) -> Failure {
    Failure(.usage, "usage", sentence)
  }
}

extension CommandRunner {
  /// Runs a line of the screen's command line.
  ///
  /// - Parameters:
  ///   - line: as typed.
  ///   - workspace: the profile on screen.
  ///   - account: who is on screen; nil for nobody.
  /// - Returns: what it printed and whether it worked.
  @concurrent static func run(
    _ line: String,
    in workspace: Workspace,
    as account: OpenAccount?
  ) async -> CommandResult {
    let words: [String]
    do throws(CommandWords.SplitError) {
      words = try CommandWords.split(line)
    } catch {
      return CommandResult(failure: error.sentence)
    }
    let sink = CommandSink()
    let output = Output(isJSON: false, isQuiet: false, sink: sink)
    var settings = workspace.settings
    settings.noInput = true
    let runner = CommandRunner(
      place: .screen,
      context: Context(
        settings: settings,
        output: output,
        workspace: workspace,
        opened: account
      )
    )
    do throws(Failure) {
      if let command = try runner.command(words) { try await runner.run(command) }
    } catch {
      output.fail(error)
    }
    return sink.result
  }
}
