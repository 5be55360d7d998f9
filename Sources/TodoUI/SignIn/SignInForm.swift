/// The state of the form that signs in, or makes an account.
package struct SignInForm: Sendable, Equatable {
  /// The lines of the form, top to bottom.
  package enum Field: Sendable, Equatable, CaseIterable {
    case server
    /// Where the tasks are; asked for only when they were not found by the server's address.
    case tasks
    case name, email, password
  }

  /// What Enter does in the end.
  package enum Mode: Sendable, Equatable {
    case signIn, signUp
  }

  /// A filled-in form.
  package struct Submission: Sendable, Equatable {
    /// As typed; empty on the local profile.
    package var server: String
    /// As typed; empty while nobody asked for it.
    package var tasks: String
    /// Empty when signing in.
    package var name: String
    package var email: String
    package var password: Masked

    package init(
      server: String,
      tasks: String = "",
      name: String,
      email: String,
      password: Masked
    ) {
      self.server = server
      self.tasks = tasks
      self.name = name
      self.email = email
      self.password = password
    }
  }

  /// Better Auth's default bounds of a new password (contract/better-auth).
  static let passwordLengths = 8...128

  let isLocal: Bool
  var mode: Mode
  var focus: Field = .password
  var failure: SignInFailure?
  /// Whether a submission is on its way; the fields rest meanwhile.
  var isBusy = false
  /// A calm sentence above the fields, such as why the last session ended.
  var opening: String?
  private var server: TextInput
  private var tasks = TextInput("")
  /// Whether the tasks were not found, so that the form has a line for their address.
  var asksForTasks = false
  private var name: TextInput
  private var email: TextInput
  private var password = TextInput(isSecret: true)
  /// What the fields held before anybody typed.
  private var suggested: [String]

  init(_ start: Start) {
    isLocal = start.isLocal
    mode = start.isLocal && !start.knowsAccount ? .signUp : .signIn
    server = TextInput(start.isLocal ? "" : start.server)
    name = TextInput(start.suggestedName)
    email = TextInput(start.suggestedEmail)
    suggested = [server.text, "", name.text, email.text, ""]
    focus = fields.first { self[$0].isEmpty } ?? .password
  }

  /// Forgets the password once it did its work.
  mutating func finish() {
    isBusy = false
    failure = nil
    opening = nil
    password = TextInput(isSecret: true)
  }

  /// Opens again after a session; server and e-mail address are as they were.
  mutating func reopen(saying sentence: String, email address: String?) {
    finish()
    mode = .signIn
    opening = sentence
    if let address { email = TextInput(address) }
    suggested = Field.allCases.map { self[$0].text }
    focus = fields.first { self[$0].isEmpty } ?? .password
  }

  /// The lines shown in this mode.
  var fields: [Field] {
    Field.allCases.filter { field in
      switch field {
      case .server: !isLocal
      case .tasks: asksForTasks
      case .name: mode == .signUp
      case .email, .password: true
      }
    }
  }

  subscript(field: Field) -> TextInput {
    get {
      switch field {
      case .server: server
      case .tasks: tasks
      case .name: name
      case .email: email
      case .password: password
      }
    }
    set {
      switch field {
      case .server: server = newValue
      case .tasks: tasks = newValue
      case .name: name = newValue
      case .email: email = newValue
      case .password: password = newValue
      }
    }
  }

  /// Whether nothing was typed, so that nothing is lost by leaving.
  var isUntouched: Bool {
    Field.allCases.map { self[$0].text } == suggested
  }

  var submission: Submission {
    Submission(
      server: isLocal ? "" : trimmed(.server),
      tasks: asksForTasks ? trimmed(.tasks) : "",
      name: mode == .signUp ? trimmed(.name) : "",
      email: trimmed(.email),
      password: Masked(password.text)
    )
  }

  /// The first thing wrong with what was typed, or nil.
  var mistake: SignInFailure? {
    if !isLocal, trimmed(.server).isEmpty {
      return SignInFailure(field: .server, sentence: "Type the server's address.")
    }
    if mode == .signUp, trimmed(.name).isEmpty {
      return SignInFailure(field: .name, sentence: "Type your name.")
    }
    let address = trimmed(.email).split(separator: "@", omittingEmptySubsequences: false)
    if address.count != 2 || address.contains("") || trimmed(.email).contains(" ") {
      return SignInFailure(
        field: .email,
        sentence: "Type an e-mail address, like ada@example.com."
      )
    }
    return passwordMistake.map { SignInFailure(field: .password, sentence: $0) }
  }

  private var passwordMistake: String? {
    let length = password.text.utf16.count
    if length == 0 { return "Type your password." }
    if mode == .signIn { return nil }
    if length < SignInForm.passwordLengths.lowerBound {
      return "Too short: at least \(SignInForm.passwordLengths.lowerBound) characters."
    }
    if length > SignInForm.passwordLengths.upperBound {
      return "Too long: at most \(SignInForm.passwordLengths.upperBound) characters."
    }
    return nil
  }

  private func trimmed(_ field: Field) -> String {
    var text = Substring(self[field].text)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
