import LocalStore
import Synchronization
import TodoKit
import TodoUI

/// What the screen may ask of the world, as closures built in one place.
struct World: Sendable {
  /// What signing in or up came to.
  enum SignedIn: Sendable {
    /// What was found on the way, in words, for a person to read.
    case account(OpenAccount, said: [String])
    /// The account is made; its address must be confirmed first.
    case verifyEmail(String)
  }

  /// Signs in, or up with `isNew`; the engine of the opened account reports to `report`.
  var signIn:
    @Sendable (
      _ form: SignInForm.Submission,
      _ isNew: Bool,
      _ report: @escaping @Sendable (SyncEvent) -> Void
    ) async throws(Failure) -> SignedIn
  /// Ends the session; a sentence when that did not go all the way, nil when it did.
  var signOut: @Sendable (OpenAccount) async -> String?
  /// Asks the server at an address of the form to mail a link for a new password.
  ///
  /// An empty address is the profile's own server. The sentence says what became of it.
  var resetPassword: @Sendable (_ server: String, _ email: String) async throws(Failure) -> String
  /// What the command line can complete, with what was typed there before.
  var grammar: @Sendable () -> CommandGrammar
  /// Runs a line of the command line, which is remembered.
  var run: @Sendable (_ line: String, OpenAccount?) async -> CommandResult
  /// The profiles there are, by name.
  var profiles: @Sendable () -> [String]
  /// Keeps how an account's screen is, for the next start.
  var remember: @Sendable (ScreenMemory, OpenAccount) -> Void
}

/// A form has its password before anybody knows where it will go; whoever typed it is asked when that
/// is another origin than the one typed.
private final class Agreement: Sendable {
  private let asked = Mutex<String?>(nil)

  /// Returns when the same origin was asked about before: sending again is the answer.
  ///
  /// - Parameter origin: where the password would go.
  /// - Throws: ``Failure`` with the question, the first time.
  func ask(about origin: String) throws(Failure) {
    if asked.withLock({ $0 == origin }) { return }
    asked.withLock { $0 = origin }
    throw Failure(
      .cancelled,
      Failure.unconfirmedOrigin,
      "Signing in happens at \(origin). Press Enter again to send your password there."
    )
  }
}

extension Failure {
  /// The password would go to an origin that nobody typed.
  static let unconfirmedOrigin = "unconfirmed_origin"
}

extension World {
  /// The real one.
  ///
  /// - Parameter workspace: the profile in use.
  init(workspace: Workspace) {
    let agreement = Agreement()
    self.init(
      signIn: { form, isNew, report throws(Failure) in
        var workspace = workspace
        // The form of a remote profile has an address of its own.
        if !form.server.isEmpty, form.server != workspace.address.label {
          var settings = workspace.settings
          settings.address = .server(form.server)
          workspace = try Workspace(settings: settings)
        }
        let person = Workspace.Person(
          newName: isNew ? form.name : nil,
          email: form.email,
          password: form.password
        )
        if !form.tasks.isEmpty { workspace = try workspace.with(tasksAt: form.tasks) }
        let place = try await workspace.located()
        if let origin = place.surprise { try agreement.ask(about: origin) }
        guard try await place.workspace.signIn(person) != nil,
          let opened = try await place.workspace.open(report: report)
        else { return .verifyEmail(form.email) }
        // Where one address has both, there is nothing to tell.
        let said = place.workspace.hasOneOrigin ? [] : place.said
        let left = place.workspace.unsent(besides: opened.account.id).map { [$0] } ?? []
        return .account(opened, said: said + left)
      },
      signOut: { account in
        do throws(Failure) {
          switch try await account.workspace.signOut() {
          case .everywhere, .nobodyWas: return nil
          case .here(let until, let why):
            return "You signed out here. \(why)"
              + (until.map { " There the session may live until \($0.iso8601)." } ?? "")
          }
        } catch {
          return error.message
        }
      },
      resetPassword: { server, email throws(Failure) in
        var place = workspace
        if !server.isEmpty, server != workspace.address.label {
          var settings = workspace.settings
          settings.address = .server(server)
          place = try Workspace(settings: settings)
        }
        return try await place.requestPasswordReset(of: email)
      },
      grammar: { .ofRoot(history: HistoryFile(of: workspace.settings).lines()) },
      run: { line, account in
        HistoryFile(of: workspace.settings).append(line)
        return await CommandRunner.run(line, in: account?.workspace ?? workspace, as: account)
      },
      profiles: { workspace.settings.knownProfiles },
      remember: { memory, account in
        let settings = account.workspace.settings
        ScreenFile(settings.paths.screen(profile: settings.profile))
          .write(memory, of: account.account.id)
      }
    )
  }
}
