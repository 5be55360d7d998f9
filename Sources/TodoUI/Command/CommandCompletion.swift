internal import TodoKit

/// Finds what may stand at the cursor of a command line.
struct CommandCompletion {
  /// The most tasks and tags that are offered.
  static let limit = 50
  /// What the screen itself understands.
  static let quit = CommandGrammar.Command(
    words: ["quit"],
    abstract: "Leave todotui.",
    options: [],
    takesReferences: false
  )

  private let commands: [CommandGrammar.Command]
  private let table: TaskTable
  private let selected: TodoItem?
  private let previous: Completion?

  /// What was found before, for the same line with less typed, makes it fast on long lists.
  init(_ grammar: CommandGrammar, _ list: ListState, after previous: Completion? = nil) {
    self.previous = previous
    commands = grammar.commands + [CommandCompletion.quit]
    table = list.table
    selected = list.selected
  }

  /// What may stand at the cursor.
  func completion(of input: TextInput) -> Completion {
    let words = UnfinishedWords(String(input.characters[..<input.cursor]))
    var titles: [String]?
    let candidates = candidates(for: words, &titles)
    return Completion(candidates, titles: titles, at: words, of: input)
  }

  /// What the words of a line do as far as they go: a command, or its option at the end.
  func hint(_ line: String) -> String? {
    let unfinished = UnfinishedWords(line)
    let words = unfinished.finished + (unfinished.partial.isEmpty ? [] : [unfinished.partial])
    guard let command = command(of: words) else { return nil }
    if words.count == command.words.count { return command.abstract }
    return command.options.first { $0.name == words.last }?.help
  }

  /// The command that words begin with, the longest there is.
  private func command(of words: [String]) -> CommandGrammar.Command? {
    commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
  }

  private func candidates(
    for words: UnfinishedWords,
    _ titles: inout [String]?
  ) -> [Completion.Candidate] {
    let typed = words.finished
    var names: [String] = []
    for command in commands where command.words.count > typed.count {
      let name = command.words[typed.count]
      guard command.words.starts(with: typed), name.hasPrefix(words.partial) else { continue }
      if !names.contains(name) { names.append(name) }
    }
    guard let command = command(of: typed) else { return names.map { .init($0) } }
    return names.map { .init($0) } + arguments(of: command, words, &titles)
  }

  private func arguments(
    of command: CommandGrammar.Command,
    _ words: UnfinishedWords,
    _ titles: inout [String]?
  ) -> [Completion.Candidate] {
    let before = Array(words.finished.dropFirst(command.words.count))
    let partial = words.partial
    let endsOptions = before.contains("--")
    if !endsOptions, let last = before.last,
      let option = command.options.first(where: { $0.name == last && $0.takesValue })
    {
      return option.values.filter { $0.hasPrefix(partial) }.map { .init($0) }
    }
    if !endsOptions, partial.hasPrefix("-") { return options(of: command, before, partial) }
    if partial.hasPrefix("#") { return tags(partial) }
    if command.takesReferences {
      let found = self.titles(for: command, words)
      titles = found
      return found.map { CommandCompletion.candidate(title: $0, endsOptions: endsOptions) }
    }
    return partial.isEmpty && !endsOptions ? options(of: command, before, "") : []
  }

  /// Options not given yet, or the values behind `--option=`.
  private func options(
    of command: CommandGrammar.Command,
    _ before: [String],
    _ partial: String
  ) -> [Completion.Candidate] {
    if let sign = partial.firstIndex(of: "=") {
      let (name, start) = (partial[..<sign], partial[partial.index(after: sign)...])
      let values = command.options.first { $0.name == name && $0.takesValue }?.values ?? []
      return values.filter { $0.hasPrefix(start) }.map {
        .init($0, word: CommandWords.quoted("\(name)=\($0)"))
      }
    }
    return command.options.filter { $0.name.hasPrefix(partial) && !before.contains($0.name) }
      .map { .init($0.name) }
  }

  /// Tags that tasks have, in alphabetical order.
  private func tags(_ partial: String) -> [Completion.Candidate] {
    let start = partial.dropFirst().lowercased()
    var found: Set<String> = []
    for item in table.items {
      for tag in item.todo.tags where tag.lowercased().hasPrefix(start) { found.insert(tag) }
      if found.count >= CommandCompletion.limit { break }
    }
    return found.sorted().map { .init("#\($0)") }
  }

  /// Titles of tasks the command may be about, that under the cursor first; each once.
  private func titles(for command: CommandGrammar.Command, _ words: UnfinishedWords) -> [String] {
    let prefixes = WordPrefixes(words.partial)
    // What begins with more is among what began with less, if that was all there is.
    if let known = previous?.titles, let before = previous?.words,
      known.count < CommandCompletion.limit, before.finished == words.finished,
      words.partial.hasPrefix(before.partial)
    {
      return known.filter(prefixes.match)
    }
    // To complete what is done, or to reopen what is open, does nothing.
    let without: Bool? =
      command.words == ["done"] ? true : command.words == ["undone"] ? false : nil
    var found: [String] = []
    var seen: Set<String> = []
    let take = { (todo: Todo) in
      guard todo.isCompleted != without, prefixes.match(todo.title),
        seen.insert(todo.title).inserted
      else { return }
      found.append(todo.title)
    }
    if let selected { take(selected.todo) }
    for item in table.items {
      if found.count == CommandCompletion.limit { break }
      take(item.todo)
    }
    return found
  }

  /// What begins like an option is an argument only behind two hyphens.
  private static func candidate(title: String, endsOptions: Bool) -> Completion.Candidate {
    let word = CommandWords.quoted(title)
    return .init(title, word: title.hasPrefix("-") && !endsOptions ? "-- \(word)" : word)
  }
}
