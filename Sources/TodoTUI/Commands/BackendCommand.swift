import APIClient
import ArgumentParser
import TodoKit

/// `backend …`: how the task server speaks.
struct BackendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backend",
    abstract: "How the task server speaks, as its own description says.",
    subcommands: [BackendShowCommand.self]
  )
}

/// `backend show`: every line of the dialect, in the form that config.toml takes.
struct BackendShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Read the server's description and print what follows from it."
  )

  @OptionGroup var global: GlobalOptions

  func run(in context: Context) async throws(Failure) {
    let workspace = try await context.workspace.located(needsAuth: false).workspace
    let report = try await workspace.backendReport()
    if global.isJSON {
      context.output.json(report.json)
    } else {
      context.output.line("# \(report.base)")
      context.output.line("[profiles.\(context.settings.profile).backend]")
      for line in report.lines { context.output.line(line.toml) }
    }
    if let failure = report.failure(profile: context.settings.profile) { throw failure }
  }
}

extension BackendReport {
  /// The address, and an object for each line.
  var json: JSONValue {
    .object([
      .init("server", .string(base)),
      .init(
        "lines",
        .object(
          lines.map { line in
            .init(
              line.line.key.rawValue,
              .object([
                .init("value", .string(line.line.value)),
                .init("source", .string(line.source.rawValue)),
                .init("reason", line.reason.isEmpty ? .null : .string(line.reason)),
              ])
            )
          }
        )
      ),
    ])
  }
}

extension BackendReport.Line {
  /// `key = "value"  # reason`, a line of TOML 1.0.
  fileprivate var toml: String {
    let value = line.value
    // A literal string takes everything but its own quote and control characters.
    let quoted =
      value.contains("'") || value.unicodeScalars.contains { $0.value < 0x20 }
      ? JSONValue.string(value).text
      : value.contains("\"") || value.contains("\\") ? "'\(value)'" : "\"\(value)\""
    let setting = "\(line.key.rawValue) = \(quoted)"
    switch source {
    // The reasons of what is certain are the doctor's to tell.
    case .contract, .chosen: return setting
    case .written: return "\(setting)  # \(reason)"
    case .doubtful: return "\(setting)  # Doubtful: \(reason)"
    case .needed: return "# \(setting)  # Needed: \(reason)"
    }
  }
}
