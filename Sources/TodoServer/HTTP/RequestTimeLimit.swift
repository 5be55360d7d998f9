internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection whose request is not read and answered completely in time, so that neither
/// a body that drips in nor an answer nobody reads can hold it.
final class RequestTimeLimit: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// A request under way; pipelined ones queue behind it.
  private final class Running {
    let clock: Scheduled<Void>
    private var open = 2

    init(clock: Scheduled<Void>) {
      self.clock = clock
    }

    /// Called once for the read request and once for the written answer.
    func finishHalf() {
      open -= 1
      if open == 0 { clock.cancel() }
    }
  }

  private let limit: TimeAmount
  private var reading: Running?
  private var unanswered: [Running] = []

  init(limit: TimeAmount) {
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      let channel = context.channel
      let running = Running(
        clock: context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
      )
      reading = running
      unanswered.append(running)
    case .body: break
    case .end:
      reading?.finishHalf()
      reading = nil
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data), !unanswered.isEmpty else {
      context.write(data, promise: promise)
      return
    }
    // The clock stops when the last byte has left, not when it is queued.
    let running = unanswered.removeFirst()
    let written = promise ?? context.eventLoop.makePromise()
    written.futureResult.assumeIsolated().whenComplete { _ in running.finishHalf() }
    context.write(data, promise: written)
  }

  func channelInactive(context: ChannelHandlerContext) {
    reading?.clock.cancel()
    for running in unanswered { running.clock.cancel() }
    reading = nil
    unanswered = []
    context.fireChannelInactive()
  }
}
