import ArgumentParser
import FoundationEssentials
import TodoUI

extension CommandGrammar {
  /// The commands that work on the screen, as the parser describes itself.
  ///
  /// - Parameter history: what was typed before, newest last.
  /// - Returns: the grammar; without commands should the description not be understood.
  static func ofRoot(history: [String]) -> CommandGrammar {
    let commands =
      ParserDescription.ofRoot?.command.subcommands?.flatMap { $0.commands(below: []) } ?? []
    return CommandGrammar(commands: commands, history: history)
  }
}

extension Root {
  /// Every long option that words may go on with, `--limit`; none should the parser not be understood.
  static func options(of words: [String]) -> [String] {
    ParserDescription.ofRoot?.command.options(of: words[...]) ?? []
  }
}

/// What `_dumpHelp` prints (swift-argument-parser, ToolInfoV0), as far as it is used here.
private struct ParserDescription: Decodable {
  var command: CommandDescription

  static var ofRoot: ParserDescription? {
    try? JSONDecoder().decode(ParserDescription.self, from: Data(Root._dumpHelp().utf8))
  }
}

private struct CommandDescription: Decodable {
  var commandName: String
  var abstract: String?
  var shouldDisplay: Bool?
  var aliases: [String]?
  var defaultSubcommand: String?
  var subcommands: [CommandDescription]?
  var arguments: [ArgumentDescription]?

  /// The long options of the command that words name.
  func options(of words: ArraySlice<String>) -> [String] {
    let name = words.first
    let named = subcommands?.first {
      $0.commandName == name || name.map(($0.aliases ?? []).contains) == true
    }
    if let named { return named.options(of: words.dropFirst()) }
    if let usual = subcommands?.first(where: { $0.commandName == defaultSubcommand }) {
      return usual.options(of: words)
    }
    return (arguments ?? []).filter { $0.shouldDisplay != false && $0.kind != "positional" }
      .flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map { "--" + $0.name }
  }

  func commands(below words: [String]) -> [CommandGrammar.Command] {
    let isRefused = CommandRunner.refused[commandName] != nil || shouldDisplay == false
    if isRefused || commandName == "help" { return [] }
    let words = words + [commandName]
    let inner = subcommands?.filter { $0.commandName != "help" } ?? []
    if !inner.isEmpty { return inner.flatMap { $0.commands(below: words) } }
    let shown = arguments?.filter { $0.shouldDisplay != false } ?? []
    return [
      CommandGrammar.Command(
        words: words,
        abstract: abstract ?? "",
        options: shown.compactMap(\.option),
        takesReferences: shown.contains { $0.kind == "positional" && $0.valueName == "reference" }
      )
    ]
  }
}

private struct ArgumentDescription: Decodable {
  struct Name: Decodable {
    var kind: String
    var name: String
  }

  var kind: String
  var shouldDisplay: Bool?
  var names: [Name]?
  var valueName: String?
  var abstract: String?
  var allValueStrings: [String]?
  var allValues: [String]?

  /// nil for an argument without a name, and for what the screen has decided already.
  var option: CommandGrammar.Option? {
    guard kind != "positional", let long = names?.first(where: { $0.kind == "long" })?.name,
      long != "help", long != "version",
      long == "json" || GlobalOptions.spellings["--" + long] == nil
    else { return nil }
    return CommandGrammar.Option(
      name: "--" + long,
      help: abstract ?? "",
      values: allValueStrings ?? allValues ?? [],
      takesValue: kind == "option"
    )
  }
}
