/// Where the usual second server of a port is.
package struct PortNeighbours: Sendable {
  /// Ports of Better Auth beside this one.
  package var auth: @Sendable (Int) -> [Int]
  /// Ports of the task API beside this one.
  package var tasks: @Sendable (Int) -> [Int]

  /// Neighbours by these rules.
  package init(
    auth: @escaping @Sendable (Int) -> [Int],
    tasks: @escaping @Sendable (Int) -> [Int]
  ) {
    self.auth = auth
    self.tasks = tasks
  }

  /// Next.js on 3000 or 3001, Vite on 5173, FastAPI on 8000; 80 stands for no port typed.
  package static let usual = PortNeighbours(
    auth: { [8000: [3000, 3001], 80: [3000]][$0] ?? [] },
    tasks: { [3000: [8000], 3001: [8000], 5173: [8000], 80: [8000]][$0] ?? [] }
  )
}

extension TypedAddress {
  /// The most requests of one kind that discovery sends.
  package static let requestLimit = 12

  /// Bases to ask whether Better Auth is there, the likeliest first.
  ///
  /// They are full ones: ending in `/api/auth`, or in what was typed that ends in `/auth`.
  public func authCandidates() -> [String] { authCandidates(beside: .usual) }

  /// Prefixes to ask for `/openapi.json`, the likeliest first.
  public func descriptionCandidates() -> [String] { descriptionCandidates(beside: .usual) }

  package func authCandidates(beside ports: PortNeighbours) -> [String] {
    let bases = [origin + prefix, origin] + neighbours(ports.auth)
    return usable(typedAuthBase + bases.map { $0 + "/api/auth" })
  }

  package func descriptionCandidates(beside ports: PortNeighbours) -> [String] {
    descriptions(below: [origin + prefix, origin] + neighbours(ports.tasks))
  }

  /// Only what was typed: for an address that is known to be the one of Better Auth.
  package var ownAuthCandidates: [String] {
    path.isEmpty ? [origin + "/api/auth"] : usable([origin + path, origin + prefix + "/api/auth"])
  }

  /// Only what was typed: for an address that is known to be the one of the task API.
  package var ownDescriptionCandidates: [String] { descriptions(below: [origin + prefix, origin]) }

  /// A typed `…/auth` may be the whole base of Better Auth.
  private var typedAuthBase: [String] { path.hasSuffix("/auth") ? [origin + path] : [] }

  /// FastAPI serves its description at the root; mounted or versioned ones below these.
  private func descriptions(below bases: [String]) -> [String] {
    usable(bases.flatMap { base in ["", "/api", "/api/v1"].map { base + $0 } })
  }

  private func neighbours(_ ports: (Int) -> [Int]) -> [String] {
    ports(port).filter { $0 != port }.map { origin(port: $0) }
      + hostNeighbours.map { origin(host: $0) }
  }

  /// Hosts of the same owner where the other server may be; none for addresses and bare names.
  private var hostNeighbours: [String] {
    let labels = host.split(separator: ".")
    let isLiteral = host.hasPrefix("[") || labels.last?.allSatisfy(\.isWholeNumber) ?? true
    if isLiteral || !isOneOwners(labels[...]) { return [] }
    let own = labels.first == "api" ? [] : ["api." + host]
    guard let first = labels.first, ["api", "auth", "app", "www"].contains(first),
      isOneOwners(labels.dropFirst()), !isShared(labels)
    else { return own }
    let domain = labels.dropFirst().joined(separator: ".")
    return [domain, "api." + domain].filter { $0 != host }
  }

  /// Whether all names below this one belong to whoever has it, as far as can be told.
  private func isOneOwners(_ labels: ArraySlice<Substring>) -> Bool {
    guard let first = labels.first, let top = labels.last, labels.count > 1 else { return false }
    if labels.count == 2, top.utf8.count == 2, countrySecondLevels.contains(String(first)) {
      return false
    }
    return !sharedDomains.contains(labels.joined(separator: "."))
  }

  /// Whether the name is below a shared domain: regions stand between there, so that a name with a
  /// label less may be a stranger's.
  private func isShared(_ labels: [Substring]) -> Bool {
    labels.indices.contains { sharedDomains.contains(labels[$0...].joined(separator: ".")) }
  }

  /// In order and once each, as many as may be asked, and only what may be sent to at all.
  private func usable(_ bases: [String]) -> [String] {
    var seen: Set<String> = []
    return Array(
      bases.compactMap { try? Endpoint(url: $0).url }.filter { seen.insert($0).inserted }
        .prefix(TypedAddress.requestLimit)
    )
  }
}

/// Under these, every name has its own owner, as under the public suffixes of hosting companies.
private let sharedDomains: Set<String> = [
  "amazonaws.com", "appspot.com", "azure.com", "azurecontainerapps.io", "azurestaticapps.net",
  "azurewebsites.net", "cloudfront.net", "csb.app", "deno.dev", "duckdns.org",
  "elasticbeanstalk.com", "firebaseapp.com", "fly.dev", "github.dev", "github.io", "gitlab.io",
  "gitpod.io", "glitch.me", "herokuapp.com", "hf.space", "koyeb.app", "leapcell.dev", "loca.lt",
  "netlify.app", "ngrok-free.app", "ngrok-free.dev", "ngrok.app", "ngrok.io", "nip.io",
  "northflank.app", "ondigitalocean.app", "onrender.com", "pages.dev", "railway.app",
  "render.com", "repl.co", "replit.app", "replit.dev", "run.app", "sslip.io", "stackblitz.io",
  "surge.sh", "trycloudflare.com", "ts.net", "up.railway.app", "vercel.app", "web.app",
  "workers.dev", "zeabur.app",
]

/// Second levels that countries sell names under, such as `co.uk` and `com.au`.
private let countrySecondLevels: Set<String> = [
  "ac", "co", "com", "edu", "gob", "gov", "gv", "mil", "ne", "net", "nom", "or", "org",
]
