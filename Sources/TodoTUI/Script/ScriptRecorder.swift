import Glibc
import TerminalKit

/// Writes a script from what a person does on the screen, statement by statement, as they do it.
///
/// Where the person paused and the screen had changed, the script waits for a piece of the screen
/// that was new. What goes into a masked field is never written: a script takes it from a variable.
@MainLoop
final class ScriptRecorder {
  /// The variable a replay takes the password from.
  static let passwordVariable = "TODOTUI_PASSWORD"
  /// Somebody who types nothing for so long has waited for the screen.
  static let pause = Duration.milliseconds(300)

  /// Why the file ends early; nil while it is whole.
  private(set) var trouble: String?
  private var file: Int32
  private var size = Size(rows: 0, columns: 0)
  /// Characters typed in a row.
  private var run = ""
  /// Whether something of a masked field was typed since the last statement.
  private var isSecretWaiting = false
  private var hasTypedSecret = false
  /// The screen now, and as it was when the last event came.
  private var screen = Grid(size: Size(rows: 0, columns: 0))
  private var before = Grid(size: Size(rows: 0, columns: 0))
  private var last: ContinuousClock.Instant?

  /// - Parameter path: a file that is not there yet; it is readable by its owner alone.
  /// - Throws: ``Failure`` 73 when it cannot be made.
  init(path: String) throws(Failure) {
    file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      let reason = errno == EEXIST ? "it exists already" : systemMessage(errno)
      throw Failure(.cannotWrite, "cannot_write", "\(path) cannot be recorded to: \(reason).")
    }
  }

  /// A frame was painted.
  func saw(_ grid: Grid) {
    if size.rows == 0 {
      size = grid.size
      put("size \(size.columns)x\(size.rows)")
    }
    screen = grid
  }

  /// Something is about to be taken by the program.
  ///
  /// - Parameters:
  ///   - event: what.
  ///   - typesSecret: whether text goes into a masked field now.
  func heard(_ event: InputEvent, typesSecret: Bool) {
    let now = ContinuousClock.now
    let hasPaused = last.map { now - $0 >= ScriptRecorder.pause } ?? true
    last = now
    if hasPaused, let piece = ScreenPiece.new(in: screen.text, since: before.text) {
      flush()
      put("wait " + ScriptWords.quote(piece))
    }
    before = screen
    switch event {
    case .key(let key): press(key, typesSecret)
    case .paste where typesSecret: hide()
    case .paste(let text): put(after: "paste " + ScriptWords.quote(text))
    case .mouse(let mouse):
      guard let name = ScriptGrammar.mouseKinds.first(where: { $0.kind == mouse.kind })?.name else {
        return
      }
      put(after: "mouse \(name) \(mouse.position.row + 1) \(mouse.position.column + 1)")
    case .resized(let new):
      if new == size { return }
      size = new
      put(after: "resize \(new.columns)x\(new.rows)")
    }
  }

  /// The program ends because the person wants it to.
  func quit() { put(after: "exit 0") }

  /// Nothing more comes; what was typed last is written.
  func end() {
    flush()
    if file >= 0 { close(file) }
    file = -1
  }

  private func press(_ key: Key, _ typesSecret: Bool) {
    if typesSecret {
      if key.isPlainText || key.isEditing { return hide() }
      // An Escape with a character right behind it; the character is part of the secret.
      if case .character = key.code, key.modifiers == .alt {
        put(after: "key Esc")
        return hide()
      }
    }
    guard key.isPlainText, case .character(let character) = key.code else {
      return put(after: ScriptRecorder.statement(of: key))
    }
    if isSecretWaiting { flush() }
    run.append(character)
  }

  private func hide() {
    if !run.isEmpty { flush() }
    isSecretWaiting = true
  }

  private static func statement(of key: Key) -> String {
    let name = key.name
    let isPlain = name.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "-") || (48...57).contains(byte) || (65...90).contains(byte)
        || (97...122).contains(byte)
    }
    return "key " + (isPlain ? name : ScriptWords.quote(name))
  }

  /// Writes what was typed and waits for more of its kind.
  private func flush() {
    if isSecretWaiting {
      isSecretWaiting = false
      // The field may still hold what was typed into it before.
      if hasTypedSecret { put("key C-e\nkey C-u") }
      hasTypedSecret = true
      put("type-env " + ScriptRecorder.passwordVariable)
    }
    let text = run
    run = ""
    if let first = text.first {
      put(
        text.dropFirst().isEmpty
          ? ScriptRecorder.statement(of: Key(first)) : "type " + ScriptWords.quote(text)
      )
    }
  }

  private func put(after statement: String) {
    flush()
    put(statement)
  }

  private func put(_ statement: String) {
    var rest = Array((statement + "\n").utf8)[...]
    while trouble == nil, file >= 0, !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        trouble = "The recording ends early: \(systemMessage(errno))."
      }
    }
  }
}

extension Key {
  /// Whether it writes a character that `type` takes.
  fileprivate var isPlainText: Bool {
    guard case .character(let character) = code, modifiers.isEmpty else { return false }
    return !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Whether it changes a field, or moves in it, and nothing else.
  fileprivate var isEditing: Bool {
    switch code {
    case .backspace, .delete, .left, .right, .home, .end: true
    case .character(let letter): modifiers == .control && "aehkuw".contains(letter)
    default: false
    }
  }
}
