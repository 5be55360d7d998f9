import Glibc
import TerminalKit

/// Where a command writes: data to stdout, messages to stderr, nothing else anywhere.
struct Output: Sendable {
  /// Whether errors and results are JSON.
  var isJSON: Bool
  /// Whether notes are left out (`-q`).
  var isQuiet: Bool
  /// Takes everything instead, where the screen has the terminal.
  var sink: CommandSink?
  /// Where messages go: stderr, or stdout where both are one conversation.
  var messages: Int32 = 2

  /// Whether lines may have dim parts and links: stdout is a terminal that takes them.
  var isStyled = false

  /// One line of plain data; whatever is in it from outside is made harmless, also into a pipe.
  func line(_ text: String) { write(1, TerminalText(text).text + "\n") }

  /// One JSON value on a line of its own.
  func json(_ value: JSONValue) { write(1, value.text + "\n") }

  /// A message beside the data, on stderr: one line, because a server's words may be in it, and a line
  /// of their own would look like one of ours.
  func note(_ text: String) {
    if isQuiet { return }
    if let sink { return sink.note(text) }
    write(messages, "todotui: " + TerminalText(text).text + "\n")
  }

  /// The last word of the screen: how many changes wait for the server.
  func tell(unsent: Int) {
    if unsent > 0 {
      note(
        "\(unsent) change\(unsent == 1 ? " is" : "s are") saved here and will be sent next time."
      )
    }
  }

  /// A picture below a note, line by line.
  func picture(_ text: String) {
    if isQuiet { return }
    if let sink { return sink.data(text) }
    write(messages, Output.lines(text))
  }

  /// Tells of a failure on stderr, as one object with `--json`.
  func fail(_ failure: Failure) {
    if let sink { return sink.fail(failure) }
    if isJSON {
      let error = JSONValue.object([
        .init("code", .string(failure.code)),
        .init("exit", .number(Int64(failure.status.rawValue))),
        .init("message", .string(failure.message)),
        .init("hint", .optional(failure.hint)),
        .init("requestId", .optional(failure.requestID)),
      ])
      write(messages, JSONValue.object([.init("error", error)]).text + "\n")
      return
    }
    var text = "todotui: " + failure.message
    if let id = failure.requestID { text += " (request \(id))" }
    write(messages, TerminalText(text).text + "\n")
    if let hint = failure.hint { write(messages, Output.lines(hint)) }
  }

  /// Text made harmless, its own line breaks kept, with one at the end.
  private static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { TerminalText(String($0)).text + "\n" }.joined()
  }

  /// Text of our own making, written as it is.
  func raw(_ text: String) { write(1, text) }

  /// Whole lines of our own making, in UTF-8, written as they are.
  func raw(_ lines: [UInt8]) {
    if let sink { return sink.data(String(decoding: lines, as: UTF8.self)) }
    write(1, lines[...])
  }

  private func write(_ descriptor: Int32, _ text: String) {
    if let sink { return sink.data(text) }
    write(descriptor, Array(text.utf8)[...])
  }

  private func write(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        let reason = errno
        if reason == EINTR { continue }
        if reason == EAGAIN {
          var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          unsafe poll(&room, 1, -1)
          continue
        }
        // The reader went away: nobody to tell.
        if reason == EPIPE { _exit(0) }
        if descriptor == 1 {
          write(2, "todotui: stdout cannot be written: \(systemMessage(reason)).\n")
        }
        _exit(ExitStatus.inputOutput.rawValue)
      }
      rest = rest.dropFirst(count)
    }
  }
}
