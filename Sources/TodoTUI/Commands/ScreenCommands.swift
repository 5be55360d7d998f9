import ArgumentParser
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
      try await context.openScreen(recordingTo: record)
    }
  }
}

extension Context {
  /// The account, or why the sign-in form comes instead.
  func openForScreen(
    _ mailbox: Mailbox<Letter>
  ) async throws(Failure) -> (opened: OpenAccount?, notices: [String]) {
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
  func requireTerminal() throws(Failure) {
    guard isatty(0) == 1, isatty(1) == 1 else {
      throw Failure(
        .usage,
        "no_terminal",
        "The screen needs a terminal on stdin and stdout.",
        hint: Root.helpMessage()
      )
    }
  }

  /// The screen in this terminal.
  ///
  /// - Parameter record: the path of the script to write; nil writes none.
  /// - Throws: ``Failure``.
  func openScreen(recordingTo record: String? = nil) async throws(Failure) {
    try requireTerminal()
    var recorder: ScriptRecorder?
    if let record { recorder = try await ScriptRecorder(path: record) }
    let mailbox = Mailbox<Letter>()
    let account = try await openForScreen(mailbox)
    let screen: NcursesScreen
    do throws(ScreenError) {
      screen = try NcursesScreen()
    } catch {
      throw Failure(.unreachable, "no_terminal", error.sentence)
    }
    let note = screen.note.map { [$0] } ?? []
    let program = await Program(
      screen: screen,
      mailbox: mailbox,
      world: World(workspace: workspace),
      start: try workspace.start(
        account: account.opened,
        size: screen.size,
        glyphs: screen.isUTF8 ? .unicode : .ascii,
        notices: account.notices + note
      ),
      account: account.opened
    )
    await program.record(with: recorder)
    await program.runInTerminal()
    await recorder?.end()
    if let trouble = await recorder?.trouble { output.note(trouble) }
    output.tell(unsent: await program.unsent)
  }
}
