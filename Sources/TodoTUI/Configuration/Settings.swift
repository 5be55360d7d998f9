import APIClient
import Glibc
import TokenVault

/// Everything that flags, environment, file and defaults say, resolved once, in that order.
struct Settings: Sendable {
  var paths: Paths
  var profile: String
  /// What was said for this run; nil means: what the profile is signed in to, else its default.
  var address: ServerAddress?
  /// The e-mail address to sign in with, unless another is typed.
  var email: String?
  /// What the configuration says about how the task server speaks.
  var backend: [DialectLine]
  var timeout: Duration
  /// How long a command waits for the server where it can do without: what `--timeout` says, else
  /// less than anybody takes for hanging.
  var patience: Duration
  var caFile: String?
  /// The proxy for https, as the environment names it.
  var proxy: ProxySettings
  /// `TODOTUI_TOKEN`: used instead of the vault, never stored.
  var token: Secret?
  /// Prompts are refused.
  var noInput: Bool
  /// Every step goes to the log, not just what went wrong.
  var isVerbose: Bool
  /// Time without a request after which the embedded server ends.
  var idleLimit = "10m"
  /// The configuration's complaints, for stderr or the footer.
  var complaints: [String]
  /// `VISUAL`, else `EDITOR`: a shell command; nil for none.
  var editor: String?
  /// `BROWSER`: a shell command; nil for the system's own.
  var browser: String?
  /// What the file says about the screen, and about other profiles.
  var file: ConfigurationFile
  /// The server that the environment names, whatever the profile.
  private var environmentAddress: ServerAddress?

  /// - Parameters:
  ///   - options: what the flags say.
  ///   - environment: the process's variables.
  ///   - isOnScreen: on screen a broken file means defaults and a notice; headless it is 78.
  /// - Throws: ``Failure`` 64, 73 or 78.
  init(
    options: Choices,
    environment: [String: String],
    isOnScreen: Bool
  ) throws(Failure) {
    // An empty variable says nothing; an empty option is a slip.
    let environment = environment.filter { !$0.value.isEmpty }
    let given = [
      options.profile, options.server, options.authURL, options.apiURL, options.timeout,
    ]
    if given.contains("") { throw .usage("An option has an empty value.") }
    token = environment["TODOTUI_TOKEN"].map { Secret($0) }
    paths = try Paths(environment: environment, isOptional: token != nil)
    file = ConfigurationFile()
    complaints = []
    if let text = try Settings.contents(of: paths.configurationFile) {
      do throws(ConfigurationFile.SyntaxError) {
        file = try ConfigurationFile(text: text)
      } catch {
        if !isOnScreen { throw Failure(.badConfiguration, "configuration", error.sentence) }
        complaints.append(error.sentence + " Defaults are used.")
      }
    }
    complaints += file.complaints
    profile = options.profile ?? environment["TODOTUI_PROFILE"] ?? file.profile ?? "local"
    guard Settings.isProfileName(profile) else {
      throw .usage("\"\(profile)\" is no profile name: use letters, digits, dot, dash, underscore.")
    }
    let inFile = file.profiles[profile]
    environmentAddress = try Settings.address(
      (
        environment["TODOTUI_SERVER"], environment["TODOTUI_AUTH_URL"],
        environment["TODOTUI_API_URL"]
      )
    )
    let said = try Settings.address((options.server, options.authURL, options.apiURL))
    let usual = try Settings.address(inFile)
    address = said ?? environmentAddress ?? usual
    email = environment["TODOTUI_EMAIL"] ?? inFile?.email
    backend = inFile?.backend ?? []
    if let text = options.timeout {
      guard let duration = Duration(text: text), duration > .zero else {
        throw .usage("--timeout \(text) is not like 30s or 2m.")
      }
      timeout = duration
      patience = duration
    } else {
      timeout = file.timeout ?? .seconds(30)
      patience = .milliseconds(800)
    }
    caFile = environment["TODOTUI_CA_FILE"] ?? file.caFile
    proxy = ProxySettings(environment: environment)
    editor = environment["VISUAL"] ?? environment["EDITOR"]
    browser = environment["BROWSER"]
    noInput = options.noInput
    isVerbose = options.isVerbose
  }

  /// Refuses what is about the stored sign-in while a token of the environment replaces it.
  ///
  /// - Throws: ``Failure`` 64.
  func requireVault() throws(Failure) {
    if token != nil {
      throw .usage("TODOTUI_TOKEN is set and used instead of the vault: unset it.")
    }
  }

  /// These settings for another profile; what flags said was about the first.
  ///
  /// - Parameter name: the profile.
  /// - Throws: ``Failure`` 64 when it is no name, or the file has no address for it.
  /// - Returns: the other settings.
  func changed(toProfile name: String) throws(Failure) -> Settings {
    // A token that was given for one profile's server goes to no other.
    guard token == nil else {
      throw .usage("TODOTUI_TOKEN is for this profile alone: unset it to change to another.")
    }
    guard Settings.isProfileName(name) else { throw .usage("\"\(name)\" is no profile name.") }
    var other = self
    let inFile = file.profiles[name]
    other.profile = name
    let usual = try Settings.address(inFile)
    other.address = environmentAddress ?? usual
    other.email = inFile?.email
    other.backend = inFile?.backend ?? []
    other.complaints = []
    return other
  }

  private static func address(
    _ profile: ConfigurationFile.Profile?
  ) throws(Failure) -> ServerAddress? {
    try address((profile?.server, profile?.authURL, profile?.apiURL))
  }

  /// The two URLs refine the one; nil when nothing is said.
  private static func address(
    _ said: (server: String?, auth: String?, api: String?)
  ) throws(Failure) -> ServerAddress? {
    if said.server == nil, said.auth == nil, said.api == nil { return nil }
    let address: ServerAddress
    switch (said.server.map(ServerAddress.server), said.auth, said.api) {
    case (.local?, nil, nil): return .local
    case (.local?, _, _): throw .usage("The local server has no other addresses.")
    case (_, let auth?, let api?): address = .remote(auth: auth, api: api)
    case (.typed(let server, _, _)?, let auth, let api):
      address = .typed(server, auth: auth, api: api)
    case (_, let auth, let api):
      // One of the two is where looking for the other begins.
      address = .typed(auth ?? api ?? "", auth: auth, api: api)
    }
    for url in address.urls {
      do throws(EndpointError) {
        _ = try Endpoint(url: url)
      } catch {
        throw Failure(.usage, "bad_address", error.sentence)
      }
    }
    return address
  }

  static func isProfileName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
      name.utf8.count <= 64
    else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        || $0 == "." || $0 == "-" || $0 == "_"
    }
  }

  private static func contents(of path: String) throws(Failure) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    if file < 0 {
      let reason = errno
      if reason == ENOENT || reason == ENOTDIR { return nil }
      var facts = stat()
      // In a home that is closed to us there is nothing of ours, and writing will say so.
      if reason == EACCES, unsafe lstat(path, &facts) != 0 { return nil }
      throw Failure(
        .badConfiguration,
        "configuration",
        "\(path) cannot be read: \(systemMessage(reason))."
      )
    }
    defer { close(file) }
    do throws(Failure) {
      return try readText(of: file, limit: 1 << 16, path)
    } catch {
      throw Failure(.badConfiguration, "configuration", error.message)
    }
  }
}
