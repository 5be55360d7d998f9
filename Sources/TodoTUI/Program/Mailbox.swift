import Synchronization

/// Letters wait here; one bell rings however many arrive.
final class Mailbox<Letter: Sendable>: Sendable {
  private let waiting = Mutex<[Letter]>([])
  private let bell: AsyncStream<Void>.Continuation
  /// Rings once for any number of letters posted since the last ring.
  let rings: AsyncStream<Void>

  init() {
    (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func post(_ letter: Letter) {
    leave(letter)
    ring()
  }

  /// Puts a letter in without a sound, for who empties the box at once.
  func leave(_ letter: Letter) { waiting.withLock { $0.append(letter) } }

  func ring() { bell.yield() }

  func drain() -> [Letter] {
    waiting.withLock { all in
      defer { all = [] }
      return all
    }
  }
}
