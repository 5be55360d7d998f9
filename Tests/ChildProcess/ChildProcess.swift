import Glibc

/// Another program, with a socket that is its standard input and its output.
///
/// Not Foundation's `Process`: where this process has many descriptors open, its `run` reads behind
/// the end of a buffer and may crash (swift-corelibs-foundation, pull request 5472).
package final class ChildProcess: Sendable {
  /// Why a program did not start, or did not answer.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  private let pid: pid_t
  /// Our end of its input and output.
  private let socket: Int32

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - words: the program's path and what follows it.
  ///   - environment: variables over those of this process.
  ///   - messages: whether what it says on standard error is part of its output.
  /// - Throws: ``Failure``.
  package init(
    _ words: [String],
    environment: [String: String] = [:],
    messages: Bool = false
  ) throws(Failure) {
    // Close-on-exec from its making: what starts meanwhile must not keep an end open.
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
      throw Failure(description: "no socket: errno \(errno)")
    }
    socket = ends[0]
    defer { close(ends[1]) }
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDIN_FILENO)
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    if messages { unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO) }
    // The threads tests run on block signals, and a child would inherit that.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = unsafe words.map { unsafe strdup($0) }
    let variables = unsafe ChildProcess.variables(environment).map { unsafe strdup($0) }
    defer { unsafe (arguments + variables).forEach { unsafe free($0) } }
    var started: pid_t = 0
    let failure = unsafe posix_spawn(
      &started,
      words[0],
      &actions,
      &attributes,
      arguments + [nil],
      variables + [nil]
    )
    guard failure == 0 else {
      close(ends[0])
      throw Failure(description: "cannot start \(words[0]): errno \(failure)")
    }
    pid = started
  }

  /// What ends when its input does has ended behind this.
  deinit {
    shutdown(socket, Int32(SHUT_WR))
    while waitpid(pid, nil, 0) < 0, errno == EINTR {}
    close(socket)
  }

  /// Runs a program to its end; its input is empty.
  ///
  /// - Parameters:
  ///   - words: the program's path and what follows it.
  ///   - environment: variables over those of this process.
  /// - Throws: ``Failure`` when it does not start.
  /// - Returns: its exit status, or 128 and the number of the signal that ended it, and everything it
  ///   said.
  package static func run(
    _ words: [String],
    environment: [String: String] = [:]
  ) throws(Failure) -> (status: Int32, output: String) {
    let child = try ChildProcess(words, environment: environment, messages: true)
    shutdown(child.socket, Int32(SHUT_WR))
    var said: [UInt8] = []
    while let more = child.more() { said += more }
    // Seen, not collected: that is the end's part.
    var ended = unsafe siginfo_t()
    while unsafe waitid(P_PID, id_t(child.pid), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    let word = unsafe ended._sifields._sigchld.si_status
    let status = unsafe ended.si_code == Int32(CLD_EXITED) ? word : 128 + word
    return (status, String(decoding: said, as: UTF8.self))
  }

  /// Writes a line to its input.
  ///
  /// - Parameter line: with or without a newline at its end.
  /// - Throws: ``Failure`` when nobody reads.
  package func tell(_ line: [UInt8]) throws(Failure) {
    var rest = line.last == UInt8(ascii: "\n") ? line[...] : (line + [UInt8(ascii: "\n")])[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { bytes in
        unsafe send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Failure(description: "it reads no more: errno \(errno)") }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads a line of its output; nothing may wait behind it.
  ///
  /// - Throws: ``Failure`` when it ends first.
  /// - Returns: the line without its newline.
  package func line() throws(Failure) -> [UInt8] {
    var line: [UInt8] = []
    while line.last != UInt8(ascii: "\n") {
      guard let more = more() else { throw Failure(description: "it ended within a line") }
      line += more
    }
    return line.dropLast()
  }

  /// What can be read; nil at the end.
  private func more() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(socket, &bytes, bytes.count)
      if count < 0, errno == EINTR { continue }
      return count > 0 ? Array(bytes[..<count]) : nil
    }
  }

  private static func variables(_ changed: [String: String]) -> [String] {
    var all = changed.map { "\($0.key)=\($0.value)" }
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if changed[String(text.prefix { $0 != "=" })] == nil { all.append(text) }
      unsafe next += 1
    }
    return all
  }
}
