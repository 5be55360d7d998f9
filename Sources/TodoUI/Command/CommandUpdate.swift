internal import TerminalKit

extension Model {
  mutating func openCommandLine() -> [Effect] {
    commandLine = CommandLine()
    return grammar.commands.isEmpty ? [.prepareCommands] : []
  }

  mutating func performOnCommandLine(_ action: Action) -> [Effect] {
    switch action {
    case .cancel:
      let isRunning = commandLine?.isRunning == true
      commandLine = nil
      return isRunning ? [.cancelCommand] : []
    case .accept:
      guard let line = commandLine, !line.isRunning, !line.input.isEmpty else { return [] }
      commandLine?.isRunning = true
      return [.run(line.input.text)]
    case .edit(let edit): commandLine?.input.perform(edit)
    default: break
    }
    return []
  }

  mutating func receive(_ result: CommandResult) {
    commandLine = nil
    if let failure = result.failure { notice = .failure(failure) }
  }
}
