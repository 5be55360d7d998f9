internal import Foundation

/// The address a request is counted under: the peer, or what a trusted proxy says it is.
package struct ClientAddress: Sendable, Equatable {
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
    let hops = forwardedFor.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
      .map { ClientAddress.canonical(String(decoding: $0.trimmed, as: UTF8.self)) }
    // A hop that is no address ends the chain of those that vouch for one another.
    guard let hop = hops.last(where: { $0.map { !trustedProxies.contains($0) } ?? true }) ?? nil
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

  /// The one way to write an address, as the peers' are written; nil for anything else.
  package static func canonical(_ text: String) -> String? {
    guard text.utf8.count < INET6_ADDRSTRLEN else { return nil }
    let family = text.contains(":") ? AF_INET6 : AF_INET
    guard let bytes = bytes(text, family: family) else { return nil }
    var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard unsafe inet_ntop(family, bytes, &name, socklen_t(name.count)) != nil else { return nil }
    let written = String(
      decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
      as: UTF8.self
    )
    return withoutMapping(written)
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
