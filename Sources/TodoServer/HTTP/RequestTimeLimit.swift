internal import NIOCore
internal import NIOHTTPTypes

/// Closes a connection whose request is not answered completely in time, so that neither a body
/// that drips in nor an answer nobody reads can hold it.
final class RequestTimeLimit: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limit: TimeAmount
  private var running: [Scheduled<Void>] = []

  init(limit: TimeAmount) {
    self.limit = limit
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) {
      let channel = context.channel
      running.append(context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) })
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .end = unwrapOutboundIn(data), !running.isEmpty else {
      context.write(data, promise: promise)
      return
    }
    // The clock stops when the last byte has left, not when it is queued.
    let clock = running.removeFirst()
    let written = promise ?? context.eventLoop.makePromise()
    written.futureResult.whenComplete { _ in clock.cancel() }
    context.write(data, promise: written)
  }

  func channelInactive(context: ChannelHandlerContext) {
    for clock in running { clock.cancel() }
    running = []
    context.fireChannelInactive()
  }
}
