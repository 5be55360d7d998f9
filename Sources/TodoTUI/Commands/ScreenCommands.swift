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

  func run(in context: Context) async throws(Failure) { try await context.openScreen() }
}

/// `ui --script`: the real screen, driven by a script instead of a person.
struct UICommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "ui",
    abstract: "Play a script on the real screen, off-screen."
  )

  /// How `--dump` shows frames.
  enum Dump: String, ExpressibleByArgument { case text }

  @OptionGroup var global: GlobalOptions
  @Option(help: "The script's file; - for stdin.") var script: String
  @Option(help: "Columns x rows.") var size = "80x24"
  @Option(help: "Print every screen that is waited for or looked at: text.") var dump: Dump?

  func run(in context: Context) async throws(Failure) {
    guard let size = Size(text: size) else { throw .usage("--size \(size) is not like 80x24.") }
    let script = try read()
    let mailbox = Mailbox<Letter>()
    let account = try await context.openForScreen(mailbox)
    let screen = OffscreenScreen(size: size)
    let program = await Program(
      screen: screen,
      mailbox: mailbox,
      world: World(workspace: context.workspace),
      start: try context.workspace.start(
        account: account.opened,
        size: size,
        glyphs: .unicode,
        notices: account.notices
      ),
      account: account.opened
    )
    let slash = self.script.lastIndex(of: "/")
    let player = await ScriptPlayer(
      program: program,
      output: context.output,
      directory: slash.map { String(self.script[..<$0]) } ?? ".",
      dumps: dump == .text
    )
    try await player.play(script)
  }

  private func read() throws(Failure) -> Script {
    var descriptor: Int32 = 0
    if script != "-" {
      descriptor = unsafe open(script, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw .usage("The script \(script) cannot be read: \(systemMessage(errno)).")
      }
    }
    defer { if descriptor > 0 { close(descriptor) } }
    let text = try readText(of: descriptor, limit: 1 << 20, "The script")
    do throws(Script.SyntaxError) {
      return try Script(text: text)
    } catch {
      throw Failure(.usage, "script", "line \(error.line): \(error.sentence)")
    }
  }
}

extension Context {
  /// The account, or why the sign-in form comes instead.
  fileprivate func openForScreen(
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
  ///
  /// Where stdin is a pipe the keyboard is /dev/tty.
  func requireTerminal() throws(Failure) {
    guard isatty(1) == 1, isatty(0) == 1 || Context.hasControllingTerminal else {
      throw Failure(
        .usage,
        "no_terminal",
        "The screen needs a terminal on stdin and stdout.",
        hint: Root.helpMessage()
      )
    }
  }

  private static var hasControllingTerminal: Bool {
    let descriptor = unsafe open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  /// The screen in this terminal.
  func openScreen() async throws(Failure) {
    try requireTerminal()
    cposix_run_jobs_without_timer()
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
    await program.runInTerminal()
    let unsent = await program.unsent
    if unsent > 0 {
      output.note(
        "\(unsent) change\(unsent == 1 ? " is" : "s are") saved here and will be sent next time."
      )
    }
  }
}
