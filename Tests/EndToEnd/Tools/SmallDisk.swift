import Foundation

/// A home whose data lie on a disk of their own that can be filled up: a tmpfs in a mount namespace
/// that lives as long as one process in it.
struct SmallDisk {
  static let isHere = Place.hasMounts && Programs.have("nsenter", "sh", "sleep")

  private let holder: Child
  private let home: Home
  private let filler: URL

  /// Moves the data of a home onto the disk.
  init(of home: Home, kilobytes: Int) async throws {
    self.home = home
    let kept = home.folder.appending(path: "kept").path
    let data = home.data.path
    let lines = [
      "cp -a \(data) \(kept)", "mount -t tmpfs -o size=\(kilobytes)k,mode=700 tmpfs \(data)",
      "cp -a \(kept)/. \(data)", "echo ready", "exec sleep 300",
    ]
    holder = try Child(
      Programs.tool("unshare") ?? "",
      ["--mount", "/bin/sh", "-ec", lines.joined(separator: " && ")],
      environment: home.environment
    )
    filler = URL(filePath: "/proc/\(holder.pid)/root\(data)/filler")
    let (holder, filler) = (holder, filler)
    guard await eventually({ holder.said == "ready\n" || !holder.isRunning }), holder.isRunning
    else {
      await holder.end(SIGKILL)
      throw Trouble("no small disk: \(holder.complained) \(filler.path)")
    }
  }

  /// What comes before a command's words, so that it sees the disk.
  var words: [String] {
    [Programs.tool("nsenter") ?? "", "--mount", "--target", String(holder.pid), "--"]
  }

  /// Runs `todotui` with its data on the disk.
  func todotui(_ arguments: [String]) async throws -> Finished {
    let words = words + [Programs.todotui] + arguments
    return try await run(words[0], Array(words.dropFirst()), environment: home.environment)
  }

  /// Writes until not a byte more fits.
  func fill() throws {
    let file = unsafe open(filler.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Trouble("the disk cannot be filled: \(errno)") }
    defer { close(file) }
    for size in [4096, 1] {
      let bytes = [UInt8](repeating: 1, count: size)
      while unsafe write(file, bytes, size) == size {}
    }
  }

  /// Makes room again.
  func free() throws { try FileManager.default.removeItem(at: filler) }

  func end() async { await holder.end(SIGKILL) }
}
