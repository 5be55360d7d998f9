internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// One server with its database: opened by `init`, served by `run`.
package struct ServerProgram: Sendable {
  private let configuration: ServerConfiguration
  private let front: FrontDoor
  private let activity: Activity
  private let logger: Logger
  private let claim: SocketClaim?
  private let database: ServerDatabase

  /// Opens everything that can fail before the first request.
  ///
  /// - Parameter configuration: What to serve, where.
  /// - Throws: What a person can mend: socket, database or secret file.
  package init(_ configuration: ServerConfiguration) throws(ServerError) {
    var logger = Logger(label: "todo-server") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    if case .unixSocket(let path) = configuration.address {
      claim = try SocketClaim(path: path)
    } else {
      claim = nil
    }
    let path = configuration.databasePath
    let (database, secret) = try ServerDatabase.whileAlone(path) {
      () throws(ServerError) -> (ServerDatabase, ServerSecret) in
      let database = try ServerDatabase(path: path)
      let secret = try ServerSecret.resolve(
        given: configuration.secret,
        databasePath: path,
        mayMake: try !database.hasSigningKeys()
      )
      return (database, secret)
    }
    self.database = database
    if secret.isShort { logger.warning("BETTER_AUTH_SECRET has fewer than 32 characters") }
    let keys = SigningKeys(pool: database.pool, secret: secret)
    activity = Activity()
    self.configuration = configuration
    self.logger = logger
    front = FrontDoor(
      configuration: configuration,
      auth: AuthRoutes(
        configuration: configuration,
        secret: secret,
        accounts: AccountStore(
          pool: database.pool,
          sessionLifetime: configuration.sessionLifetime
        ),
        keys: keys,
        issuer: TokenIssuer(keys: keys, lifetime: configuration.tokenLifetime),
        passwords: PasswordWorkers(
          atOnce: configuration.limits.hashesAtOnce,
          waiting: configuration.limits.hashesWaiting
        ),
        limiter: RequestLimiter(configuration)
      ),
      tasks: TaskRoutes(
        store: TaskStore(pool: database.pool),
        check: TokenCheck(keys: keys),
        limits: configuration.limits
      ),
      activity: activity,
      logger: logger
    )
  }

  /// Serves until a signal, idleness, a vanished socket or cancellation ends it.
  ///
  /// - Parameters:
  ///   - stopsOnSignals: True ends gracefully on SIGTERM and SIGINT.
  ///   - onListening: Called once with `http://HOST:PORT` or `unix:PATH`.
  /// - Throws: When the address cannot be had, or the server fails.
  package func run(
    stopsOnSignals: Bool,
    onListening: @escaping @Sendable (String) -> Void
  ) async throws(ServerError) {
    let bound = BoundSocket()
    defer {
      claim?.release()
      database.finish()
    }
    try claim?.writeProcessID()
    var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
      .init(service: application(bound, onListening))
    ]
    if let limit = configuration.exitWhenIdle {
      services.append(ending(IdleWatch(activity: activity, limit: limit)))
    }
    if let claim { services.append(ending(SocketWatch(claim: claim, bound: bound))) }
    var group = ServiceGroupConfiguration(
      services: services,
      gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [],
      logger: logger
    )
    group.maximumGracefulShutdownDuration = .seconds(5)
    let running = ServiceGroup(configuration: group)
    // In a task of its own, so that cancellation is a graceful end too.
    let work = Task { try await running.run() }
    do {
      try await withTaskCancellationHandler {
        try await work.value
      } onCancel: {
        Task { await running.triggerGracefulShutdown() }
      }
    } catch is CancellationError {
      return
    } catch {
      throw failure(error, whileListening: bound.isListening)
    }
  }

  private func ending(
    _ watch: any Service
  ) -> ServiceGroupConfiguration.ServiceConfiguration {
    .init(
      service: watch,
      successTerminationBehavior: .gracefullyShutdownGroup,
      failureTerminationBehavior: .gracefullyShutdownGroup
    )
  }

  private func application(
    _ bound: BoundSocket,
    _ onListening: @escaping @Sendable (String) -> Void
  ) -> Application<FrontDoor> {
    let limits = configuration.limits
    let address: BindAddress =
      switch configuration.address {
      case .tcp(let host, let port): .hostname(host, port: port)
      case .unixSocket(let path): .unixDomainSocket(path: path)
      }
    let claim = claim
    let listening = configuration.address
    return Application(
      responder: front,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            RequestTimeLimit(limit: TimeAmount(limits.requestTime)), RequestHeads(),
          ],
          idleTimeout: TimeAmount(limits.idleTimeout),
          httpDecoderConfiguration: .init(
            maxHeaderFieldSize: limits.headerBytes,
            maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: 100
          )
        )
      ),
      configuration: ApplicationConfiguration(address: address),
      onServerRunning: { channel in
        bound.record(claim)
        switch listening {
        case .unixSocket(let path): onListening("unix:\(path)")
        case .tcp(let host, let port):
          let name = host.contains(":") ? "[\(host)]" : host
          onListening("http://\(name):\(channel.localAddress?.port ?? port)")
        }
      },
      logger: logger
    )
  }

  private func failure(_ error: any Error, whileListening isListening: Bool) -> ServerError {
    let number = (error as? IOError)?.errnoCode
    let isAboutAddress = number != nil || error is SocketAddressError
    let reason =
      number.map { PrivateFile.SystemError(number: $0).reason }
      ?? (isAboutAddress ? "unknown or unusable address" : "\(type(of: error))")
    guard isAboutAddress, !isListening else { return .stopped(reason: reason) }
    switch configuration.address {
    case .unixSocket(let path):
      return .socketUnusable(path: path, reason: reason)
    case .tcp(let host, let port):
      if number == PrivateFile.SystemError.addressInUse {
        return .addressInUse(host: host, port: port)
      }
      return .addressUnusable(host: host, port: port, reason: reason)
    }
  }
}

/// What the server bound, known once it listens.
final class BoundSocket: Sendable {
  private let state = Mutex<(isListening: Bool, identity: SocketClaim.Identity?)>((false, nil))

  var isListening: Bool { state.withLock { $0.isListening } }
  var identity: SocketClaim.Identity? { state.withLock { $0.identity } }

  func record(_ claim: SocketClaim?) {
    let identity = claim?.identity
    state.withLock { $0 = (true, identity) }
  }
}
