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
    var recorder: ScriptRecorder?
    if let record { recorder = try await ScriptRecorder(path: record) }
    var context = self
    while let profile = try await context.playScreen(recorder) {
      let settings = try context.settings.changed(toProfile: profile)
      context = Context(
        settings: settings,
        output: output,
        workspace: try Workspace(settings: settings)
      )
    }
    await recorder?.end()
    if let trouble = await recorder?.trouble { output.note(trouble) }
  }

  /// One run of the screen.
  ///
  /// - Parameter recorder: hears what the person does.
  /// - Throws: ``Failure``.
  /// - Returns: the profile to go on with; nil for none.
  private func playScreen(_ recorder: ScriptRecorder?) async throws(Failure) -> String? {
    let mailbox = Mailbox<Letter>()
    let account = try await openForScreen(mailbox)
    let screen: NcursesScreen
    do throws(ScreenError) {
      screen = try NcursesScreen()
    } catch {
      throw Failure(.unreachable, "no_terminal", error.sentence)
    }
    let note = screen.note.map { [$0] } ?? []
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
      raise(SIGHUP)
    }
    output.tell(unsent: await program.unsent)
    return await program.nextProfile
  }
}
