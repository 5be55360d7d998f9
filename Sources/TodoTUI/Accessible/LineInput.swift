import Dispatch
import Glibc
import Synchronization
import TerminalKit

/// Lines from stdin, a terminal or a pipe, and ^C while one is typed.
@MainLoop
final class LineInput {
  /// What came of waiting for a line.
  enum Reading: Equatable {
    case line(String)
    /// What came is no text that can be used; the sentence says why.
    case refused(String)
    /// ^C: the line is forgotten.
    case interrupted
    /// ^D, or the end of the pipe.
    case ended
  }

  /// The most bytes of one line.
  static let limit = 1 << 16

  let isTerminal: Bool
  private let output: Output
  private var buffer: [UInt8] = []
  private let bell: [Int32]
  private let source: any DispatchSourceSignal
  private let busy = Busy()

  /// What ^C stops while no line is waited for.
  private final class Busy: Sendable {
    let stop = Mutex<(@Sendable () -> Void)?>(nil)
  }

  /// - Parameter output: where prompts go, and what is read from a pipe, so that the whole reads like
  ///   a conversation.
  init(output: Output) {
    isTerminal = isatty(0) == 1
    self.output = output
    var ends: [Int32] = [-1, -1]
    unsafe pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    bell = ends
    signal(SIGINT, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    // Sendable: else it would be the main loop's, and trap on another queue.
    source.setEventHandler { @Sendable [busy, ends] in
      if let stop = busy.stop.withLock(\.self) { return stop() }
      var byte: UInt8 = 3
      unsafe write(ends[1], &byte, 1)
    }
    source.resume()
  }

  /// Runs what may take long; ^C stops it.
  func stoppable(_ stop: @escaping @Sendable () -> Void, _ work: () async -> Void) async {
    busy.stop.withLock { $0 = stop }
    await work()
    busy.stop.withLock { $0 = nil }
  }

  /// Waits for a line.
  ///
  /// - Parameters:
  ///   - prompt: what stands before it.
  ///   - isShown: whether a line from a pipe is repeated, which a terminal does by itself.
  /// - Returns: the line without its end, or why there is none.
  func next(_ prompt: String, isShown: Bool = true) -> Reading {
    // A question in the middle of what ^C would stop: now it is for the line.
    let stop = busy.stop.withLock { stop in
      defer { stop = nil }
      return stop
    }
    defer { busy.stop.withLock { $0 = stop } }
    output.raw(TerminalText(prompt).text)
    while true {
      if let line = takeLine(isShown) { return line }
      var ready = [
        pollfd(fd: 0, events: Int16(POLLIN), revents: 0),
        pollfd(fd: bell[0], events: Int16(POLLIN), revents: 0),
      ]
      if unsafe poll(&ready, 2, -1) < 0, errno != EINTR { return .ended }
      if ready[1].revents != 0 {
        var byte: UInt8 = 0
        while unsafe read(bell[0], &byte, 1) > 0 {}
        buffer = []
        output.raw("\n")
        return .interrupted
      }
      if ready[0].revents != 0, !fill() {
        // What stands before the end of a pipe is a line too.
        if !buffer.isEmpty {
          buffer.append(10)
          continue
        }
        output.raw("\n")
        return .ended
      }
    }
  }

  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(0, &chunk, chunk.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return true }
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }

  private func takeLine(_ isShown: Bool) -> Reading? {
    guard let end = buffer.firstIndex(of: 10) else {
      // A line without end takes no memory without end: its bytes are dropped, its length is kept.
      if buffer.count > 2 * LineInput.limit {
        buffer.removeLast(buffer.count - LineInput.limit - 1)
      }
      return nil
    }
    let bytes = buffer[..<end]
    buffer.removeSubrange(...end)
    let text = String(validating: bytes, as: UTF8.self)
    if !isTerminal { output.raw((isShown ? TerminalText(text ?? "").text : "") + "\n") }
    if bytes.count > LineInput.limit {
      return .refused("A line has at most \(LineInput.limit) bytes.")
    }
    guard let text else { return .refused("That line is not UTF-8 text.") }
    return .line(text)
  }
}
