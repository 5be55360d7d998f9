import Foundation
import Glibc

/// `ScreenProbe` running on a pseudo-terminal of its own.
final class ProbeRun {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private var master: Int32
  /// Kept open, so that the terminal's modes can be looked at after the program has gone.
  private let terminal: Int32
  private let errors: Int32
  let process: pid_t
  /// The terminal's modes before the program ran.
  let modesBefore: [UInt8]
  private(set) var output: [UInt8] = []
  private var errorBytes: [UInt8] = []
  private var status: Int32?

  /// What the program said on standard error.
  var said: String { String(decoding: errorBytes, as: UTF8.self) }

  init(
    _ arguments: [String] = [],
    rows: UInt16 = 24,
    columns: UInt16 = 80,
    environment: [String: String] = [:],
    ignoringHangup: Bool = false
  ) throws {
    // The calls of POSIX for this are hidden from Swift; these are pts(4)'s own.
    master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: Int32 = 0
    let unlock = UInt(0x4004_5431)  // TIOCSPTLCK
    let getNumber = UInt(0x8004_5430)  // TIOCGPTN
    guard master >= 0, unsafe ioctl(master, unlock, &locked) == 0,
      unsafe ioctl(master, getNumber, &number) == 0
    else { throw Failure(description: "no pseudo-terminal: errno \(errno)") }
    let path = "/dev/pts/\(number)"
    terminal = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var ends: [Int32] = [-1, -1]
    guard terminal >= 0, unsafe pipe(&ends) == 0 else {
      throw Failure(description: "no pipe: errno \(errno)")
    }
    errors = ends[0]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { Glibc.close(ends[1]) }
    modesBefore = ProbeRun.modes(of: terminal)
    ProbeRun.resize(master, rows: rows, columns: columns)

    let base = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    process = try ProbeRun.spawn(
      (ignoringHangup ? ["/bin/sh", "-c", "trap '' HUP; exec \"$0\""] : [])
        + [ProbeRun.program] + arguments,
      environment: base.merging(environment) { $1 },
      terminal: path,
      errors: ends[1]
    )
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    for descriptor in [master, terminal, errors] { Glibc.close(descriptor) }
  }

  /// Built beside the test bundle.
  static var program: String {
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: path).deletingLastPathComponent()
      .appendingPathComponent("ScreenProbe").path
  }

  private static func spawn(
    _ arguments: [String],
    environment: [String: String],
    terminal: String,
    errors: Int32
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    // Opened by the leader of a new session, the terminal becomes its controlling one.
    unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The threads tests run on block signals, and a child would inherit that.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    let newSession: Int16 = 0x80  // POSIX_SPAWN_SETSID
    unsafe posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK))

    var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var variables = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer { unsafe (words + variables).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let failure = unsafe posix_spawn(
      &process,
      arguments[0],
      &actions,
      &attributes,
      &words,
      &variables
    )
    guard failure == 0 else {
      throw Failure(description: "cannot start \(arguments[0]): errno \(failure)")
    }
    return process
  }

  // MARK: - Talking to it

  func type(_ text: String) { type(Array(text.utf8)) }

  func type(_ bytes: [UInt8]) {
    _ = unsafe write(master, bytes, bytes.count)
  }

  /// Types more than the terminal holds, reading meanwhile.
  func pour(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    try pump {
      var entry = pollfd(fd: master, events: Int16(POLLOUT), revents: 0)
      guard unsafe poll(&entry, 1, 0) > 0 else { return rest.isEmpty }
      // Less than a line discipline's buffer, so that the write cannot block.
      let part = Array(rest.prefix(1024))
      let count = unsafe write(master, part, part.count)
      rest = rest.dropFirst(max(0, count))
      return rest.isEmpty
    }
    readWaiting(milliseconds: 0)
  }

  /// Takes the terminal away.
  func hangUp() {
    Glibc.close(master)
    master = -1
  }

  func resize(rows: UInt16, columns: UInt16) {
    ProbeRun.resize(master, rows: rows, columns: columns)
  }

  /// Reads until the program has said this, for at most ten seconds.
  func awaits(_ line: String) throws {
    try pump { said.contains(line) }
  }

  /// Reads until the program has written this to the terminal, for at most ten seconds.
  func awaitsOutput(_ text: String) throws {
    try pump { String(decoding: output, as: UTF8.self).contains(text) }
  }

  /// Reads until the program has ended and returns its wait status.
  func end() throws -> Int32 {
    try pump {
      var ended: Int32 = 0
      guard unsafe waitpid(process, &ended, WNOHANG) == process else { return false }
      status = ended
      return true
    }
    readWaiting(milliseconds: 0)
    return status ?? -1
  }

  /// How many bytes were painted until the program said this; forgets them.
  func bytesPainted(until line: String) throws -> Int {
    try awaits(line)
    readWaiting(milliseconds: 0)
    defer { (output, errorBytes) = ([], []) }
    return output.count
  }

  /// Forgets the output so far, once the program has said this.
  func discardOutput(after line: String) throws {
    try awaits(line)
    readWaiting(milliseconds: 0)
    output = []
    errorBytes = []
  }

  private func pump(until done: () -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while !done() {
      guard ContinuousClock.now < deadline else {
        throw Failure(description: "waited too long; the program said: \(said)")
      }
      readWaiting(milliseconds: 5)
    }
  }

  private func readWaiting(milliseconds: Int32) {
    var wait = milliseconds
    while true {
      var entries = [master, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      guard unsafe poll(&entries, 2, wait) > 0 else { return }
      let screen = entries[0].revents & Int16(POLLIN) != 0 ? ProbeRun.bytes(of: master) : []
      let speech = entries[1].revents & Int16(POLLIN) != 0 ? ProbeRun.bytes(of: errors) : []
      guard !screen.isEmpty || !speech.isEmpty else { return }
      output += screen
      errorBytes += speech
      wait = 0
    }
  }

  private static func bytes(of descriptor: Int32) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, used in
      used = unsafe max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
  }

  private static func resize(_ master: Int32, rows: UInt16, columns: UInt16) {
    var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &window)
  }

  // MARK: - Looking at the terminal

  /// The terminal's modes now, byte for byte.
  var modes: [UInt8] { ProbeRun.modes(of: terminal) }

  private static func modes(of terminal: Int32) -> [UInt8] {
    var modes = termios()
    _ = unsafe tcgetattr(terminal, &modes)
    return unsafe withUnsafeBytes(of: modes) { unsafe Array($0) }
  }

  /// Whether a private mode (DECSET) was last switched on; nil when it was never touched.
  func mode(_ number: Int) -> Bool? {
    let text = String(decoding: output, as: UTF8.self)
    let on = text.range(of: "\u{1B}[?\(number)h", options: .backwards)?.lowerBound
    let off = text.range(of: "\u{1B}[?\(number)l", options: .backwards)?.lowerBound
    guard let on, let off else { return on == nil && off == nil ? nil : on != nil }
    return on > off
  }
}
