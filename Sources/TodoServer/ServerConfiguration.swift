/// Where the server listens.
package enum ListenAddress: Sendable, Equatable {
  /// A TCP host and port; port 0 takes a free one.
  case tcp(host: String, port: Int)
  /// The path of a Unix socket.
  case unixSocket(path: String)
}

/// All that decides how one server behaves, resolved once in `main`.
package struct ServerConfiguration: Sendable {
  package var address: ListenAddress
  /// Path of the SQLite file.
  package var databasePath: String
  /// The public address of this server; nil means the address it listens on.
  package var baseURL: String?
  /// The signing secret; nil means the one kept beside the database.
  package var secret: String?
  /// Origins trusted besides the one of the base URL (contract/better-auth 2.2).
  package var trustedOrigins: [String] = []
  package var tokenLifetime: Duration = .seconds(900)
  package var sessionLifetime: Duration = .seconds(604_800)
  package var isRateLimited = true
  /// Addresses whose `X-Forwarded-For` is believed.
  package var trustedProxies: [String] = []
  /// The server ends after this long without a request; nil means never.
  package var exitWhenIdle: Duration?
  package var limits = ServerLimits()

  package init(address: ListenAddress, databasePath: String) {
    self.address = address
    self.databasePath = databasePath
  }
}

/// Bounds on what one peer may hold or send.
package struct ServerLimits: Sendable {
  /// Bytes of one request body.
  package var bodyBytes = 65_536
  /// Bytes of all header fields; above 16 KiB, so that an oversized token is a 401.
  package var headerBytes = 32_768
  /// How long a connection may stay without a complete request head or more of its body.
  package var idleTimeout: Duration = .seconds(30)
  /// From a request's head to the last byte of its answer.
  package var requestTime: Duration = .seconds(60)
  /// How many password hashes run at once; each takes 32 MiB.
  package var hashesAtOnce = 2
  /// How many may wait behind them before the answer is 503.
  package var hashesWaiting = 32

  /// Failed sign-ins to one account in ten minutes, from anywhere.
  ///
  /// A single address is let through
  /// 183 times at most, so that it cannot lock somebody else out.
  package var failedSignIns = 300

  package init() {}
}
