import APIClient
import Glibc
import LocalStore
import TodoTUI
import TokenVault

/// Why looking for servers found nowhere to sign in.
let discoveryErrors: [(came: String, value: DiscoveryError)] = walk(
  from: .badAddress(.typed, .notAnAddress)
) { error in
  let missing = Probe(kind: .auth, origin: origin, path: "/api/auth/ok", outcome: .status(404))
  switch error {
  case .badAddress(let role, let reason):
    let (came, next) = following(reason)
    if let next { return (came, .badAddress(role, next)) }
    switch role {
    case .typed: return (came, .badAddress(.auth, .plainHTTP(host: host)))
    case .auth: return ("the same of `--auth-url`", .badAddress(.api, .plainHTTP(host: host)))
    case .api:
      let reason = TransportError.notSent(host: host, .refused)
      return ("the same of `--api-url`", .nothingAnswers(at: [origin, "https://api.HOST"], reason))
    }
  case .nothingAnswers: return ("nobody answers", .somethingElse([missing]))
  case .somethingElse(let probes):
    guard let probe = probes.first else { return ("", nil) }
    let (came, next) = following(probe)
    return (came, next.map { .somethingElse([$0]) } ?? .noSignIn(tasks: origin, [missing]))
  case .noSignIn:
    var busy = missing
    busy.outcome = .status(503)
    return ("tasks, and no sign-in", .notNow(busy))
  case .notNow:
    var elsewhere = missing
    elsewhere.outcome = .redirect(target: "https://OTHER")
    return ("`429` or `5xx`", .pointsElsewhere(elsewhere))
  case .pointsElsewhere: return ("a redirect to another server", .cancelled)
  case .cancelled: return ("stopped by you", nil)
  }
}

private func following(_ error: EndpointError) -> (came: String, next: EndpointError?) {
  switch error {
  case .notAnAddress: ("no address", .hasCredentials)
  case .hasCredentials: ("a password in the address", .hasQueryOrFragment)
  case .hasQueryOrFragment: ("`?` or `#` in the address", .badSocketPath)
  case .badSocketPath: ("a socket's path too long", .uncheckable)
  case .uncheckable: ("an unusual address without libcurl", .plainHTTP(host: host))
  case .plainHTTP: ("plain http elsewhere", nil)
  }
}

/// What came where a server was looked for; a probe that found it ends no look.
private func following(_ probe: Probe) -> (came: String, next: Probe?) {
  var next = probe
  switch probe.outcome {
  case .status:
    next.outcome = .webPage
    return ("another status", next)
  case .webPage:
    next.outcome = .somethingElse
    return ("a web page", next)
  case .somethingElse:
    next.outcome = .redirect(target: origin)
    return ("another answer", next)
  case .redirect:
    next.outcome = .failed(.tooLarge(host: host, .body))
    return ("a redirect within the server", next)
  case .failed:
    next = Probe(kind: .tasks, origin: origin, path: "/openapi.json", outcome: .otherDescription)
    return ("a huge answer", next)
  case .otherDescription, .found: return ("an API without tasks", nil)
  }
}

/// What may be wrong with the files of the sign-in.
let vaultErrors: [(came: String, value: VaultError)] = walk(from: .invalidProfile("-x")) { error in
  switch error {
  case .invalidProfile: ("a profile's name", .refused(path: "VAULT", .symbolicLink))
  case .refused(_, let refusal):
    (
      following(refusal).came,
      following(refusal).next.map { .refused(path: "VAULT", $0) }
        ?? .damaged(path: "VAULT", quarantinedTo: "VAULT.damaged")
    )
  case .damaged(_, .some): ("a damaged vault", .damaged(path: "VAULT", quarantinedTo: nil))
  case .damaged(_, nil): ("a damaged vault in use", .newerFormat(path: "VAULT"))
  case .newerFormat: ("a newer vault", .keyMissing(vault: "VAULT", key: "KEY"))
  case .keyMissing: ("no key", .keyMismatch(vault: "VAULT", key: "KEY"))
  case .keyMismatch: ("another key", .keyDamaged(key: "KEY"))
  case .keyDamaged: ("a damaged key", .locked(path: "VAULT", waited: .seconds(30)))
  case .locked: ("a vault in use", .unstorable(.sessionToken))
  case .unstorable(.sessionToken): ("an odd session token", .unstorable(.jwt))
  case .unstorable(.jwt): ("an odd JWT", .unstorable(.recordTooLarge))
  case .unstorable(.recordTooLarge): ("a huge sign-in", .diskFull(path: "VAULT"))
  case .diskFull: ("a full disk", .io(.read, path: "VAULT", code: EIO))
  case .io: ("a fault of the disk", nil)
  }
}

private func following(
  _ refusal: VaultError.Refusal
) -> (came: String, next: VaultError.Refusal?) {
  switch refusal {
  case .symbolicLink: ("a link for a file", .notDirectory)
  case .notDirectory: ("no directory", .notRegularFile)
  case .notRegularFile: ("no regular file", .foreignOwner(uid: 1234))
  case .foreignOwner: ("somebody else's file", .openToOthers(mode: 0o644, private: 0o600))
  case .openToOthers: ("a file open to others", .hardLinked(count: 2))
  case .hardLinked: ("a file with two names", .tooLarge(bytes: 1_000_000))
  case .tooLarge: ("a huge file", nil)
  }
}

/// What may be wrong with the mirror of the tasks.
let storeErrors: [(came: String, value: StoreError)] = walk(from: .diskFull(path: "MIRROR")) {
  error in
  switch error {
  case .diskFull: ("a full disk", .cannotOpen(path: "MIRROR", errno: EACCES))
  case .cannotOpen: ("no right to open it", .newer(path: "MIRROR", version: 9))
  case .newer: ("a newer mirror", .otherServer(path: "MIRROR", server: origin))
  case .otherServer: ("another server's tasks", .replaced(path: "MIRROR"))
  case .replaced: ("a mirror wiped meanwhile", .busy(path: "MIRROR"))
  case .busy: ("a mirror in use", .noSuchTask(key: "KEY"))
  case .noSuchTask: ("a task gone meanwhile", .noSuchChange(key: "KEY"))
  case .noSuchChange: ("a change sent meanwhile", .beingSent(key: "KEY"))
  case .beingSent: ("a change on the wire", .io(path: "MIRROR", detail: "disk I/O error"))
  case .io: ("a fault of the disk", nil)
  }
}

extension TodoTUI.ExitStatus {
  /// What a script may conclude.
  var meaning: String {
    switch self {
    case .ok: "done; a change may be saved here and wait for its server"
    case .failed: "the server's fault, or something this program cannot do there"
    case .cancelled: "stopped by you, or a question that nobody can be asked"
    case .partlyDone: "some of it is done; the messages say what is not"
    case .notSignedIn: "sign in first, or again"
    case .notFound: "there is no such task"
    case .conflict: "a task was changed here and elsewhere, and somebody has to decide"
    case .usage: "the command line, or an address in it, is wrong"
    case .badData: "what was given is refused; repeating it will not help"
    case .unreachable: "no server, or no proper answer"
    case .internalFault: "a fault of this program: please report it"
    case .cannotWrite: "a file or directory cannot be made or written"
    case .inputOutput: "reading or writing failed"
    case .temporary: "try again later"
    case .forbidden: "not allowed, or a file that others could have touched"
    case .badConfiguration: "the configuration lacks something or cannot be read"
    }
  }
}
