import CPosix
import Glibc

/// Shows addresses in the person's browser, away from this terminal.
struct LinkOpener: Sendable {
  /// A shell command, as in `BROWSER`; nil for the system's own.
  let command: String?

  /// Asks for an address to be shown.
  ///
  /// - Parameter address: where to; it never becomes part of a shell's text.
  /// - Returns: a sentence with the address when that did not work; nil when it did.
  func open(_ address: String) async -> String? {
    let shell = "/bin/sh"
    // Several commands stand in BROWSER with colons between; the first is the one to try.
    let first = command?.split(separator: ":").first.map(String.init) ?? "xdg-open"
    var process = pid_t()
    let result = unsafe withCStrings([shell, "-c", first + " \"$@\"", shell, address]) { argv in
      unsafe withCStrings(Editor.environment) { envp in
        unsafe cposix_spawn_detached(shell, argv, envp, "/dev/null", &process)
      }
    }
    guard result == 0 else { return failure(address) }
    // A browser may stay for hours; what cannot show anything ends soon.
    for delay in [50, 250, 700, 2000] {
      try? await Task.pause(for: .milliseconds(delay))
      var status: Int32 = 0
      if unsafe waitpid(process, &status, WNOHANG) == process {
        return status == 0 ? nil : failure(address)
      }
    }
    return nil
  }

  private func failure(_ address: String) -> String { "No browser could show \(address)" }
}
