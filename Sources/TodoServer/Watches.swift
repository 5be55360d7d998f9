internal import ServiceLifecycle

/// Ends the server after a time without requests.
struct IdleWatch: Service {
  let activity: Activity
  let limit: Duration

  func run() async throws {
    // Being cancelled by a shutdown that comes from elsewhere is the normal end.
    try? await cancelWhenGracefulShutdown {
      while true {
        let idle = activity.idleTime(now: .now)
        guard idle < limit else { return }
        try await Task.sleep(for: max(limit - idle, .milliseconds(20)))
      }
    }
  }
}

/// Ends the server when its socket is gone: nobody could reach it any more.
struct SocketWatch: Service {
  let claim: SocketClaim
  let bound: BoundSocket

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(1))
        if let identity = bound.identity, claim.identity != identity { return }
      }
    }
  }
}
