import Glibc
import TerminalKit
import TodoUI

/// Plays a script on the real program, whose screen is off-screen.
@MainLoop
final class ScriptPlayer {
  /// Why a script ended early.
  struct Stop: Error {
    var sentence: String
    /// Whether the screen belongs to it; what follows are lines below the screen.
    var showsScreen = false
    var remarks: [String] = []
  }

  /// How long `wait` and `exit` wait.
  static let patience = Duration.seconds(5)

  private var program: Program<OffscreenScreen>
  /// How many statements were played.
  private var played = 0
  private var hasExited = false
  private let output: Output
  /// Prints each new picture that a statement has looked at.
  private let dump: UICommand.Dump?
  private var dumped = ""

  init(program: Program<OffscreenScreen>, output: Output, dump: UICommand.Dump?) {
    self.program = program
    self.output = output
    self.dump = dump
  }

  /// How large the screen is now.
  var size: Size { program.screen.size }

  /// Goes on with the program of another profile.
  func go(on program: Program<OffscreenScreen>) { self.program = program }

  /// Plays the statements that were not played yet, then ends the program.
  ///
  /// - Parameter script: what to play.
  /// - Throws: ``Failure`` 1 that tells place and expectation; the screen as it was is shown.
  /// - Returns: the profile that was changed to, where the rest is to be played; nil at the end.
  func play(_ script: Script) async throws(Failure) -> String? {
    let running = Task { await program.run() }
    // Nothing can be looked at before the first frame.
    _ = await isReached { self.picture.contains { !$0.isWhitespace } }
    while played < script.statements.count, program.nextProfile == nil {
      let statement = script.statements[played]
      do throws(Stop) {
        try await play(statement)
      } catch {
        if error.showsScreen {
          output.note("the screen was:")
          output.picture(ScreenDifference.framed(picture))
          if !error.remarks.isEmpty {
            output.picture(error.remarks.joined(separator: "\n"))
          }
        }
        throw Failure(.failed, "script", "\(statement.place): \(error.sentence)")
      }
      played += 1
      if case .exit = statement.action { hasExited = true }
    }
    let profile = program.nextProfile
    if profile == nil, !hasExited { program.end() }
    await running.value
    await program.finish()
    return profile
  }

  private func play(_ statement: Script.Statement) async throws(Stop) {
    switch statement.action {
    case .size(let size):
      program.screen.size = size
      await send(.resized(size))
    case .type(let text): await type(text)
    case .typeEnvironment(let name):
      guard let value = unsafe getenv(name) else {
        throw Stop(sentence: "the variable \(name) is not set.")
      }
      await type(unsafe String(cString: value))
    case .key(let key): await send(.key(key))
    case .paste(let text): await send(.paste(text))
    case .mouse(let event): await send(.mouse(event))
    case .sleepUntil(let time): try await sleep(until: time)
    case .snapshot(let name): try await look(at: name, statement.place)
    case .wait, .expect, .expectNot, .expectRow:
      try await check(statement.action)
      show()
    case .exit(let status):
      guard await isReached({ self.program.isQuitting }) else {
        throw unmet("the program's end within 5 s", [])
      }
      if status != 0 { throw Stop(sentence: "the program ended with 0, not with \(status).") }
    case .include: break
    }
  }

  private func check(_ action: Script.Action) async throws(Stop) {
    if case .wait(let text) = action {
      guard await isReached({ self.picture.contains(text) || text.isEmpty }) else {
        throw unmet("“\(text)” within 5 s", [ScreenDifference.nearest(to: text, on: picture)])
      }
      return
    }
    await program.settle()
    switch action {
    case .expect(let text) where !picture.contains(text):
      throw unmet("“\(text)”", [ScreenDifference.nearest(to: text, on: picture)])
    case .expectNot(let text) where picture.contains(text):
      throw unmet("no “\(text)”", [ScreenDifference.places(of: text, on: picture)])
    case .expectRow(let row, let text):
      let rows = ScreenDifference.rows(picture)
      guard row <= rows.count else {
        throw unmet("“\(text)” in row \(row), and the screen has \(rows.count)", [])
      }
      if !rows[row - 1].contains(text) {
        throw unmet(
          "“\(text)” in row \(row)",
          [
            "row \(row) is: \(rows[row - 1])",
            ScreenDifference.places(of: text, on: picture)
              ?? ScreenDifference.nearest(to: text, on: picture),
          ]
        )
      }
    default: break
    }
  }

  private func unmet(_ what: String, _ remarks: [String?]) -> Stop {
    Stop(sentence: "expected \(what).", showsScreen: true, remarks: remarks.compactMap(\.self))
  }

  private func look(at name: String, _ place: Script.Place) async throws(Stop) {
    await program.settle()
    do throws(Snapshot.Difference) {
      try Snapshot(path: directory(of: place.file) + "/" + name + ".txt").check(picture)
    } catch {
      throw Stop(sentence: error.sentence, showsScreen: true, remarks: error.rows)
    }
    show()
  }

  private func sleep(until time: TimeOfDay) async throws(Stop) {
    guard let wait = time.wait(at: TimeOfDay.now()) else {
      throw Stop(sentence: "that time is more than \(TimeOfDay.reach / 60) minutes away.")
    }
    try? await Task.sleep(for: .milliseconds(wait))
    program.post(.clockNow)
    await program.settle()
  }

  private func type(_ text: String) async {
    for character in text { await send(.key(Key(character))) }
  }

  private func send(_ event: InputEvent) async {
    program.post(.input(event))
    await program.settle()
  }

  private var picture: String { program.screen.grid.text }

  /// Waits for frames until `condition` holds; false when patience ran out.
  private func isReached(_ condition: @escaping () -> Bool) async -> Bool {
    await program.settle()
    if condition() { return true }
    let (frames, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    program.onFrame = { bell.yield() }
    defer { program.onFrame = nil }
    let alarm = Task {
      try? await Task.sleep(for: ScriptPlayer.patience)
      bell.finish()
    }
    defer { alarm.cancel() }
    if condition() { return true }
    for await _ in frames where condition() { return true }
    return condition()
  }

  private func show() {
    let grid = program.screen.grid
    let now: String
    switch dump {
    case nil: return
    case .text: now = grid.text
    case .ansi: now = grid.ansi
    }
    if now == dumped { return }
    dumped = now
    output.raw(ScreenDifference.framed(now) + "\n\n")
  }
}
