internal import TerminalKit

extension Model {
  mutating func openCommandLine() -> [Effect] {
    commandLine = CommandPrompt()
    return grammar.commands.isEmpty ? [.prepareCommands] : []
  }

  mutating func performOnCommandLine(_ action: Action) -> [Effect] {
    guard let line = commandLine else { return [] }
    if line.isRunning {
      guard action == .cancel else { return [] }
      commandLine = nil
      notice = Notice("Stopped: \(line.input.text)")
      return [.cancelCommand]
    }
    switch action {
    case .cancel: commandLine = nil
    case .accept: return runCommand(line)
    case .complete: completeCommand(by: 1)
    case .completeBackward: completeCommand(by: -1)
    case .moveUp: commandLine?.recall(earlier: true, in: grammar.history)
    case .moveDown: commandLine?.recall(earlier: false, in: grammar.history)
    case .edit(.deleteBackward) where line.input.isEmpty: commandLine = nil
    case .edit(let edit):
      commandLine?.perform(edit)
      offerCandidates(after: line.completion)
    default: break
    }
    return []
  }

  mutating func typeCommand(_ text: String) {
    guard let line = commandLine, !line.isRunning else { return }
    if commandLine?.insert(text) == false { notice = .textCut }
    offerCandidates(after: line.completion)
  }

  /// What was run before the grammar came stays in the history.
  mutating func receive(_ grammar: CommandGrammar) {
    let recent = self.grammar.history
    self.grammar = grammar
    for line in recent { self.grammar.remember(line) }
    if commandLine?.input.isEmpty == false, commandLine?.isRunning == false { offerCandidates() }
  }

  mutating func noteSlowCommand(_ id: Int) { commandLine?.slowDown(id) }

  /// Takes what a command came to; that of a command which was left is dropped.
  mutating func receive(_ result: CommandResult, of id: Int) {
    guard let line = commandLine, line.run?.id == id else { return }
    let output = Pager.lines(of: result.lines)
    let notes = result.notes.joined(separator: " ")
    if let failure = result.failure {
      commandLine?.fail(failure)
      messages.add(.failure(failure), at: display.now)
    } else {
      commandLine = nil
    }
    if !notes.isEmpty { notice = Notice(TerminalText(notes)) }
    let room = 2 * (display.size.columns - 2)
    if result.failure == nil, output.count == 1, output[0].columns <= room {
      notice = Notice(notes.isEmpty ? output[0] : "\(output[0].text) \(notes)")
    } else if !output.isEmpty {
      overlay = .pager(Pager(title: line.input.text, output: output, display))
    }
  }

  private mutating func runCommand(_ line: CommandPrompt) -> [Effect] {
    let words: [String]
    do throws(CommandWords.SplitError) {
      words = try CommandWords.split(line.input.text)
    } catch {
      commandLine?.fail(error.sentence)
      return []
    }
    if words.isEmpty || ["q", "quit", "q!"].contains(words[0]) {
      commandLine = nil
      return words.isEmpty ? [] : [.quit]
    }
    grammar.remember(line.input.text)
    lastRun += 1
    commandLine?.start(lastRun)
    return [.run(id: lastRun, line.input.text)]
  }

  private mutating func completeCommand(by step: Int) {
    if commandLine?.completion == nil { offerCandidates() }
    if commandLine?.complete(by: step) == true { offerCandidates() }
  }

  private mutating func offerCandidates(after previous: Completion? = nil) {
    guard let input = commandLine?.input else { return }
    commandLine?.offer(CommandCompletion(grammar, list, after: previous).completion(of: input))
  }
}
