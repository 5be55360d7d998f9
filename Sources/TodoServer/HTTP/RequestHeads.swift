internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// What a request's head needs before Hummingbird sees it.
final class RequestHeads: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundOut = HTTPResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else {
      context.fireChannelRead(data)
      return
    }
    // A client that asks first may go on with its body (RFC 9110, section 10.1.1).
    if head.headerFields[.expect]?.utf8.lowercasedASCII == Array("100-continue".utf8) {
      let part = HTTPResponsePart.head(.init(status: .continue))
      context.writeAndFlush(wrapOutboundOut(part), promise: nil)
    }
    // Hummingbird compares this one as a `String`, slowly where somebody made it so.
    head.headerFields[values: .connection].removeAll { !$0.utf8.allSatisfy { $0 < 0x80 } }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}
