import Synchronization

/// Messages wait here; one bell rings however many arrive.
final class Mailbox<Message: Sendable>: Sendable {
  private struct Waiting {
    var messages: [Message] = []
    var posted = 0
  }

  private let waiting = Mutex(Waiting())
  private let bell: AsyncStream<Void>.Continuation
  /// Rings once for any number of messages posted since the last ring.
  let rings: AsyncStream<Void>

  init() {
    (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How many messages have been posted so far.
  var posted: Int { waiting.withLock { $0.posted } }

  func post(_ message: Message) {
    waiting.withLock { waiting in
      waiting.messages.append(message)
      waiting.posted += 1
    }
    bell.yield()
  }

  /// Posts unless another message has come since `count` were posted; tells whether it did.
  func post(_ message: Message, ifStillAt count: Int) -> Bool {
    let isPosted = waiting.withLock { waiting in
      guard waiting.posted == count else { return false }
      waiting.messages.append(message)
      waiting.posted += 1
      return true
    }
    if isPosted { bell.yield() }
    return isPosted
  }

  func drain() -> [Message] {
    waiting.withLock { waiting in
      defer { waiting.messages = [] }
      return waiting.messages
    }
  }
}
