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

  /// - Parameters:
  ///   - options: the flags.
  ///   - environment: the process's variables.
  ///   - isOnScreen: on screen a broken file means defaults and a notice; headless it is 78.
  /// - Throws: ``Failure`` 64, 73 or 78.
  init(
    options: GlobalOptions,
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
    var file = ConfigurationFile()
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
    address = try Settings.address(
      [
        (options.server, options.authURL, options.apiURL),
        (
          environment["TODOTUI_SERVER"], environment["TODOTUI_AUTH_URL"],
          environment["TODOTUI_API_URL"]
        ),
        (inFile?.server, inFile?.authURL, inFile?.apiURL),
      ]
    )
    email = environment["TODOTUI_EMAIL"] ?? inFile?.email
    backend = inFile?.backend ?? []
    if let text = options.timeout {
      guard let duration = Duration(text: text), duration > .zero else {
        throw .usage("--timeout \(text) is not like 30s or 2m.")
      }
      timeout = duration
    } else {
      timeout = file.timeout ?? .seconds(30)
    }
    caFile = environment["TODOTUI_CA_FILE"] ?? file.caFile
    proxy = ProxySettings(environment: environment)
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

  /// The first source that says anything decides; inside it the two URLs refine the one.
  private static func address(
    _ sources: [(server: String?, auth: String?, api: String?)]
  ) throws(Failure) -> ServerAddress? {
    guard let said = sources.first(where: { $0.server != nil || $0.auth != nil || $0.api != nil })
    else { return nil }
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

  private static func isProfileName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-"),
      name.utf8.count <= 64
    else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil)
        || $0 == "." || $0 == "-" || $0 == "_"
    }
  }

  private static func contents(of path: String) throws(Failure) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
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
