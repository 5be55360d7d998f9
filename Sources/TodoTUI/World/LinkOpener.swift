import CPosix

/// Shows addresses in the person's browser, away from this terminal.
package struct LinkOpener: Sendable {
  /// A shell command, as in `BROWSER`; nil for the system's own.
  let command: String?

  /// A browser may stay for hours; what cannot show anything ends sooner than this.
  private static let patience = Duration.seconds(3)

  /// Asks for an address to be shown.
  ///
  /// - Parameter address: where to; it never becomes part of a shell's text.
  /// - Returns: a sentence with the address when that did not work; nil when it did.
  func open(_ address: String) async -> String? {
    let shell = "/bin/sh"
    // Several commands stand in BROWSER with colons between; the first is the one to try.
    let first = command?.split(separator: ":").first.map(String.init) ?? "xdg-open"
    var process = pid_t()
    let line = LinkOpener.line(first)
    let result = unsafe withCStrings([shell, "-c", line, shell, address]) { argv in
      unsafe withCStrings(Editor.environment) { envp in
        unsafe cposix_spawn_detached(shell, argv, envp, "/dev/null", &process)
      }
    }
    if result != 0 { return failure(address) }
    return await LinkOpener.status(of: process) ?? 0 == 0 ? nil : failure(address)
  }

  /// A browser's command as a shell's line, whose first argument is the address.
  ///
  /// - Parameter command: with `%s` where the address belongs, quoted or not, else it comes last.
  /// - Returns: the line.
  package static func line(_ command: String) -> String {
    let quoted = ["'%s'", "\"%s\"", "%s"]
    guard let place = quoted.first(where: command.contains) else { return command + " \"$1\"" }
    return command.split(separator: place, omittingEmptySubsequences: false)
      .joined(separator: "\"$1\"")
  }

  /// Waits for a process, and for ever in the background, so that it leaves no zombie.
  ///
  /// - Parameter process: a child.
  /// - Returns: how it ended; nil when it has not within ``patience``.
  private static func status(of process: pid_t) async -> Int32? {
    let (ends, end) = AsyncStream<Int32>.makeStream()
    let box = unsafe Unmanaged.passRetained(Ending(continuation: end))
    let isAwaited = unsafe cposix_await(process, box.toOpaque()) { context, status in
      guard let context = unsafe context else { return }
      let ending = unsafe Unmanaged<Ending>.fromOpaque(context).takeRetainedValue()
      ending.continuation.yield(status)
      ending.continuation.finish()
    }
    if isAwaited != 0 {
      unsafe box.release()
      return nil
    }
    let alarm = Task {
      try await Task.pause(for: patience)
      end.finish()
    }
    defer { alarm.cancel() }
    for await status in ends { return status }
    return nil
  }

  private func failure(_ address: String) -> String { "No browser could show \(address)" }
}

/// Carries the continuation through C.
private final class Ending: Sendable {
  let continuation: AsyncStream<Int32>.Continuation

  init(continuation: AsyncStream<Int32>.Continuation) { self.continuation = continuation }
}
