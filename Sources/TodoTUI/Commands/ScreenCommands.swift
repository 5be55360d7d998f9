import ArgumentParser
import CPosix
import Glibc
import LocalStore
import NcursesScreen
import TerminalKit
import TodoUI

/// No command: the screen.
struct ScreenCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Open the screen (what todotui does without a command).",
    shouldDisplay: false
  )

  @OptionGroup var global: GlobalOptions
  @Option(help: "Write what is done to a script that ui --script plays.") var record: String?

  func run(in context: Context) async throws(Failure) {
    if global.isAccessible {
      guard record == nil else { throw .usage("--record is for the screen, not --accessible.") }
      try await AccessibleClient(context: context).run()
    } else {
      try await context.openScreenAndLeave(recordingTo: record)
    }
  }
}

/// A profile that is open, and what its screen begins with.
struct Opening: Sendable {
  /// Letters of the account wait here.
  var mailbox: Mailbox<Letter>
  /// Who is signed in, nil for nobody.
  var account: OpenAccount?
  /// Sentences for the first footer.
  var notices: [String]
}

extension Context {
  /// The account, or why the sign-in form comes instead.
  func openForScreen(
    _ mailbox: Mailbox<Letter>
  ) async throws(Failure) -> (opened: OpenAccount?, notices: [String]) {
    if let failure = settings.paths.unwritable() { throw failure }
    var notices = settings.complaints + Editor.leftBehind(in: settings.paths.state)
    do throws(Failure) {
      let account = try await workspace.open(report: { mailbox.post(Letter($0, about: 0)) })
      if let recovered = account?.store.recovered { notices.append(recovered) }
      return (account, notices)
    } catch {
      guard error.status == .notSignedIn else { throw error }
      return (nil, notices + [error.message])
    }
  }

  /// The screen is for a person at a terminal; scripts have the commands.
  ///
  /// Where stdin is a pipe the keyboard is /dev/tty.
  func requireTerminal() throws(Failure) {
    guard isatty(1) == 1, Context.hasKeyboard else {
      throw Failure(
        .usage,
        "no_terminal",
        "The screen needs a terminal on stdout, and one on stdin or as /dev/tty.",
        hint: Root.helpMessage()
      )
    }
  }

  /// Whether keys can come: stdin may be a pipe where the process has a terminal besides.
  private static var hasKeyboard: Bool {
    if isatty(0) == 1 { return true }
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    if terminal >= 0 { close(terminal) }
    return terminal >= 0
  }

  /// The screen until it is left, and what is said once on leaving it.
  func openScreenAndLeave(recordingTo record: String? = nil) async throws(Failure) {
    try await openScreen(recordingTo: record)
    sayOnceHowToReturn()
  }

  /// The screen in this terminal, and again for every profile that is changed to.
  ///
  /// - Parameter record: the path of the script to write; nil writes none.
  /// - Throws: ``Failure``.
  func openScreen(recordingTo record: String? = nil) async throws(Failure) {
    try requireTerminal()
    cposix_run_jobs_without_timer()
    var recorder: ScriptRecorder?
    if let record { recorder = try await ScriptRecorder(path: record) }
    var context = self
    var opening = try await opened()
    while let profile = try await context.playScreen(opening, recorder) {
      do throws(Failure) {
        (context, opening) = try await context.changed(toProfile: profile)
      } catch {
        opening = try await context.opened()
        opening.notices.append(error.message)
      }
    }
    await recorder?.end()
    if let trouble = await recorder?.trouble { output.note(trouble) }
  }

  /// The same for another profile, which is open then.
  ///
  /// - Parameter name: the profile.
  /// - Throws: ``Failure`` when it cannot be opened.
  /// - Returns: the context, and what its screen begins with.
  func changed(toProfile name: String) async throws(Failure) -> (Context, Opening) {
    let settings = try settings.changed(toProfile: name)
    let other = Context(
      settings: settings,
      output: output,
      workspace: try Workspace(settings: settings)
    )
    return (other, try await other.opened())
  }

  /// Opens the profile for a screen that has no letters yet.
  func opened() async throws(Failure) -> Opening {
    let mailbox = Mailbox<Letter>()
    let (account, notices) = try await openForScreen(mailbox)
    return Opening(mailbox: mailbox, account: account, notices: notices)
  }

  /// One run of the screen.
  ///
  /// - Parameters:
  ///   - opening: the profile, open.
  ///   - recorder: hears what the person does.
  /// - Throws: ``Failure``.
  /// - Returns: the profile to go on with; nil for none.
  private func playScreen(
    _ opening: Opening,
    _ recorder: ScriptRecorder?
  ) async throws(Failure) -> String? {
    let screen: NcursesScreen
    do throws(ScreenError) {
      screen = try NcursesScreen()
    } catch {
      throw Failure(.unreachable, "no_terminal", error.sentence)
    }
    var start = try workspace.start(
      account: opening.account,
      size: screen.size,
      glyphs: screen.isUTF8 ? .unicode : .ascii,
      notices: opening.notices + (screen.note.map { [$0] } ?? [])
    )
    start.hasEditor = settings.editor != nil
    let program = await Program(
      screen: screen,
      mailbox: opening.mailbox,
      world: World(workspace: workspace),
      start: start,
      account: opening.account
    )
    await program.record(with: recorder)
    await program.useTerminal(of: settings)
    await program.runInTerminal()
    if await program.isHungUp {
      // What waits for this process is to see what ended it.
      signal(SIGHUP, SIG_DFL)
      // To the process: this thread may be one that blocks every signal.
      kill(getpid(), SIGHUP)
      pause()
    }
    output.tell(unsent: await program.unsent)
    return await program.nextProfile
  }
}
