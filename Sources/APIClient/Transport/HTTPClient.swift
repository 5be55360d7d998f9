internal import Synchronization

/// Sends requests over libcurl, by the rules that keep credentials where they belong.
///
/// No redirect leaves an origin, no cookie is kept, no proxy sees plain http, nothing but a GET is
/// ever sent twice, and an answer has a size limit. Transfers run on one thread, which is made by
/// the first request and sleeps while there is nothing to do.
public final class HTTPClient: Sendable {
  private enum State {
    case idle
    case running(CurlEngine)
    case closed
  }

  private let configuration: HTTPConfiguration
  private let state = Mutex(State.idle)
  private let clock = ServerClock()

  /// The time of this machine's clock minus that of the server that answered last; nil before an answer
  /// that told its time.
  public var clockDifference: Duration? { clock.difference }

  /// A client without a thread and without connections yet.
  public init(_ configuration: HTTPConfiguration) { self.configuration = configuration }

  deinit { close() }

  /// Loads on another thread what the first request needs, for a caller that has something else to do
  /// before it.
  public func prepare() { Task.detached { CurlEngine.isReady } }

  /// Ends every request as cancelled, then the thread; returns when it is gone.
  ///
  /// Later requests fail as not sent. Calling it again does nothing.
  public func close() {
    let former = state.withLock {
      let former = $0
      $0 = .closed
      return former
    }
    if case .running(let engine) = former { engine.stop() }
  }

  /// Sends one request and waits for the whole answer.
  ///
  /// A 307 or 308 to the same origin is followed with the same method, body and headers, twice at
  /// most. Cancelling the calling task ends the request at any moment.
  ///
  /// - Parameter request: what to send, and within which time.
  /// - Returns: the answer, whatever its status.
  /// - Throws: ``TransportError`` when there is no complete answer.
  public func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
    let host = request.endpoint.label
    let deadline = ContinuousClock.now + request.timeout
    var order = try TransferOrder(request, configuration)
    var redirectsLeft = 2
    var redirectedPath: String?
    while true {
      order.timeout = ContinuousClock.now.duration(to: deadline)
      var reply = try await engine(for: host).perform(order)
      guard (300..<400).contains(reply.status), reply.status != 304 else {
        reply.redirectedPath = redirectedPath
        clock.note(reply)
        return reply
      }
      let target = reply.headers["Location"].flatMap {
        RedirectTarget(location: $0, from: order.url)
      }
      guard let target, reply.status == 307 || reply.status == 308, redirectsLeft > 0,
        target.origin == request.endpoint.origin
      else { throw .redirected(host: host, status: reply.status, target: target?.origin) }
      redirectsLeft -= 1
      order.url = target.origin + target.path
      redirectedPath = String(target.path.prefix { $0 != "?" })
    }
  }

  private func engine(for host: String) throws(TransportError) -> CurlEngine {
    let engine: CurlEngine?? = state.withLock {
      switch $0 {
      case .running(let engine): return engine
      case .closed: return .some(nil)
      case .idle:
        guard let engine = CurlEngine() else { return nil }
        $0 = .running(engine)
        return engine
      }
    }
    guard let engine else { throw .notSent(host: host, .system(CurlEngine.lack)) }
    guard let engine else { throw .notSent(host: host, .closed) }
    return engine
  }
}
