internal import CCurl
internal import Glibc
internal import Synchronization

/// Runs every transfer of one client on one thread; callers only await.
///
/// The thread sleeps in `curl_multi_poll` without a deadline of its own: libcurl shortens the sleep
/// to its next timer, and an order wakes it. libcurl itself is loaded by the first engine: what only
/// reads the mirror starts twice as fast without it.
@safe final class CurlEngine: Sendable {
  typealias Waiter = CheckedContinuation<Result<HTTPReply, TransportError>, Never>

  private enum Order: Sendable {
    case start(UInt64, TransferOrder, Waiter)
    case cancel(UInt64)
    case stop
  }

  private struct Inbox {
    var orders: [Order] = []
    var isStopped = false
    var thread: pthread_t?
  }

  private let inbox = Mutex(Inbox())
  private let lastID = Atomic<UInt64>(0)
  // Used by the thread alone but for curl_multi_wakeup, which any thread may call while it lives.
  private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  /// Loads libcurl when it is first asked for.
  static let isReady =
    ccurl_load() && ccurl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Why there is no engine.
  static var lack: String {
    ccurl_load()
      ? "the system has no thread left" : "libcurl.so.4 is missing or too old: install libcurl4"
  }

  /// Nil when the system has no memory or thread left.
  init?() {
    guard CurlEngine.isReady, let multi = unsafe ccurl_multi_init() else { return nil }
    unsafe self.multi = multi
    _ = unsafe ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 8)
    guard let thread = startThread({ self.run() }) else {
      unsafe ccurl_multi_cleanup(multi)
      return nil
    }
    inbox.withLock { $0.thread = thread }
  }

  func perform(_ order: TransferOrder) async throws(TransportError) -> HTTPReply {
    let id = lastID.wrappingAdd(1, ordering: .relaxed).newValue
    return try await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        guard post(.start(id, order, waiter)) else {
          waiter.resume(returning: .failure(.notSent(host: order.host, .closed)))
          return
        }
        // A cancellation that came before the line above was aimed at an unknown id: aim again.
        if Task.isCancelled { post(.cancel(id)) }
      }
    } onCancel: {
      post(.cancel(id))
    }.get()
  }

  /// Cancels what runs, ends the thread and waits for it; must not be called by it.
  func stop() {
    post(.stop)
    let thread = inbox.withLock {
      let thread = $0.thread
      $0.thread = nil
      return thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  /// False when the engine takes no orders any more.
  @discardableResult
  private func post(_ order: Order) -> Bool {
    inbox.withLock {
      if $0.isStopped { return false }
      if case .stop = order { $0.isStopped = true }
      $0.orders.append(order)
      // Within the lock: after a stop the handle may be gone.
      _ = unsafe ccurl_multi_wakeup(multi)
      return true
    }
  }

  private func takeOrders() -> [Order] {
    inbox.withLock {
      let orders = $0.orders
      $0.orders = []
      return orders
    }
  }

  private func run() {
    var board = unsafe TransferBoard(multi: multi)
    while true {
      for order in takeOrders() {
        switch order {
        case .start(let id, let order, let waiter): board.start(id, order, waiter)
        case .cancel(let id): board.cancel(id)
        case .stop:
          board.cancelAll()
          unsafe ccurl_multi_cleanup(multi)
          return
        }
      }
      board.advance()
      _ = unsafe ccurl_multi_poll(multi)
    }
  }
}

/// The transfers in flight; lives on the engine's thread.
@safe private struct TransferBoard {
  private let multi: UnsafeMutableRawPointer
  private var transfers: [UInt64: Transfer] = [:]
  private var ids: [UnsafeMutableRawPointer: UInt64] = unsafe [:]

  init(multi: UnsafeMutableRawPointer) { unsafe self.multi = multi }

  mutating func start(_ id: UInt64, _ order: TransferOrder, _ waiter: CurlEngine.Waiter) {
    guard let transfer = Transfer(order, waiter) else {
      waiter.resume(
        returning: .failure(.notSent(host: order.host, .system("libcurl refused an option")))
      )
      return
    }
    transfers[id] = transfer
    unsafe ids[transfer.handle.raw] = id
    _ = unsafe ccurl_multi_add_handle(multi, transfer.handle.raw)
  }

  mutating func cancel(_ id: UInt64) { remove(id)?.cancel() }

  mutating func cancelAll() {
    for id in Array(transfers.keys) { cancel(id) }
  }

  /// Moves every transfer on as far as it goes without waiting, and hands out what is done.
  mutating func advance() {
    var running: Int32 = 0
    _ = unsafe ccurl_multi_perform(multi, &running)
    var code = CURLE_OK
    while let done = unsafe ccurl_next_done(multi, &code) {
      if let id = unsafe ids[done] { remove(id)?.finish(code) }
    }
  }

  private mutating func remove(_ id: UInt64) -> Transfer? {
    guard let transfer = transfers.removeValue(forKey: id) else { return nil }
    unsafe ids[transfer.handle.raw] = nil
    _ = unsafe ccurl_multi_remove_handle(multi, transfer.handle.raw)
    return transfer
  }
}
