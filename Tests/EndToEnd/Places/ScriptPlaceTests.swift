import Foundation
import Testing

/// Machines on which it is to be built or installed.
///
/// | place | what happens | exit |
/// |---|---|---|
/// | macOS | a sentence that it is not a target yet | 69 |
/// | packages missing, no root, no sudo | the line to type | 69 |
/// | packages missing, another system's package program | their names | 69 |
/// | no Swift, or an old one | the line to type | 69 |
/// | `--install`, the directory not on PATH | both programs, and how to start them | 0 |
/// | `--install` over programs that run | the same; those that run go on | 0 |
@Suite(.timeLimit(.minutes(2)), .takingTurns)
struct `Places to build in` {
  /// A tree with the scripts, and a PATH that has nothing but what the scripts need and stubs.
  private struct Tree {
    let folder: URL
    var path: String { folder.appending(path: "bin").path }

    init() async throws {
      folder = try temporaryFolder()
      let files = FileManager.default
      for name in ["bin", "script", "Sources", ".build/release"] {
        try files.createDirectory(
          at: folder.appending(path: name),
          withIntermediateDirectories: true
        )
      }
      for name in ["script/run", "script/bootstrap", "Package.swift"] {
        try files.copyItem(
          at: Programs.root.appending(path: name),
          to: folder.appending(path: name)
        )
      }
      for name in [
        "bash", "env", "dirname", "find", "sed", "head", "mktemp", "mkdir", "install", "strip",
        "mv",
      ] {
        guard let tool = Programs.tool(name) else { continue }
        try files.createSymbolicLink(
          at: folder.appending(path: "bin/\(name)"),
          withDestinationURL: URL(filePath: tool)
        )
      }
      try await stub("uname", "echo Linux")
      try await stub("dpkg-query", "echo installed")
      try await stub("id", "echo 1000")
      try await stub("apt-get", "exit 1")
      try await stub("swift", "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'")
    }

    /// Written by another process: what this one has open for writing, a child started meanwhile has
    /// too, and such a file cannot be executed (`ETXTBSY`).
    func stub(_ name: String, _ body: String) async throws {
      let made = try await run(
        "/bin/sh",
        ["-c", "rm -f \"$0\" && cat > \"$0\" && chmod 755 \"$0\"", "\(folder.path)/bin/\(name)"],
        environment: ["PATH": "/usr/bin:/bin"],
        input: "#!/bin/sh\n\(body)\n"
      )
      try #require(made.status == 0, "\(made.errors)")
    }

    func remove(_ name: String) throws {
      try FileManager.default.removeItem(at: folder.appending(path: "bin/\(name)"))
    }

    func script(_ name: String, _ arguments: String..., home: String? = nil) async throws
      -> Finished
    {
      try await run(
        "/bin/bash",
        [folder.appending(path: "script/\(name)").path] + arguments,
        environment: ["PATH": path, "HOME": home ?? folder.path]
      )
    }
  }

  private func withTree(_ body: (Tree) async throws -> Void) async throws {
    let tree = try await Tree()
    defer { try? FileManager.default.removeItem(at: tree.folder) }
    try await body(tree)
  }

  @Test(arguments: ["run", "bootstrap"])
  func `macOS is not a target yet`(script: String) async throws {
    try await withTree { tree in
      try await tree.stub("uname", "echo Darwin")
      let done = try await tree.script(script)
      #expect(done.status == 69)
      #expect(done.errors == "todotui: This builds on Linux; Darwin is not a target yet.\n")
    }
  }

  @Test func `without root and sudo the line for missing packages is printed`() async throws {
    try await withTree { tree in
      try await tree.stub("dpkg-query", "case $* in *libcurl*) exit 1;; esac; echo installed")
      let done = try await tree.script("run")
      #expect(done.status == 69)
      #expect(
        done.errors.hasSuffix("todotui: Type, as root:  apt-get install -y libcurl4-openssl-dev\n"),
        "\(done.errors)"
      )
      try tree.remove("apt-get")
      let other = try await tree.script("run")
      #expect(other.status == 69)
      #expect(other.errors.contains("These packages are missing: libcurl4-openssl-dev"))
      #expect(other.errors.contains("this system's package program"))
    }
  }

  @Test func `without Swift, or with an old one, the line to type is printed`() async throws {
    try await withTree { tree in
      try await tree.stub("swift", "echo 'Apple Swift version 5.10 (x)'")
      let old = try await tree.script("run")
      #expect(old.status == 69 && old.errors.contains("Here is 5.10."), "\(old.errors)")
      try tree.remove("swift")
      let none = try await tree.script("run")
      #expect(none.status == 69)
      #expect(none.errors.contains("Building needs Swift 6.3 or newer. There is none on PATH."))
      #expect(none.errors.contains("  curl -O https://download.swift.org/swiftly/linux/"))
    }
  }

  @Test(.enabled(if: Programs.have("strip", "install")))
  func `both programs are installed, also over those that run`() async throws {
    try await withTree { tree in
      let release = tree.folder.appending(path: ".build/release")
      // A small program stands in for the server: what is shown is that both arrive.
      let sleep = try #require(Programs.tool("sleep"))
      try FileManager.default.copyItem(
        at: URL(filePath: sleep).resolvingSymlinksInPath(),
        to: release.appending(path: "todo-server")
      )
      try FileManager.default.copyItem(
        at: URL(filePath: Programs.todotui).resolvingSymlinksInPath(),
        to: release.appending(path: "todotui")
      )
      let stamp = Data()
      try stamp.write(to: tree.folder.appending(path: ".build/release.stamp"))
      let target = tree.folder.appending(path: ".local/bin")

      let first = try await tree.script("run", "--install")
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output.contains("installed todotui and todo-server in \(target.path)"))
      #expect(first.output.contains("not on PATH. Start it with: \(target.path)/todotui"))
      let todotui = target.appending(path: "todotui").path
      let version = try await run(todotui, ["--version"], environment: ["HOME": target.path])
      #expect(version.output == "0.1.0\n")

      let running = try Child(
        target.appending(path: "todo-server").path,
        ["60"],
        environment: [:]
      )
      let second = try await tree.script("run", "--install")
      #expect(second.status == 0, "\(second.errors)")
      #expect(running.isRunning)
      await running.end()
      let again = try await run(todotui, ["--version"], environment: ["HOME": target.path])
      #expect(again.status == 0)
    }
  }
}
