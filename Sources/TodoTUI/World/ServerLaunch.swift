import CPosix
import Glibc

/// Finding `todo-server` and running it: as the embedded server, or for one job.
extension LocalServer {
  /// Where this program's own file is; nil where /proc does not tell.
  static var ownProgram: String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// `todo-server` beside this program, else on PATH.
  ///
  /// - Throws: ``Failure`` 69 when it is in neither place.
  func requiredProgram() throws(Failure) -> String {
    let name = "/todo-server"
    var candidates: [String] = []
    if let own = LocalServer.ownProgram, let slash = own.lastIndex(of: "/") {
      candidates.append(own[..<slash] + name)
    }
    if let path = unsafe getenv("PATH") {
      candidates += unsafe String(cString: path).split(separator: ":").map { $0 + name }
    }
    if let found = candidates.first(where: { unsafe access($0, X_OK) == 0 }) { return found }
    throw Failure(
      .unreachable,
      "no_local_server",
      "The program todo-server is neither beside todotui nor on PATH.",
      hint: "Install both with: script/run --install"
    )
  }

  /// Starts the server, away from our terminal.
  ///
  /// - Parameters:
  ///   - program: the path of `todo-server`.
  ///   - log: the file its messages are appended to.
  /// - Throws: ``Failure`` 69 when the system does not start it.
  /// - Returns: its process, a child of ours.
  func launch(_ program: String, _ log: String) throws(Failure) -> pid_t {
    let arguments = [
      program, "--socket", socket, "--database", database, "--session-ttl", "365d",
      "--exit-when-idle", idleLimit,
    ]
    var pid = pid_t()
    let result = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(LocalServer.environment) { envp in
        unsafe cposix_spawn_detached(program, argv, envp, log, &pid)
      }
    }
    guard result == 0 else { throw LocalServer.unstartable(program, result) }
    return pid
  }

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - arguments: the program's path and what follows it.
  ///   - input: what it reads on stdin.
  /// - Throws: ``Failure`` 69 when the system does not start it.
  /// - Returns: its exit status, and what it said on stderr.
  func run(
    _ arguments: [String],
    input: String
  ) throws(Failure) -> (status: Int32, said: String) {
    let bytes = Array(input.utf8)
    var said = [UInt8](repeating: 0, count: 4096)
    var (used, status) = (0, Int32(0))
    let result = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(LocalServer.environment) { envp in
        unsafe cposix_run(
          arguments[0],
          argv,
          envp,
          bytes,
          bytes.count,
          &said,
          said.count,
          &used,
          &status
        )
      }
    }
    guard result == 0 else { throw LocalServer.unstartable(arguments[0], result) }
    return (status, String(decoding: said[..<used], as: UTF8.self))
  }

  /// Nothing of ours that is secret can be in here: main removed those variables at its start.
  private static var environment: [String] {
    let kept = ["PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "TZ"]
    return kept.compactMap { name in
      unsafe getenv(name).map { unsafe "\(name)=\(String(cString: $0))" }
    }
  }

  private static func unstartable(_ program: String, _ number: Int32) -> Failure {
    Failure(
      .unreachable,
      "local_server",
      "\(program) cannot be started: \(systemMessage(number))."
    )
  }
}

/// Lends C copies of strings as a NULL-terminated array for the length of `body`.
func withCStrings<R>(
  _ strings: [String],
  _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> R
) -> R {
  let copies = unsafe strings.map { unsafe strdup($0) }
  defer { unsafe copies.forEach { unsafe free($0) } }
  return unsafe (copies + [nil]).withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else {
      preconditionFailure("an array of one is never empty")
    }
    return unsafe body(base)
  }
}
