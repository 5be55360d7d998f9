internal import Foundation

/// The address a request is counted under: the peer, or what a trusted proxy says it is.
struct ClientAddress: Sendable, Equatable {
  /// The address itself, for the session's row.
  let text: String
  /// True where a trusted proxy named it.
  let isForwarded: Bool

  /// What the limits count: an IPv6 address counts with its /64 (contract/better-auth 2.6).
  var counted: String {
    guard text.contains(":"), let bytes = ClientAddress.bytes(text, family: AF_INET6) else {
      return text
    }
    return Hexadecimal.encode(bytes.prefix(8)) + "::/64"
  }

  /// Nil on a Unix socket; from a trusted proxy it is the last hop that is not trusted itself.
  init?(peer: String?, forwardedFor: [String], trustedProxies: [String]) {
    guard let peer else { return nil }
    let peerText = ClientAddress.withoutMapping(peer)
    guard trustedProxies.contains(peerText) else {
      self.init(text: peerText, isForwarded: false)
      return
    }
    let hops = forwardedFor.flatMap { $0.split(separator: ",") }
      .map { ClientAddress.withoutMapping(String($0.filter { !$0.isWhitespace })) }
    guard let hop = hops.last(where: { !trustedProxies.contains($0) }),
      ClientAddress.bytes(hop, family: hop.contains(":") ? AF_INET6 : AF_INET) != nil
    else {
      self.init(text: peerText, isForwarded: false)
      return
    }
    self.init(text: hop, isForwarded: true)
  }

  private init(text: String, isForwarded: Bool) {
    self.text = text
    self.isForwarded = isForwarded
  }

  private static func bytes(_ text: String, family: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 16)
    return unsafe inet_pton(family, text, &bytes) == 1 ? bytes : nil
  }

  /// An IPv4 address that came in on a dual socket is the same peer.
  private static func withoutMapping(_ address: String) -> String {
    address.hasPrefix("::ffff:") && address.contains(".") ? String(address.dropFirst(7)) : address
  }
}
