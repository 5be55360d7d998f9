import ArgumentParser
import CPosix
import Glibc

/// The program: arguments in, one exit status out.
@main
struct Main {
  static func main() async {
    umask(0o077)
    // Swift's crash report prints memory behind registers, and a core has all of it.
    _ = cposix_reset_crash_signals()
    _ = cposix_forbid_core_dumps()
    _ = cposix_forbid_inspection()
    let environment = takeEnvironment()
    let arguments = GlobalOptions.hoisted(Array(CommandLine.arguments.dropFirst()))
    let status = await run(arguments, environment)
    exit(status.rawValue)
  }

  private static func run(
    _ arguments: [String],
    _ environment: [String: String]
  ) async -> ExitStatus {
    let parsed: any ParsableCommand
    do {
      parsed = try Root.parseAsRoot(arguments)
    } catch {
      return tell(parsing: error, isJSON: arguments.contains("--json"))
    }
    guard let command = parsed as? any Command else {
      // A group without a command of its own: auth, local.
      Output(isJSON: false, isQuiet: false).raw(Root.helpMessage(for: type(of: parsed)) + "\n")
      return .usage
    }
    let options = command.global
    let output = Output(isJSON: options.isJSON, isQuiet: options.isQuiet)
    do throws(Failure) {
      let isOnScreen = command is ScreenCommand || command is UICommand || command is DemoCommand
      let settings = try Settings(
        options: options,
        environment: environment,
        isOnScreen: isOnScreen
      )
      if !isOnScreen { for complaint in settings.complaints { output.note(complaint) } }
      let context = Context(
        settings: settings,
        output: output,
        workspace: try Workspace(settings: settings)
      )
      try await command.run(in: context)
      return .ok
    } catch {
      output.fail(error)
      return error.status
    }
  }

  /// Help and version are answers; everything else is a usage error.
  private static func tell(parsing error: any Error, isJSON: Bool) -> ExitStatus {
    let message = Root.fullMessage(for: error)
    if Root.exitCode(for: error) == .success {
      Output(isJSON: false, isQuiet: false).raw(message + "\n")
      return .ok
    }
    let output = Output(isJSON: isJSON, isQuiet: false)
    if isJSON {
      output.fail(.usage(Root.message(for: error)))
    } else {
      output.note(message)
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
