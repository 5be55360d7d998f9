import CPosix

extension Task where Success == Never, Failure == Never {
  /// Waits like `Task.sleep`, which would leave a timer that wakes the process once a second for ever.
  ///
  /// - Parameter duration: how long; time the machine was suspended counts.
  /// - Throws: `CancellationError`, at once when the task is cancelled.
  static func pause(for duration: Duration) async throws {
    let (rings, bell) = AsyncStream<Void>.makeStream()
    let (seconds, attoseconds) = duration.components
    let nanoseconds = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let rest = UInt64(clamping: attoseconds / 1_000_000_000)
    let box = unsafe Unmanaged.passRetained(Bell(continuation: bell))
    unsafe cposix_call_later(
      nanoseconds.overflow ? .max : nanoseconds.partialValue &+ rest,
      box.toOpaque()
    ) { context in
      guard let context = unsafe context else { return }
      unsafe Unmanaged<Bell>.fromOpaque(context).takeRetainedValue().continuation.finish()
    }
    for await _ in rings {}
    try Task<Never, Never>.checkCancellation()
  }
}

extension Task where Failure == Never {
  /// The value, if there is one in time; the task goes on otherwise.
  ///
  /// - Parameter limit: how long to wait.
  /// - Returns: nil when there is none by then.
  func value(within limit: Duration) async -> Success? {
    let (values, answer) = AsyncStream<Success?>.makeStream()
    let waiting = Task<Void, Never> { answer.yield(await value) }
    let alarm = Task<Void, Never> {
      try? await Task<Never, Never>.pause(for: limit)
      answer.yield(nil)
    }
    defer {
      waiting.cancel()
      alarm.cancel()
    }
    for await value in values { return value }
    return nil
  }
}

/// Carries the continuation through C.
private final class Bell: Sendable {
  let continuation: AsyncStream<Void>.Continuation

  init(continuation: AsyncStream<Void>.Continuation) { self.continuation = continuation }
}
