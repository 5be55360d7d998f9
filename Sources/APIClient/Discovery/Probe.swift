/// One request of discovery and what came of it.
public struct Probe: Hashable, Sendable {
  /// What was looked for.
  public enum Kind: Hashable, Sendable {
    /// Better Auth, by its `/ok`.
    case auth
    /// The task API, by its description.
    case tasks
  }

  /// What came.
  public enum Outcome: Hashable, Sendable {
    /// What was looked for.
    case found
    /// An OpenAPI description without a path of tasks, as an auth service of its own may have.
    case otherDescription
    /// A web page with a status of success.
    case webPage
    /// An answer with a status of success that is none of these.
    case somethingElse
    /// A status that is no success.
    case status(Int)
    /// A redirect that is not followed, with the origin it names.
    case redirect(target: String?)
    /// No answer, or one too large to read.
    case failed(TransportError)
  }

  /// What was looked for.
  public var kind: Kind
  /// Scheme, host and port that were asked.
  public var origin: String
  /// The path that was asked.
  public var path: String
  /// What came.
  public var outcome: Outcome
  /// What ``Outcome/somethingElse`` was, in words without any of its values; nil when not looked at.
  public var came: String?

  /// A request and its answer.
  public init(kind: Kind, origin: String, path: String, outcome: Outcome) {
    self.kind = kind
    self.origin = origin
    self.path = path
    self.outcome = outcome
  }
}

extension Probe {
  /// What came and what was expected, in one sentence.
  ///
  /// It may name an origin out of a redirect, so it is not made safe for a terminal.
  public var sentence: String {
    switch outcome {
    case .found: "\(origin) answers at \(path)."
    case .otherDescription: "\(origin)\(path) describes an API without tasks."
    case .webPage: "\(origin) answered with a web page at \(path): expected \(expected)."
    case .somethingElse:
      "\(origin) answered \(came.map { "with \($0)" } ?? "something else") at \(path): expected \(expected)."
    case .status(let status) where isPassing:
      "\(origin) answers with status \(status) at \(path): try again later."
    case .status(let status):
      "\(origin) answered with status \(status) at \(path): expected \(expected)."
    case .redirect(let target?) where target != origin:
      "\(origin)\(path) redirects to \(target): use that address."
    case .redirect: "\(origin) redirects at \(path) instead of answering: expected \(expected)."
    case .failed(let error): error.sentenceOfLooking
    }
  }

  private var expected: String {
    switch kind {
    case .auth: #"{"ok":true}"#
    case .tasks: "an OpenAPI description"
    }
  }

  /// A server is there, and says that it cannot answer now.
  var isPassing: Bool {
    if case .status(let status) = outcome { status == 429 || status >= 500 } else { false }
  }

  /// The other server that this one points to.
  var pointsTo: String? {
    if case .redirect(let target?) = outcome, target != origin { target } else { nil }
  }

  /// Why nothing came; nil when something did.
  var failure: TransportError? {
    if case .failed(let error) = outcome, !isTooLarge { error } else { nil }
  }

  var isTooLarge: Bool {
    if case .failed(.tooLarge) = outcome { true } else { false }
  }

  /// A server is there, and it is another one than what was looked for.
  var isSomethingElse: Bool {
    isTooLarge || outcome == .webPage || outcome == .somethingElse
  }
}

extension TransportError {
  /// Looking has no effect, so none has to be worried about.
  fileprivate var sentenceOfLooking: String {
    switch self {
    case .unknown(let host, .timedOut): "\(host) did not answer in time."
    case .unknown(let host, .connectionLost), .unknown(let host, .halfAnswer):
      "The connection to \(host) broke before a whole answer came."
    case .tooLarge(let host, .body): "\(host) sent an answer larger than 16 MiB."
    case .tooLarge(let host, .headers): "\(host) sent more than 64 KiB of headers."
    default: sentence
    }
  }
}
