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

extension Context {
  /// The account, or why the sign-in form comes instead.
  func openForScreen(
    _ mailbox: Mailbox<Letter>
  ) async throws(Failure) -> (opened: OpenAccount?, notices: [String]) {
    if let failure = settings.paths.unwritable() { throw failure }
    var notices = settings.complaints
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
    var refusal: String?
    while let profile = try await context.playScreen(recorder, saying: refusal) {
      do throws(Failure) {
        context = try await context.changed(toProfile: profile)
        refusal = nil
      } catch {
        refusal = error.message
      }
    }
    await recorder?.end()
    if let trouble = await recorder?.trouble { output.note(trouble) }
  }

  /// The same for another profile, once it is known that it can be opened.
  private func changed(toProfile name: String) async throws(Failure) -> Context {
    let settings = try settings.changed(toProfile: name)
    let other = Context(
      settings: settings,
      output: output,
      workspace: try Workspace(settings: settings)
    )
    _ = try await other.openForScreen(Mailbox<Letter>())
    return other
  }

  /// One run of the screen.
  ///
  /// - Parameters:
  ///   - recorder: hears what the person does.
  ///   - refusal: why another profile could not be opened, for the first frame.
  /// - Throws: ``Failure``.
  /// - Returns: the profile to go on with; nil for none.
  private func playScreen(
    _ recorder: ScriptRecorder?,
    saying refusal: String?
  ) async throws(Failure) -> String? {
    let mailbox = Mailbox<Letter>()
    let account = try await openForScreen(mailbox)
    let screen: NcursesScreen
    do throws(ScreenError) {
      screen = try NcursesScreen()
    } catch {
      throw Failure(.unreachable, "no_terminal", error.sentence)
    }
    let note = [screen.note, refusal].compactMap { $0 }
    var start = try workspace.start(
      account: account.opened,
      size: screen.size,
      glyphs: screen.isUTF8 ? .unicode : .ascii,
      notices: account.notices + note
    )
    start.hasEditor = settings.editor != nil
    let program = await Program(
      screen: screen,
      mailbox: mailbox,
      world: World(workspace: workspace),
      start: start,
      account: account.opened
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
