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
    let program = try await offscreen(context, try await context.opened(), size)
    let player = await ScriptPlayer(program: program, output: context.output, dump: dump)
    var current = context
    while let profile = try await player.play(script) {
      let (other, opening) = try await current.changed(toProfile: profile)
      let size = await player.size
      await player.go(on: try await offscreen(other, opening, size))
      current = other
    }
  }

  /// The program for a profile, off-screen.
  private func offscreen(
    _ context: Context,
    _ opening: Opening,
    _ size: Size
  ) async throws(Failure) -> Program<OffscreenScreen> {
    let start = try context.workspace.start(
      account: opening.account,
      size: size,
      glyphs: .unicode,
      notices: opening.notices
    )
    return await Program(
      screen: OffscreenScreen(size: size),
      mailbox: opening.mailbox,
      world: World(workspace: context.workspace),
      start: start,
      account: opening.account
    )
  }
}
