import TodoUI

/// The command line.
extension Program where Surface: ~Copyable {
  /// Reads the grammar and the history; nothing of it is needed before somebody presses `:`.
  func prepareCommands() {
    let world = world
    let mailbox = mailbox
    Task.detached { mailbox.post(Letter(.commandsPrepared(world.grammar()))) }
  }

  /// Runs a line with the account on screen, and shows at once what it changed.
  func run(_ id: Int, _ line: String) {
    let world = world
    let account = account
    let opening = opening
    running = id
    let mailbox = mailbox
    let tells = Task {
      try await Task.pause(for: .milliseconds(150))
      mailbox.post(Letter(.commandIsSlow(id: id), about: opening))
    }
    command = Task { [lane] in
      // What was typed before it is about tasks that it should see.
      await lane?.value
      let result = await world.run(line, account)
      tells.cancel()
      if let account { await reload(account) }
      if opening == self.opening, !Task.isCancelled { post(.commandEnded(id: id, result)) }
    }
  }

  /// Stops waiting; what a command has saved stays saved.
  func cancelCommand() {
    command?.cancel()
    running = nil
    // Who stops a command wants nothing of what was typed behind it.
    typedAhead = []
    cancelSync()
  }
}
