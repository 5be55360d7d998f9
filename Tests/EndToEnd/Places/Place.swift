import Foundation

/// Ways to start a program in a worse place than this one.
///
/// Where the system refuses a way, its reason is printed, and the caller takes another that is as
/// honest: a place that is bad for every user, such as `/proc`.
enum Place {
  /// Whether a mount namespace can be made here.
  static let hasMounts = allows("read-only mounts", ["--mount", "/bin/true"])
  /// Whether a namespace of processes can be made here.
  static let hasProcesses = allows(
    "process 1",
    ["--pid", "--fork", "--mount-proc", "/bin/true"]
  )
  /// Whether programs can be run as another user.
  static let hasNobody: Bool = {
    if geteuid() == 0, Programs.have("setpriv"), ends(tool("setpriv"), nobody(["/bin/true"])) {
      return true
    }
    print("not tested here, needs root and setpriv: another user")
    return false
  }()

  private static func tool(_ name: String) -> String { Programs.tool(name) ?? "/usr/bin/\(name)" }

  private static func allows(_ what: String, _ arguments: [String]) -> Bool {
    if Programs.have("unshare"), ends(tool("unshare"), arguments) { return true }
    print("tested another way here, unshare \(arguments[0]) is refused: \(what)")
    return false
  }

  private static func ends(_ program: String, _ arguments: [String]) -> Bool {
    let child = try? Child(program, arguments, environment: ["PATH": "/usr/bin:/bin"])
    while let child, child.isRunning { usleep(2000) }
    return child?.status == 0
  }

  private static func nobody(_ words: [String]) -> [String] {
    ["--reuid=65534", "--regid=65534", "--clear-groups"] + words
  }

  /// Runs a program as the user nobody, with just these variables.
  static func asNobody(
    _ words: [String],
    _ environment: [String: String],
    input: String = ""
  ) async throws -> Finished {
    try await run(tool("setpriv"), nobody(words), environment: environment, input: input)
  }

  /// Runs a program where nothing below `folders` can be written; the mounts go with the process.
  static func readOnly(
    _ folders: [String],
    _ words: [String],
    _ environment: [String: String],
    input: String = ""
  ) async throws -> Finished {
    let mounts = folders.map { "mount --bind \($0) \($0) && mount -o remount,ro,bind \($0)" }
    let line = (mounts + ["exec \"$@\""]).joined(separator: " && ")
    return try await run(
      tool("unshare"),
      ["--mount", "/bin/sh", "-c", line, "sh"] + words,
      environment: environment,
      input: input
    )
  }

  /// Runs a shell line, in which `$todotui` is the program.
  static func shell(_ line: String, _ environment: [String: String]) async throws -> Finished {
    try await run(
      "/bin/sh",
      ["-c", line],
      environment: environment.merging(["todotui": Programs.todotui]) { $1 }
    )
  }

  /// The programs where every user may run them: in place, or copied into `folder`.
  static func programsForAll(_ folder: URL) async throws -> String {
    let probe = try await asNobody([Programs.todotui, "--version"], ["HOME": folder.path])
    if probe.status == 0 { return Programs.todotui }
    for program in [Programs.todotui, Programs.server] {
      let name = URL(filePath: program).lastPathComponent
      try FileManager.default.copyItem(
        at: URL(filePath: program).resolvingSymlinksInPath(),
        to: folder.appending(path: name)
      )
    }
    return folder.appending(path: "todotui").path
  }
}
