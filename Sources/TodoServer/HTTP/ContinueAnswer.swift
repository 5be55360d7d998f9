internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Tells a client that asks first to go on with its body (RFC 9110, section 10.1.1).
final class ContinueAnswer: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundOut = HTTPResponsePart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data),
      head.headerFields[.expect]?.utf8.lowercasedASCII == Array("100-continue".utf8)
    {
      let part = HTTPResponsePart.head(.init(status: .continue))
      context.writeAndFlush(wrapOutboundOut(part), promise: nil)
    }
    context.fireChannelRead(data)
  }
}
