import ArgumentParser
import CPosix
import Glibc
import TodoUI

/// The program: arguments in, one exit status out.
@main
struct Main {
  static func main() {
    umask(0o077)
    cposix_occupy_standard_descriptors()
    if getpid() == 1 {
      let status = unsafe cposix_run_as_first_process(CommandLine.unsafeArgv)
      // Without a child this process does the work, and only SIGKILL ends it.
      if status >= 0 { _exit(status) }
    }
    // Swift's crash report prints memory behind registers, and a core has all of it.
    _ = cposix_reset_crash_signals()
    _ = cposix_forbid_core_dumps()
    _ = cposix_forbid_inspection()
    // Rows are read on one thread and shown on another.
    cposix_share_heap()
    let environment = takeEnvironment()
    let arguments = GlobalOptions.hoisted(Array(CommandLine.arguments.dropFirst()))
    // Swift repairs what is no UTF-8, and a repaired title is not the one that was meant.
    let isIntact = !arguments.contains { $0.unicodeScalars.contains("\u{FFFD}") }
    Task { @MainLoop in
      let status = isIntact ? await run(arguments, environment) : refuseEncoding()
      // Not exit: what libraries clean up there, threads that still wait for a server are using.
      _exit(status.rawValue)
    }
    PollExecutor.shared.run()
  }

  private static func run(
    _ arguments: [String],
    _ environment: [String: String]
  ) async -> ExitStatus {
    // Nothing said is the screen. The parser would find that out in 3 of the 15 ms to the first frame.
    if arguments.isEmpty {
      var output = Output(isJSON: false, isQuiet: false)
      output.isStyled = Output.terminalTakesStyles
      return await run(ScreenCommand(), Choices(), output, environment) { context throws(Failure) in
        try await context.openScreenAndLeave()
      }
    }
    if arguments == ["help", "keys"] { return printKeys(environment) }
    let command: any Command
    do {
      var parsed = try Root.read(arguments)
      guard let ours = parsed as? any Command else {
        // `help`, or a group without a command behind it: running them throws their help.
        try parsed.run()
        return .ok
      }
      command = ours
    } catch {
      return tell(parsing: error, arguments)
    }
    let options = command.global
    var output = Output(isJSON: options.isJSON, isQuiet: options.isQuiet)
    output.isStyled = Output.terminalTakesStyles && !options.isAccessible
    return await run(command, options.choices, output, environment) { context throws(Failure) in
      try await command.run(in: context)
    }
  }

  /// Resolves the settings, does the work, and says how that failed.
  private static func run(
    _ command: any Command,
    _ choices: Choices,
    _ output: Output,
    _ environment: [String: String],
    work: (Context) async throws(Failure) -> Void
  ) async -> ExitStatus {
    var paths: Paths?
    do throws(Failure) {
      let isOnScreen = command is ScreenCommand || command is UICommand || command is DemoCommand
      let settings = try Settings(
        options: choices,
        environment: environment,
        isOnScreen: isOnScreen
      )
      paths = settings.paths
      if !isOnScreen { for complaint in settings.allComplaints { output.note(complaint) } }
      let context = Context(
        settings: settings,
        output: output,
        workspace: try Workspace(settings: settings, isTalking: command.isTalking)
      )
      do throws(Failure) {
        try await work(context)
      } catch {
        context.noteSurroundings(after: command)
        throw error
      }
      context.noteSurroundings(after: command)
      return .ok
    } catch {
      let failure = error.isAboutFiles ? paths?.unwritable() ?? error : error
      output.fail(failure)
      return failure.status
    }
  }

  /// `help keys`: the key table with the person's own keys in it.
  private static func printKeys(_ environment: [String: String]) -> ExitStatus {
    let output = Output(isJSON: false, isQuiet: false)
    do throws(Failure) {
      let settings = try Settings(
        options: Choices(),
        environment: environment,
        isOnScreen: false
      )
      for complaint in settings.allComplaints { output.note(complaint) }
      var named: [String] = []
      let keymap = Keymap(settings.file.keys, complaints: &named)
      for line in KeyTableText(keymap).lines { output.line(line) }
      return .ok
    } catch {
      output.fail(error)
      return error.status
    }
  }

  private static func refuseEncoding() -> ExitStatus {
    let failure = Failure.invalid("An argument is not UTF-8 text, or has U+FFFD in it.")
    Output(isJSON: false, isQuiet: false).fail(failure)
    return failure.status
  }

  /// Help and version are answers; everything else is a usage error.
  private static func tell(parsing error: any Error, _ arguments: [String]) -> ExitStatus {
    if Root.exitCode(for: error) == .success {
      Output(isJSON: false, isQuiet: false).raw(Root.fullMessage(for: error) + "\n")
      return .ok
    }
    let output = Output(isJSON: arguments.contains("--json"), isQuiet: false)
    // The parser takes an unknown command for an argument of the screen.
    if let word = arguments.first, !word.hasPrefix("-"), !Root.commandNames.contains(word) {
      output.fail(.usage("There is no command \(word)."))
    } else {
      output.fail(.usage(Root.sentence(about: error, in: arguments)))
    }
    return .usage
  }

  /// The variables, of which the secret ones are gone for every child from here on.
  private static func takeEnvironment() -> [String: String] {
    var all: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        all[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe next += 1
    }
    unsafe unsetenv("TODOTUI_TOKEN")
    return all
  }
}
