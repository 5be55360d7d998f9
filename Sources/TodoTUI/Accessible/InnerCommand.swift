import ArgumentParser

/// Commands of the headless grammar inside the accessible client.
extension AccessibleClient {
  /// Runs a command with the account that is open.
  ///
  /// - Parameter words: as a shell would have parted them.
  /// - Throws: ``Failure``, the command's own or 64.
  func run(_ words: [String]) async throws(Failure) {
    let command: any Command
    do {
      var parsed = try Root.parseAsRoot(GlobalOptions.hoisted(words))
      guard let ours = parsed as? any Command else { return try parsed.run() }
      command = ours
    } catch {
      if Root.exitCode(for: error) == .success {
        return output.raw(Root.fullMessage(for: error) + "\n")
      }
      throw Failure.usage(Root.message(for: error))
    }
    if command is ScreenCommand || command is UICommand || command is DemoCommand {
      throw .usage("That command is for outside of this conversation.")
    }
    let options = command.global
    if [options.profile, options.server, options.authURL, options.apiURL].contains(where: {
      $0 != nil
    }) {
      throw .usage("Profile and addresses are chosen when todotui starts.")
    }
    var inner = context
    inner.output.isJSON = options.isJSON
    inner.output.isQuiet = options.isQuiet
    inner.opened = account
    let result: Failure?
    do throws(Failure) {
      try await command.run(in: inner)
      result = nil
    } catch {
      result = error
    }
    announcements.forget()
    // What a command listed was printed whole.
    if command is ListCommand { printed = .max }
    if command is SignUpCommand || command is LogInCommand || command is LogOutCommand {
      leave()
      try await open()
    }
    if let result { throw result }
  }
}
