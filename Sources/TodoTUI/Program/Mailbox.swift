import Synchronization

/// Messages wait here; one bell rings however many arrive.
final class Mailbox<Message: Sendable>: Sendable {
  private let waiting = Mutex<[Message]>([])
  private let bell: AsyncStream<Void>.Continuation
  /// Rings once for any number of messages posted since the last ring.
  let rings: AsyncStream<Void>

  init() {
    (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func post(_ message: Message) {
    waiting.withLock { $0.append(message) }
    bell.yield()
  }

  func drain() -> [Message] {
    waiting.withLock { all in
      defer { all = [] }
      return all
    }
  }
}
