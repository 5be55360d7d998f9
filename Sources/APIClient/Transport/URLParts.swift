internal import CCurl

/// An address taken apart by libcurl's own parser, so that what is checked is what is connected to; one
/// that no parser could read in another way needs none.
@safe struct URLParts {
  let isEncrypted: Bool
  let host: String
  let isAddressLiteral: Bool
  /// Scheme, host and any port that is not the scheme's default.
  let origin: String
  /// Starts with `/`, or is empty; no trailing slash, dot segments resolved.
  let path: String

  init(address: String) throws(EndpointError) {
    if let plain = PlainAddress(address) {
      (isEncrypted, host, origin) = (plain.isEncrypted, plain.host, plain.origin)
      (isAddressLiteral, path) = (plain.isAddressLiteral, plain.path)
      return
    }
    guard address.utf8.count <= 2048, hasOnlyURLCharacters(address) else { throw .notAnAddress }
    let authority = authority(of: address)
    // Of `https:///path`, libcurl would take the path's first part for the host.
    if authority.isEmpty { throw .notAnAddress }
    if authority.contains("@") { throw .hasCredentials }
    if address.contains("?") || address.contains("#") { throw .hasQueryOrFragment }
    let parsed = try ParsedURL(address)
    if parsed.hasCredentials { throw .hasCredentials }
    (isEncrypted, host, origin) = (parsed.isEncrypted, parsed.host, parsed.origin)
    isAddressLiteral = host.hasPrefix("[") || host.utf8.allSatisfy { isDigitOrDot($0) }
    var path = Substring(parsed.path)
    while path.hasSuffix("/") { path.removeLast() }
    self.path = String(path)
  }
}

/// Where a redirect's `Location` points, seen from the address that was asked.
struct RedirectTarget {
  let origin: String
  /// Path and query, starting with `/`.
  let path: String

  /// Nil when the target is no address this client speaks.
  init?(location: String, from address: String) {
    guard hasOnlyURLCharacters(location), (1...8192).contains(location.utf8.count),
      let parsed = try? ParsedURL(address, location),
      !parsed.hasCredentials
    else { return nil }
    origin = parsed.origin
    path = parsed.path + (parsed.query.map { "?" + $0 } ?? "")
  }
}

/// Whether a host is this machine: 127.0.0.0/8, ::1, or a name under `localhost` (RFC 6761, 6.3).
func isLoopback(host: String) -> Bool {
  if host == "localhost" || host.hasSuffix(".localhost") { return true }
  return isLoopback(address: host.filter { $0 != "[" && $0 != "]" })
}

/// Whether a numeric address is loopback; IPv4 mapped into IPv6 counts (RFC 4291, 2.5.5.2).
package func isLoopback(address: String) -> Bool {
  if address == "::1" { return true }
  let plain = address.hasPrefix("::ffff:") ? address.dropFirst(7) : address[...]
  return plain.hasPrefix("127.") && plain.utf8.allSatisfy { isDigitOrDot($0) }
}

private func isDigitOrDot(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Printable ASCII without the characters parsers disagree about.
private func hasOnlyURLCharacters(_ text: String) -> Bool {
  text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !#"\"<>^`{|}"#.utf8.contains($0) }
}

/// What stands between `://` and the path (RFC 3986, 3.2); empty without it.
private func authority(of address: String) -> Substring {
  guard let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") else {
    return ""
  }
  return address[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
}

/// Whether text is an address literal in brackets, which libcurl has checked, or a name as hosts have
/// them (RFC 1123, 2.1; with the underscore some have): labels with at most a dot behind the last.
private func isHost(_ text: String) -> Bool {
  if text.hasPrefix("[") { return true }
  let labels = text.split(separator: ".", omittingEmptySubsequences: false)
  return text.utf8.count <= 254
    && (labels.last == "" ? labels.dropLast() : labels[...]).allSatisfy { label in
      !label.isEmpty
        && label.utf8.allSatisfy {
          isDigitOrDot($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
            || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }
}

@safe private struct ParsedURL {
  let isEncrypted: Bool
  let host: String
  let origin: String
  let path: String
  let query: String?
  let hasCredentials: Bool

  /// Parses `address`, then resolves each of `references` against it.
  init(_ address: String, _ references: String...) throws(EndpointError) {
    guard ccurl_load(), let handle = unsafe ccurl_url() else { throw .uncheckable }
    defer { unsafe ccurl_url_cleanup(handle) }
    for text in [address] + references {
      guard unsafe ccurl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else {
        throw .notAnAddress
      }
    }
    func part(_ which: CURLUPart) -> String? {
      var text: UnsafeMutablePointer<CChar>?
      guard unsafe ccurl_url_get(handle, which, &text, UInt32(CURLU_NO_DEFAULT_PORT)) == CURLUE_OK,
        let text = unsafe text
      else { return nil }
      defer { unsafe ccurl_free(text) }
      return unsafe String(cString: text)
    }
    guard let scheme = part(CURLUPART_SCHEME), scheme == "https" || scheme == "http",
      let host = part(CURLUPART_HOST)?.lowercased(), isHost(host),
      part(CURLUPART_ZONEID) == nil
    else { throw .notAnAddress }
    isEncrypted = scheme == "https"
    self.host = host
    origin = "\(scheme)://\(host)" + (part(CURLUPART_PORT).map { ":" + $0 } ?? "")
    path = part(CURLUPART_PATH) ?? "/"
    query = part(CURLUPART_QUERY)
    hasCredentials = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
  }
}
