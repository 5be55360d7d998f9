internal import CCurl

extension EasyHandle {
  /// The rules every request obeys, and what this one wants; false when libcurl lacks an option.
  borrowing func apply(_ order: TransferOrder) -> Bool {
    applyRules() && applyRoute(order) && applyMessage(order)
  }

  private borrowing func applyRules() -> Bool {
    // Redirects are followed, or not, by HTTPClient; the cookie engine stays off by never being
    // turned on.
    set(CURLOPT_FOLLOWLOCATION, 0)
      && set(CURLOPT_PROTOCOLS_STR, "http,https")
      && set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
      && set(CURLOPT_PATH_AS_IS, 1)
      && set(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
      && set(CURLOPT_NOSIGNAL, 1)
      && set(CURLOPT_NOPROGRESS, 1)
      // A cancelled look-up is left to its thread; waiting for it would stop every other transfer.
      && set(CURLOPT_QUICK_EXIT, 1)
      // HTTP/1.1 is where libcurl's own re-sending is known: a reused connection that dies.
      && set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
      && set(CURLOPT_SSL_VERIFYPEER, 1)
      && set(CURLOPT_SSL_VERIFYHOST, 2)
      && set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
      && set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
      && set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
      && set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
      && set(CURLOPT_LOW_SPEED_LIMIT, 10)
      && set(CURLOPT_LOW_SPEED_TIME, 30)
  }

  private borrowing func applyRoute(_ order: TransferOrder) -> Bool {
    guard set(CURLOPT_PROXY, order.proxy), set(CURLOPT_NOPROXY, order.proxyExceptions) else {
      return false
    }
    if let socket = order.socket, !set(CURLOPT_UNIX_SOCKET_PATH, socket) { return false }
    if let caFile = order.caFile, !set(CURLOPT_CAINFO, caFile) { return false }
    // On a reused connection that dies, libcurl sends a request again by itself.
    return set(CURLOPT_FRESH_CONNECT, order.method == .get ? 0 : 1)
  }

  private borrowing func applyMessage(_ order: TransferOrder) -> Bool {
    // libcurl takes 0 for no limit.
    guard set(CURLOPT_URL, order.url), set(CURLOPT_TIMEOUT_MS, max(1, order.timeout.milliseconds))
    else { return false }
    switch (order.method, order.body) {
    case (.get, _): return set(CURLOPT_HTTPGET, 1)
    case (.delete, nil): return set(CURLOPT_CUSTOMREQUEST, order.method.rawValue)
    case (_, let body):
      return set(body: body ?? []) && set(CURLOPT_CUSTOMREQUEST, order.method.rawValue)
    }
  }
}

extension Duration {
  /// Whole milliseconds, at most some days.
  var milliseconds: Int {
    let most: Duration = .seconds(1_000_000)
    let (seconds, attoseconds) = Swift.min(self, most).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
