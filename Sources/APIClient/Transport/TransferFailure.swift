internal import CCurl

/// Sorts libcurl's results by what they say about the request's effect.
///
/// The line is drawn by the pre-request callback: before it no byte of the request has left.
struct TransferFailure {
  /// A reason our own callbacks had to stop a transfer.
  enum Cause {
    case plainHTTP
    case tooLarge(TransportError.Oversize)
  }

  private let code: CURLcode
  private let cause: Cause?
  private let hasStarted: Bool
  private let proxyStatus: Int
  private let usesProxy: Bool

  /// Nil when the transfer succeeded.
  init?(code: CURLcode, cause: Cause?, hasStarted: Bool, proxyStatus: Int, usesProxy: Bool) {
    if code == CURLE_OK { return nil }
    self.code = code
    self.cause = cause
    self.hasStarted = hasStarted
    self.proxyStatus = proxyStatus
    self.usesProxy = usesProxy
  }

  func error(host: String) -> TransportError {
    switch cause {
    case .plainHTTP: .notSent(host: host, .plainHTTP)
    case .tooLarge(let part): .tooLarge(host: host, part)
    case nil where !hasStarted: .notSent(host: host, reasonNotSent)
    case nil where isOverlongLine: .tooLarge(host: host, .headers)
    case nil: .unknown(host: host, reasonUnknown)
    }
  }

  /// libcurl's own limit of one header line is 100 KiB; before 8.6 it calls that lack of memory.
  private var isOverlongLine: Bool {
    code == CURLE_OUT_OF_MEMORY || code.rawValue == 100
  }

  private var reasonNotSent: TransportError.NotSent {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: .nameNotFound
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy(status: nil)
    case _ where usesProxy && proxyStatus >= 300: .proxy(status: proxyStatus)
    case CURLE_COULDNT_CONNECT: usesProxy ? .proxy(status: nil) : .refused
    case CURLE_OPERATION_TIMEDOUT: .unreachable
    case CURLE_PEER_FAILED_VERIFICATION: .untrustedCertificate
    case CURLE_SSL_CACERT_BADFILE: .badAuthorityFile
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_RECV_ERROR, CURLE_SEND_ERROR: .tls
    default: .system(unsafe String(cString: ccurl_easy_strerror(code)).lowercased())
    }
  }

  private var reasonUnknown: TransportError.Unknown {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_PARTIAL_FILE: .halfAnswer
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .notHTTP
    default: .connectionLost
    }
  }
}
