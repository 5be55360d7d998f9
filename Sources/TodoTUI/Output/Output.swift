import Synchronization
import TerminalKit

import Glibc

/// Where a command writes: data to stdout, messages to stderr, nothing else anywhere.
struct Output: Sendable {
  /// Whether errors and results are JSON.
  var isJSON: Bool
  /// Whether notes are left out (`-q`).
  var isQuiet: Bool

  /// One line of plain data; whatever is in it from outside is made harmless, also into a pipe.
  func line(_ text: String) { write(1, TerminalText(text).text + "\n") }

  /// One JSON value on a line of its own.
  func json(_ value: JSONValue) { write(1, value.text + "\n") }

  /// A message beside the data, on stderr; its own line breaks stay.
  func note(_ text: String) {
    if isQuiet { return }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      write(2, "todotui: " + TerminalText(String(line)).text + "\n")
    }
  }

  /// Tells of a failure on stderr, as one object with `--json`.
  func fail(_ failure: Failure) {
    if isJSON {
      let error = JSONValue.object([
        .init("code", .string(failure.code)),
        .init("exit", .number(Int64(failure.status.rawValue))),
        .init("message", .string(failure.message)),
        .init("hint", .optional(failure.hint)),
        .init("requestId", .optional(failure.requestID)),
      ])
      write(2, JSONValue.object([.init("error", error)]).text + "\n")
      return
    }
    var text = "todotui: " + failure.message
    if let id = failure.requestID { text += " (request \(id))" }
    write(2, TerminalText(text).text + "\n")
    for line in (failure.hint ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    where failure.hint != nil {
      write(2, TerminalText(String(line)).text + "\n")
    }
  }

  /// Text of our own making, written as it is.
  func raw(_ text: String) { write(1, text) }

  private func write(_ descriptor: Int32, _ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        // The reader went away (SIGPIPE is quiet by default) or the disk is full: nobody to tell.
        exit(errno == EPIPE ? 0 : ExitStatus.inputOutput.rawValue)
      }
      rest = rest.dropFirst(count)
    }
  }
}
