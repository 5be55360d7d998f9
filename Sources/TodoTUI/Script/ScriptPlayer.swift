import Glibc
import TerminalKit
import TodoUI

/// Plays a script on the real program, whose screen is off-screen.
@MainActor
final class ScriptPlayer {
  /// Why a script ended early.
  struct Stop: Error {
    var line: Int
    var sentence: String
    var showsScreen = false
  }

  /// How long `wait` and `exit` wait.
  static let patience = Duration.seconds(5)

  private let program: Program<OffscreenScreen>
  private let output: Output
  /// Where snapshots lie.
  private let directory: String
  /// Prints each new picture that a statement has looked at.
  private let dumps: Bool
  private var dumped = ""

  init(
    program: Program<OffscreenScreen>,
    output: Output,
    directory: String,
    dumps: Bool
  ) {
    self.program = program
    self.output = output
    self.directory = directory
    self.dumps = dumps
  }

  /// Plays every statement, then ends the program.
  ///
  /// - Parameter script: what to play.
  /// - Throws: ``Failure`` 1 that tells line, expectation and the screen as it was.
  func play(_ script: Script) async throws(Failure) {
    let running = Task { await program.run() }
    // Nothing can be looked at before the first frame.
    _ = await isReached { self.picture.contains { !$0.isWhitespace } }
    var hasExited = false
    for statement in script.statements {
      do throws(Stop) {
        try await play(statement)
      } catch {
        if error.showsScreen {
          output.note("the screen was:")
          output.picture(framed(picture))
        }
        throw Failure(.failed, "script", "line \(error.line): \(error.sentence)")
      }
      if case .exit = statement.action { hasExited = true }
    }
    if !hasExited { program.end() }
    await running.value
    await program.finish()
  }

  private func play(_ statement: Script.Statement) async throws(Stop) {
    func stop(_ sentence: String) -> Stop { Stop(line: statement.line, sentence: sentence) }
    func unmet(_ what: String) -> Stop {
      Stop(line: statement.line, sentence: "expected \(what).", showsScreen: true)
    }
    switch statement.action {
    case .size(let size):
      program.screen.size = size
      await send(.resized(size))
    case .type(let text):
      for character in text { await send(.key(Key(character))) }
    case .typeEnvironment(let name):
      guard let value = unsafe getenv(name) else {
        throw stop("the variable \(name) is not set.")
      }
      for character in unsafe String(cString: value) { await send(.key(Key(character))) }
    case .key(let key): await send(.key(key))
    case .wait(let text):
      guard await isReached({ self.picture.contains(text) || text.isEmpty }) else {
        throw unmet("“\(text)” within 5 s")
      }
      dump()
    case .expect(let text):
      await program.settle()
      if !picture.contains(text) { throw unmet("“\(text)”") }
      dump()
    case .expectNot(let text):
      await program.settle()
      if picture.contains(text) { throw unmet("no “\(text)”") }
      dump()
    case .snapshot(let name):
      await program.settle()
      if let difference = snapshot(name) {
        throw Stop(line: statement.line, sentence: difference, showsScreen: true)
      }
      dump()
    case .exit(let status):
      guard await isReached({ self.program.isQuitting }) else {
        throw unmet("the program's end within 5 s")
      }
      if status != 0 { throw stop("the program ended with 0, not with \(status).") }
    }
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

  private func framed(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { "  | " + $0 }
      .joined(separator: "\n")
  }

  private func dump() {
    if dumps, picture != dumped {
      dumped = picture
      output.raw(framed(picture) + "\n\n")
    }
  }

  /// Compares with the file, or writes it when there is none; a sentence when they differ.
  private func snapshot(_ name: String) -> String? {
    let path = directory + "/" + name + ".txt"
    let now = picture + "\n"
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if file >= 0 {
      defer { close(file) }
      let before = try? readText(of: file, limit: 1 << 20, "The snapshot")
      if before == now { return nil }
      return "the screen is not the picture in \(path)."
    }
    let new = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard new >= 0 else { return "\(path) cannot be written: \(systemMessage(errno))." }
    defer { close(new) }
    let bytes = Array(now.utf8)
    let count = unsafe bytes.withUnsafeBytes { unsafe write(new, $0.baseAddress, $0.count) }
    return count == bytes.count ? nil : "\(path) could not be written whole."
  }
}
