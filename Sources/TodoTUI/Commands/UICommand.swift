import ArgumentParser
import TerminalKit
import TodoUI

/// `ui --script`: the real screen, driven by a script instead of a person.
struct UICommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "ui",
    abstract: "Play a script on the real screen, off-screen."
  )

  /// How `--dump` shows frames: characters alone, or with their colours.
  enum Dump: String, ExpressibleByArgument, CaseIterable { case text, ansi }

  @OptionGroup var global: GlobalOptions
  @Option(help: "The script's file; - for stdin.") var script: String
  @Option(help: "Columns x rows.") var size = "80x24"
  @Option(help: "Print every screen that is waited for or looked at: text or ansi.")
  var dump: Dump?

  func run(in context: Context) async throws(Failure) {
    guard let size = Size(text: size) else { throw .usage("--size \(size) is not like 80x24.") }
    let script = try ScriptReader.script(at: script)
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
    let player = await ScriptPlayer(program: program, output: context.output, dump: dump)
    try await player.play(script)
  }
}
