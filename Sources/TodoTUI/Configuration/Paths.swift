import Glibc

/// Where files lie: the XDG base directories, resolved once (XDG Base Directory Specification 0.8).
package struct Paths: Sendable, Equatable {
  /// Vaults, mirrors, the local server's database.
  package var data: String
  /// Keys, log.
  package var state: String
  /// `config.toml`.
  package var configuration: String
  /// Parent of the runtime directory: `$XDG_RUNTIME_DIR`, or nil.
  package var runtimeParent: String?
  /// `$TMPDIR`, or `/tmp`.
  package var temporary: String
  /// Why some of these directories are names of nothing; nil when all were named.
  private(set) var absence: Failure?

  /// What stands for a directory that nobody named: nothing can ever be found or made below it.
  private static let nowhere = "/dev/null/todotui"

  /// Paths given one by one.
  package init(
    data: String,
    state: String,
    configuration: String,
    runtimeParent: String?,
    temporary: String
  ) {
    self.data = data
    self.state = state
    self.configuration = configuration
    self.runtimeParent = runtimeParent
    self.temporary = temporary
  }

  /// - Parameters:
  ///   - environment: the process's variables.
  ///   - isOptional: whether a run may do without any; ``unwritable()`` then tells what is missing.
  /// - Throws: ``Failure`` 73 when neither HOME nor the XDG variables say where to write.
  package init(environment: [String: String], isOptional: Bool = false) throws(Failure) {
    var absence: Failure?
    func directory(_ variable: String, _ fallback: String) -> String {
      // The specification: a relative path is invalid and is ignored.
      if let value = environment[variable], value.hasPrefix("/") { return value + "/todotui" }
      if let home = environment["HOME"], home.hasPrefix("/") {
        return home + "/" + fallback + "/todotui"
      }
      absence =
        absence
        ?? Failure(
          .cannotWrite,
          "no_home",
          "Neither \(variable) nor HOME names a directory to keep files in.",
          hint: "Set HOME, or \(variable), to a directory that is yours."
        )
      return Paths.nowhere
    }
    data = directory("XDG_DATA_HOME", ".local/share")
    state = directory("XDG_STATE_HOME", ".local/state")
    configuration = directory("XDG_CONFIG_HOME", ".config")
    runtimeParent = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    temporary = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    if let absence, !isOptional { throw absence }
    self.absence = absence
  }

  /// The configuration file.
  var configurationFile: String { configuration + "/config.toml" }

  /// The log that `-v` and faults write to.
  var logFile: String { state + "/todotui.log" }

  /// How one profile's screen was left.
  package func screen(profile: String) -> String { state + "/" + profile + ".screen" }

  /// What was typed on the command line of one profile.
  package func history(profile: String) -> String { state + "/" + profile + ".history" }

  /// The mirror of one account on one profile.
  package func mirror(profile: String, user: String) -> String {
    data + "/" + profile + "/" + Paths.fileName(user) + ".sqlite"
  }

  /// The embedded server's database.
  package var localDatabase: String { data + "/server/todo-server.sqlite" }

  /// A user id is opaque text from a server: letters, digits, `-` and `_` stay, the rest is coded.
  static func fileName(_ id: String) -> String {
    var name = ""
    for byte in id.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        name += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return name
  }
}

/// Makes `path` and its missing parents; ours are 0700.
///
/// - Parameter path: an absolute path.
/// - Throws: ``Failure`` 73 that names the directory and why.
func makeDirectory(_ path: String) throws(Failure) {
  if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
  let reason = errno
  if reason == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
    try makeDirectory(String(path[..<slash]))
    if unsafe mkdir(path, 0o700) == 0 || errno == EEXIST { return }
  }
  throw Failure(
    .cannotWrite,
    "cannot_write",
    "The directory \(path) cannot be made: \(systemMessage(reason)).",
    hint: "Make it writable, or point HOME or the XDG_… variables somewhere else."
  )
}

/// What the system calls an error number.
func systemMessage(_ number: Int32) -> String { unsafe String(cString: strerror(number)) }
