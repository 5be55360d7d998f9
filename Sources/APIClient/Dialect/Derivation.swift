/// What a backend's own OpenAPI description says about its dialect, and how sure that is.
public struct Derivation: Hashable, Sendable {
  /// What was decided; the canonical values where the description says nothing.
  public var dialect: Dialect
  /// Every decision with its reason, in the order of ``DialectLine/Key``.
  public var notes: [Note]
  /// A sign-in of the backend's own that answers with a JWT; nil when none is described.
  public var signIn: SignInRoute?

  /// One decision.
  public struct Note: Hashable, Sendable {
    /// How far it can be trusted.
    public enum Kind: Hashable, Sendable {
      /// The description leaves no doubt.
      case chosen
      /// It was the likeliest of several, or a guess; worth a look.
      case doubtful
      /// Nothing works before a person writes this line; the sentence says how.
      case needed
    }

    /// How far it can be trusted.
    public var kind: Kind
    /// The line that would override it.
    public var key: DialectLine.Key
    /// Why, in one sentence.
    public var sentence: String

    /// A note of these parts.
    public init(_ kind: Kind, _ key: DialectLine.Key, _ sentence: String) {
      self.kind = kind
      self.key = key
      self.sentence = sentence
    }
  }

  /// A derivation of these parts.
  public init(dialect: Dialect, notes: [Note], signIn: SignInRoute? = nil) {
    self.dialect = dialect
    self.notes = notes
    self.signIn = signIn
  }
}

/// A sign-in route of a FastAPI backend that answers with a JWT, as its description shows it.
public struct SignInRoute: Hashable, Sendable {
  /// How the body is written.
  public enum Form: Hashable, Sendable {
    /// `application/json`.
    case json
    /// `application/x-www-form-urlencoded`, the OAuth2 password form (RFC 6749, 4.3.2).
    case form
  }

  /// Where to post the sign-in, behind the API's base address.
  public var path: String
  /// How its body is written.
  public var form: Form
  /// The field that takes the e-mail address: `email` or `username`.
  public var identity: String
  /// Where to post a sign-up, and its fields; nil when none is described.
  public var signUp: SignUp?

  /// A sign-up route with a JSON body.
  public struct SignUp: Hashable, Sendable {
    /// Where to post, behind the API's base address.
    public var path: String
    /// The field that takes the e-mail address.
    public var identity: String
    /// The field that takes the name, nil where there is none.
    public var name: String?

    /// A sign-up of these parts.
    public init(path: String, identity: String, name: String?) {
      self.path = path
      self.identity = identity
      self.name = name
    }
  }

  /// A route of these parts; both bodies take the password as `password`.
  public init(path: String, form: Form, identity: String, signUp: SignUp? = nil) {
    self.path = path
    self.form = form
    self.identity = identity
    self.signUp = signUp
  }
}
