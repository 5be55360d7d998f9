/// Why a request has no answer, sorted by what is known about its effect.
public enum TransportError: Error, Hashable, Sendable {
  /// No byte of the request left: it may be repeated.
  case notSent(host: String, NotSent)
  /// The request left; whether it was carried out is not known.
  case unknown(host: String, Unknown)
  /// An answer came and is larger than this client reads.
  case tooLarge(host: String, Oversize)
  /// An answer came and points elsewhere, which is not followed.
  ///
  /// `target` is the origin it named, nil when it named none that can be read.
  case redirected(host: String, status: Int, target: String?)
  /// The caller cancelled; whether the request was carried out is not known.
  case cancelled(host: String)

  /// What stood before the first byte.
  public enum NotSent: Hashable, Sendable {
    /// The name has no address.
    case nameNotFound
    /// Nobody listens there.
    case refused
    /// There is no way there, or nobody answered in time.
    case unreachable
    /// The certificate is not signed by an authority known here, or is for another host.
    case untrustedCertificate
    /// The file of authorities in the configuration cannot be read.
    case badAuthorityFile
    /// No common TLS version or cipher, or the peer does not speak TLS.
    case tls
    /// The proxy did not let the request through; its status if it gave one.
    case proxy(status: Int?)
    /// Plain http to an address that is not loopback.
    case plainHTTP
    /// A header, path or body this client does not send.
    case malformed
    /// The client was closed.
    case closed
    /// The system ran out of something, or libcurl met what it cannot do.
    case system(String)
  }

  /// What ended the wait for an answer.
  public enum Unknown: Hashable, Sendable {
    /// No complete answer in time.
    case timedOut
    /// The connection broke, or was closed before the first byte of an answer.
    case connectionLost
    /// The connection ended within the answer.
    case halfAnswer
    /// What came is not HTTP.
    case notHTTP
  }

  /// Which part was larger than its limit.
  public enum Oversize: Hashable, Sendable {
    /// More than 16 MiB of body.
    case body
    /// More than 64 KiB of headers.
    case headers
  }
}

extension TransportError {
  /// Host and port, or socket, of the server that was asked; never a credential.
  public var host: String {
    switch self {
    case .notSent(let host, _), .unknown(let host, _), .tooLarge(let host, _),
      .redirected(let host, _, _), .cancelled(let host):
      host
    }
  }

  /// One sentence a person can act on.
  public var sentence: String {
    switch self {
    case .notSent(let host, let reason): reason.sentence(host)
    case .unknown(let host, .timedOut):
      "\(host) did not answer in time, and may or may not have done what was asked:"
        + " try again, with a longer --timeout if it is slow."
    case .unknown(let host, .connectionLost):
      "The connection to \(host) broke, and it may or may not have done what was asked:"
        + " try again."
    case .unknown(let host, .halfAnswer):
      "The answer of \(host) broke off half-way, and it may or may not have done what was"
        + " asked: try again."
    case .unknown(let host, .notHTTP):
      "What answers at \(host) does not speak HTTP: check the address and the port."
    case .tooLarge(let host, .body):
      "The answer of \(host) is larger than 16 MiB and was not read: check the address."
    case .tooLarge(let host, .headers):
      "The answer of \(host) has more than 64 KiB of headers and was not read: check the"
        + " address."
    case .redirected(let host, _, let target?):
      "\(host) points to \(target) instead of answering: if that is right, use that address."
    case .redirected(let host, let status, nil):
      "\(host) answered \(status), a redirect to nowhere: check the address."
    case .cancelled(let host): "The request to \(host) was cancelled."
    }
  }
}

extension TransportError.NotSent {
  fileprivate func sentence(_ host: String) -> String {
    switch self {
    case .nameNotFound: "The name of \(host) cannot be found: check the address and the network."
    case .refused: "Nothing answers at \(host): check that the server runs and the address."
    case .unreachable: "\(host) cannot be reached: check the network and the address."
    case .untrustedCertificate:
      "The certificate of \(host) is not trusted here: if it has its own authority, name that"
        + " file as ca_file in the configuration or in TODOTUI_CA_FILE."
    case .badAuthorityFile:
      "The file of certificate authorities cannot be read: check ca_file in the configuration"
        + " and TODOTUI_CA_FILE."
    case .tls: "No encrypted connection to \(host) is possible: check that it speaks https there."
    case .proxy(let status?):
      "The proxy refused the connection to \(host) with \(status): check https_proxy."
    case .proxy(nil): "The proxy to \(host) cannot be used: check https_proxy."
    case .plainHTTP:
      "Unencrypted http is only allowed to this machine, not to \(host): use https."
    case .malformed:
      "The request to \(host) contains characters that cannot be sent: check the address and"
        + " what was typed."
    case .closed: "The request to \(host) was not sent, because the program is ending."
    case .system(let reason): "No request to \(host) could be made: \(reason)."
    }
  }
}
