import APIClient
import ArgumentParser
import Glibc
import LocalStore
import TodoKit
import TokenVault

/// `doctor`: what this program finds on this machine, line by line.
struct DoctorCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check terminal, files, session and server."
  )

  @OptionGroup var global: GlobalOptions
  @Flag(name: .customLong("offline"), help: "Make no request.") var isOffline = false

  /// One thing looked at.
  private struct Finding {
    var name: String
    var text: String
    var failure: Failure?
    /// Whether it works on a guess that is worth a look.
    var isDoubtful = false
  }

  func run(in context: Context) async throws(Failure) {
    var findings = [
      Finding(name: "version", text: programVersion),
      terminal(),
      configuration(context),
      vault(context),
      mirror(context),
    ]
    if !isOffline {
      findings += await server(context)
      if let sentence = context.workspace.clockSentence {
        findings.append(Finding(name: "clock", text: sentence, isDoubtful: true))
      }
    }
    let failed = findings.compactMap(\.failure)
    if global.isJSON {
      context.output.json(
        .object(
          [.init("ok", .bool(failed.isEmpty))]
            + findings.map { finding in
              .init(
                finding.name,
                .object([
                  .init("ok", .bool(finding.failure == nil)),
                  .init("doubtful", .bool(finding.isDoubtful)),
                  .init("text", .string(finding.failure?.message ?? finding.text)),
                ])
              )
            }
        )
      )
    } else {
      for finding in findings {
        let name = finding.name + String(repeating: " ", count: max(1, 18 - finding.name.count))
        let mark = finding.failure != nil ? "!" : finding.isDoubtful ? "?" : "✓"
        context.output.line("\(mark) \(name)\(finding.failure?.message ?? finding.text)")
      }
    }
    if let first = failed.first { throw first }
  }

  private func terminal() -> Finding {
    let type = unsafe getenv("TERM").map { unsafe String(cString: $0) } ?? ""
    let isTerminal = isatty(0) == 1 && isatty(1) == 1
    return Finding(
      name: "terminal",
      text: isTerminal ? "TERM=\(type)" : "none here (fine for commands)"
    )
  }

  private func configuration(_ context: Context) -> Finding {
    let settings = context.settings
    let complaints = settings.allComplaints
    return Finding(
      name: "configuration",
      text: settings.paths.configurationFile
        + (complaints.isEmpty ? "" : ": " + complaints.joined(separator: " ")),
      isDoubtful: !complaints.isEmpty
    )
  }

  private func vault(_ context: Context) -> Finding {
    do throws(Failure) {
      let label = context.workspace.vault.source.label
      guard let credential = try context.workspace.credential() else {
        return Finding(name: "session", text: "signed out; \(label)")
      }
      let name = credential.user.email.isEmpty ? credential.user.id : credential.user.email
      let form =
        switch credential.session?.form {
        case .bearer: "bearer token"
        case .cookie: "cookie"
        case nil: "a JWT alone"
        }
      let auth = credential.session == nil ? "" : " at \(credential.server.auth)"
      return Finding(name: "session", text: "\(name)\(auth), by \(form); \(label)")
    } catch {
      return Finding(name: "session", text: "", failure: error)
    }
  }

  private func mirror(_ context: Context) -> Finding {
    guard let user = (try? context.workspace.credential())?.user.id else {
      return Finding(name: "mirror", text: "none")
    }
    let file = context.settings.paths.mirror(profile: context.settings.profile, user: user)
    do throws(StoreError) {
      let status = try TodoStore(file: file, server: context.workspace.mirrorOwner).status()
      return Finding(
        name: "mirror",
        text: "\(file), \(status.queued) queued, \(status.failed) refused, last synced "
          + (status.lastSync?.iso8601 ?? "never")
      )
    } catch {
      return Finding(name: "mirror", text: "", failure: Failure(error))
    }
  }

  /// What the task server says about itself: one finding, and one for each decision that followed.
  private func server(_ context: Context) async -> [Finding] {
    do throws(Failure) {
      let workspace = try await context.workspace.located(needsAuth: false).workspace
      let report = try await workspace.backendReport()
      let profile = context.settings.profile
      let often = report.takesClientChosenIDs ? "exactly once" : "at least once"
      let answers = "\(report.base) answers; new tasks arrive \(often)"
      return [Finding(name: "server", text: answers)]
        + report.lines.filter { $0.source != .contract }.map { line in
          Finding(
            name: line.line.key.rawValue,
            text: "\(line.line.value.isEmpty ? "none" : line.line.value). \(line.reason)",
            failure: line.source == .needed ? report.failure(profile: profile) : nil,
            isDoubtful: line.source == .doubtful
          )
        }
    } catch {
      return [Finding(name: "server", text: "", failure: error)]
    }
  }
}
