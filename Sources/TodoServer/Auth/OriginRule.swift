internal import HTTPTypes

/// The defence against foreign pages (contract/better-auth 2.2).
struct OriginRule: Sendable {
  let trusted: TrustedOrigins

  /// For every request but GET: a cookie needs a trusted origin, a redirect target a trusted place.
  func check(_ headers: HTTPFields, body: JSON?) throws(AuthRefusal) {
    if !headers.values("cookie").isEmpty { try checkOrigin(headers) }
    let targets = [
      ("callbackURL", "callbackURL"), ("redirectTo", "redirectURL"),
      ("errorCallbackURL", "errorCallbackURL"), ("newUserCallbackURL", "newUserCallbackURL"),
    ]
    for (field, name) in targets {
      guard let url = body?[field]?.string, !url.isEmpty else { continue }
      guard TrustedOrigins.isRelative(url) || trusted.trusts(url) else {
        throw AuthRefusal(.forbidden, "Invalid \(name)")
      }
    }
  }

  /// For sign-up and sign-in without a cookie: what a browser says of itself must fit.
  func checkBrowser(_ headers: HTTPFields) throws(AuthRefusal) {
    guard headers.values("cookie").isEmpty else { return }
    let site = headers.value("sec-fetch-site")
    let mode = headers.value("sec-fetch-mode")
    guard site != nil || mode != nil || headers.value("sec-fetch-dest") != nil else { return }
    if site?.hasSameBytes(as: "cross-site") == true, mode?.hasSameBytes(as: "navigate") == true {
      throw AuthRefusal(
        .forbidden,
        "Cross-site navigation login blocked. This request appears to be a CSRF attack."
      )
    }
    try checkOrigin(headers)
  }

  private func checkOrigin(_ headers: HTTPFields) throws(AuthRefusal) {
    let sent = headers.values("origin")
    guard let origin = sent.first ?? headers.value("referer"), !origin.isEmpty,
      !origin.hasSameBytes(as: "null")
    else { throw AuthRefusal(.forbidden, "Missing or null Origin") }
    guard sent.count < 2, trusted.trusts(origin) else {
      throw AuthRefusal(.forbidden, "Invalid origin")
    }
  }
}
