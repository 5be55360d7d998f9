import Foundation
import Testing

/// Where files may not be, or are not what they should be.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | `env -i` | HOME and the variable are named | 73 |
/// | HOME and PATH alone (cron, su) | works; the socket is in a 0700 directory below `/tmp` | 0 |
/// | the user nobody, a home of their own | works | 0 |
/// | the user nobody, `/nonexistent` | the directory and the variable are named | 73 |
/// | a read-only home | the directory and the variable are named | 73 |
/// | an XDG directory for data or state that is a file, or a link to nothing | the same | 73 |
/// | one for configuration or the socket that is a file | works | 0 |
/// | an XDG directory that is a link to a directory | works | 0 |
/// | our own directory is a link | refused, and what to do | 77 |
/// | the temporary directory cannot be written | TMPDIR and XDG_RUNTIME_DIR are named | 73 |
/// | a runtime directory with a path too long for a socket | works; the name is a hash | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `Places for files` {
  private let signUp = [
    "auth", "signup", "--email", "ada@example.com", "--name", "Ada", "--password-stdin",
  ]

  private func todotui(
    _ arguments: [String],
    _ environment: [String: String]
  ) async throws -> Finished {
    try await run(
      Programs.todotui,
      arguments,
      environment: environment,
      input: Home.password + "\n"
    )
  }

  /// Ends the server that a test has started with these variables.
  private func stop(_ environment: [String: String]) async throws {
    let done = try await todotui(["local", "stop"], environment)
    #expect(done.status == 0, "\(done.errors)")
  }

  @Test func `an empty environment is 73 and says which variable is missing`() async throws {
    for arguments in [["list"], ["add", "One"], []] {
      let done = try await todotui(arguments, [:])
      #expect(done.status == 73, "\(done.errors)")
      #expect(done.errors.contains("Neither XDG_DATA_HOME nor HOME"))
      #expect(done.output.isEmpty)
    }
  }

  @Test func `HOME and PATH alone are enough, as under cron`() async throws {
    try await withHome { home in
      let variables = ["HOME": home.folder.path, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
      #expect(try await todotui(signUp, variables).status == 0)
      #expect(try await todotui(["add", "From cron"], variables).status == 0)
      #expect(try await todotui(["list"], variables).output.contains("From cron"))
      let socket =
        try await todotui(["local", "status", "--json"], variables).object()["socket"] as? String
      let folder = URL(filePath: socket ?? "").deletingLastPathComponent()
      #expect(folder.path == "/tmp/todotui-\(geteuid())")
      #expect(permissions(folder) == 0o700)
      try await stop(variables)
    }
  }

  @Test func `another user works in a home of their own, and is told where there is none`()
    async throws
  {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    guard Place.hasNobody else {
      // Nobody can make a directory in /proc.
      let done = try await todotui(["list"], ["HOME": "/proc"])
      #expect(done.status == 73 && done.errors.contains("/proc/.local/share/todotui"))
      return
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
    let program = try await Place.programsForAll(folder)
    let home = folder.appending(path: "home").path
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
    _ = unsafe chown(home, 65534, 65534)
    let variables = ["HOME": home, "PATH": "/usr/bin:/bin", "TMPDIR": home]
    let made = try await Place.asNobody([program] + signUp, variables, input: Home.password)
    #expect(made.status == 0, "\(made.errors)")
    let listed = try await Place.asNobody([program, "list", "--json"], variables)
    #expect(listed.status == 0 && listed.output == "[]\n", "\(listed.errors)")
    _ = try await Place.asNobody([program, "local", "stop"], variables)

    let homeless = ["HOME": "/nonexistent/home", "PATH": "/usr/bin:/bin", "TMPDIR": home]
    let refused = try await Place.asNobody([program] + signUp, homeless, input: Home.password)
    #expect(refused.status == 73, "\(refused.errors)")
    #expect(refused.errors.contains("/nonexistent/home/.local/share/todotui"))
    #expect(refused.errors.contains("XDG_DATA_HOME or HOME"))
  }

  @Test func `a home that cannot be written is 73, and the directory and variable are named`()
    async throws
  {
    try await withSignedInHome { home in
      for arguments in [["list"], ["add", "Two"]] {
        let done: Finished
        var folder = home.folder.path
        if Place.hasMounts {
          done = try await Place.readOnly(
            [folder],
            [Programs.todotui] + arguments,
            home.environment
          )
        } else {
          folder = "/proc"
          done = try await home.todotui(arguments, variables: ["HOME": folder])
        }
        #expect(done.status == 73, "\(done.errors)")
        #expect(done.errors.contains(folder + "/.local/share/todotui"), "\(done.errors)")
        #expect(done.errors.contains("XDG_DATA_HOME or HOME"))
      }
    }
  }

  @Test(arguments: ["XDG_DATA_HOME", "XDG_STATE_HOME"])
  func `a file or a link to nothing for a directory is 73`(variable: String) async throws {
    try await withHome { home in
      let file = home.folder.appending(path: "file")
      let link = home.folder.appending(path: "link")
      try Data().write(to: file)
      try FileManager.default.createSymbolicLink(
        at: link,
        withDestinationURL: home.folder.appending(path: "nothing")
      )
      for place in [file, link] {
        let variables = home.environment.merging([variable: place.path]) { $1 }
        let done = try await todotui(signUp, variables)
        #expect(done.status == 73, "\(done.errors)")
        #expect(done.errors.contains("\(place.path)/todotui, because of \(place.path): "))
        #expect(done.errors.contains("set \(variable) or HOME"))
        if variable == "XDG_STATE_HOME" { try await stop(variables) }
      }
    }
  }

  @Test func `a file for the directory of configuration or socket does no harm`() async throws {
    try await withSignedInHome { home in
      let file = home.folder.appending(path: "file")
      try Data().write(to: file)
      for variable in ["XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"] {
        let done = try await home.todotui(["list"], variables: [variable: file.path])
        #expect(done.status == 0, "\(variable): \(done.errors)")
      }
    }
  }

  @Test func `an XDG directory may be a link, our own directory may not`() async throws {
    try await withHome { home in
      let real = home.folder.appending(path: "real")
      let link = home.folder.appending(path: "link")
      try FileManager.default.createDirectory(at: real, withIntermediateDirectories: false)
      try FileManager.default.createSymbolicLink(at: link, withDestinationURL: real)
      let linked = home.environment.merging(["XDG_DATA_HOME": link.path]) { $1 }
      #expect(try await todotui(signUp, linked).status == 0)
      try await stop(linked)

      let share = home.folder.appending(path: ".local/share")
      try FileManager.default.createDirectory(at: share, withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(at: home.data, withDestinationURL: real)
      let done = try await todotui(signUp, home.environment)
      #expect(done.status == 77, "\(done.errors)")
      #expect(done.errors.contains("\(home.data.path) is a symbolic link; put the real file"))
    }
  }

  @Test func `a temporary directory that cannot be written is 73 where it is needed`()
    async throws
  {
    try await withHome { home in
      let done: Finished
      if Place.hasMounts {
        let folder = home.folder.appending(path: "tmp").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        done = try await Place.readOnly(
          [folder],
          [Programs.todotui, "list"],
          home.environment.merging(["TMPDIR": folder]) { $1 }
        )
      } else {
        done = try await home.todotui(["list"], variables: ["TMPDIR": "/proc"])
      }
      #expect(done.status == 73, "\(done.errors)")
      #expect(done.errors.contains("/todotui-\(geteuid()) cannot be made"))
      #expect(done.errors.contains("Set XDG_RUNTIME_DIR or TMPDIR"))
    }
  }

  @Test func `a long runtime directory gives the socket a short name elsewhere`() async throws {
    try await withHome { home in
      let long = home.folder.appending(path: String(repeating: "long", count: 25))
      try FileManager.default.createDirectory(at: long, withIntermediateDirectories: false)
      let variables = home.environment.merging(["XDG_RUNTIME_DIR": long.path]) { $1 }
      #expect(try await todotui(signUp, variables).status == 0)
      let status = try await todotui(["local", "status", "--json"], variables).object()
      let socket = status["socket"] as? String ?? ""
      #expect(status["running"] as? Bool == true)
      #expect(socket.hasPrefix("/tmp/todotui-\(geteuid())/") && socket.utf8.count <= 100)
      try await stop(variables)
    }
  }
}
