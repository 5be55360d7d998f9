/// What discovery found out about an address.
public struct Findings: Hashable, Sendable {
  /// Where to sign in: what was found, or what was given.
  public var auth: Auth
  /// Where the tasks are; nil when nobody described a task API, so that it has to be asked for.
  public var tasks: Tasks?
  /// What was found and what was not, for people.
  ///
  /// It may quote servers, so it is not made safe for a terminal.
  public var sentences: [String]
  /// Every request that mattered, in the order of preference, auth before tasks.
  public var probed: [Probe]

  /// Findings of these parts.
  public init(auth: Auth, tasks: Tasks?, sentences: [String], probed: [Probe]) {
    self.auth = auth
    self.tasks = tasks
    self.sentences = sentences
    self.probed = probed
  }

  /// Where to sign in.
  public enum Auth: Hashable, Sendable {
    /// Better Auth; the full base, such as `https://example.org/api/auth`.
    case betterAuth(base: String)
    /// The task API's own sign-in; `base` is the task API's.
    case ownSignIn(base: String, SignInRoute)
  }

  /// Where the tasks are.
  public struct Tasks: Hashable, Sendable {
    /// What ``Dialect/collection`` is appended to.
    public var base: String
    /// The description, and where it was; nil when a given address serves none.
    public var description: ServerDescription?
    /// What the description says; nil without one.
    public var derivation: Derivation?

    /// A place; without a description unless one is given.
    public init(
      base: String,
      description: ServerDescription? = nil,
      derivation: Derivation? = nil
    ) {
      self.base = base
      self.description = description
      self.derivation = derivation
    }
  }
}
