internal import TerminalKit

/// The one table of keys: what a key does, the help overlay and the footer's hints come from it.
package enum KeyTable {
  /// Every binding; the order of the footer and of the help.
  package static let bindings: [Binding] =
    list + several + sorts + moves + lines + panels + queue + conflict + form + typing + everywhere

  /// Enter typed before the program took the terminal comes as ^J, a line feed.
  static let enter = [Key(.enter), Key("j", .control)]

  /// Where a character writes itself.
  package static let writing: Set<Context> = [
    .adding, .retitling, .filtering, .describing, .signIn, .commanding, .searchingHelp,
  ]

  /// Where digits before a key are a count.
  static let counting: Set<Context> = [.list, .reading, .help, .pager, .queue, .conflict]

  private static let everywhere: [Binding] = [
    Binding(
      .everywhere,
      [Key("c", .control)],
      .interrupt,
      "quit, or leave what is on",
      in: Set(Context.allCases)
    ),
    Binding(.everywhere, [Key("z", .control)], .suspend, "suspend", in: Set(Context.allCases)),
    Binding(.everywhere, [Key("l", .control)], .redraw, "draw again", in: Set(Context.allCases)),
    Binding(
      .everywhere,
      [Key(.function(1))],
      .help,
      "this help",
      in: Set(Context.allCases).subtracting([.signingIn, .confirming, .searchingHelp])
    ),
  ]

  private static let onTask: Set<Context> = [.list, .reading]

  private static let list: [Binding] = [
    Binding(.list, [Key("a")], .add, "add a task", hint: "add", in: onTask),
    Binding(.list, [Key("A")], .addAtTop, "add at the top", in: onTask),
    Binding(
      .list,
      [Key(" "), Key("x")],
      .toggleCompleted,
      "complete or reopen",
      hint: "done",
      in: onTask
    ),
    Binding(.list, [Key("e")], .retitle, "edit the task's line", hint: "edit", in: onTask),
    Binding(.list, [Key("E")], .describe, "edit the description", in: onTask),
    Binding(.list, [Key("d")], .delete, "delete", hint: "delete", in: onTask),
    Binding(.list, [Key("u")], .undo, "undo", hint: "undo", in: onTask),
    Binding(.list, [Key("r", .control)], .redo, "redo", in: onTask),
    Binding(.list, [Key(".")], .repeatLast, "repeat the last change", in: onTask),
    Binding(.list, [Key("/")], .filter, "filter as you type", hint: "filter", in: [.list]),
    Binding(.list, [Key(":")], .command, "command line", hint: "command", in: onTask),
    Binding(.list, [Key("n")], .nextMatch, "next match", in: [.list]),
    Binding(.list, [Key("N")], .previousMatch, "previous match", in: [.list]),
    Binding(.list, [Key(.enter)], .read, "details, and back", hint: "details", in: [.list]),
    Binding(.list, [Key("y")], .copy, "copy the title", in: onTask),
    Binding(.list, [Key("o")], .openLink, "open the first link", in: onTask),
    Binding(.list, [Key(.escape)], .cancel, "clear marks, then filter", in: [.list]),
    Binding(.list, [Key(.tab), Key("]")], .nextTab, "next tab", in: [.list]),
    Binding(.list, [Key(.tab, .shift), Key("[")], .previousTab, "previous tab", in: [.list]),
    Binding(.list, [Key("R")], .sync, "sync now", in: [.list]),
    Binding(.list, [Key("Q")], .queue, "unsent changes", in: [.list]),
    Binding(.list, [Key("c")], .decide, "decide its conflict", in: onTask),
    Binding(.list, [Key("M")], .messages, "recent messages", in: [.list]),
    Binding(.list, [Key("P")], .profiles, "profiles", in: [.list]),
    Binding(.list, [Key("L")], .signOut, "sign out, asks once", in: [.list]),
    Binding(.list, [Key("?")], .help, "help", hint: "help", in: onTask),
    Binding(.list, [Key("q")], .quit, "quit", hint: "quit", in: [.list]),
  ]

  private static let several: [Binding] = [
    Binding(.several, [Key("v")], .mark, "mark, for what follows", in: [.list]),
    Binding(.several, [Key("V")], .markRange, "mark from here on", in: [.list]),
  ]

  private static let sorts: [Binding] = [
    sort("s c", .created, "newest first"),
    sort("s t", .title, "by title"),
    sort("s d", .due, "by due date"),
    sort("s p", .priority, "by priority"),
  ]

  private static func sort(_ keys: String, _ order: ListOrder, _ help: String) -> Binding {
    let keys = KeySequence(keys.split(separator: " ").compactMap { Key(name: String($0)) })
    return Binding(.sort, keys, .sort(order), help, hint: help, in: [.list])
  }

  private static let lines: [Binding] = [
    Binding(.line, enter, .accept, "add, then the next", hint: "add", in: [.adding]),
    Binding(.line, [Key(.escape)], .cancel, "end adding", hint: "end", in: [.adding]),
    Binding(.line, enter, .accept, "save the line", hint: "save", in: [.retitling]),
    Binding(.line, [Key(.escape)], .cancel, "keep it as it was", hint: "cancel", in: [.retitling]),
    Binding(.line, enter, .accept, "keep the filter", hint: "keep", in: [.filtering]),
    Binding(.line, [Key(.escape)], .cancel, "clear the filter", hint: "clear", in: [.filtering]),
    Binding(.line, [Key(.down)], .moveDown, "down, filtering", in: [.filtering]),
    Binding(.line, [Key(.up)], .moveUp, "up, filtering", in: [.filtering]),
  ]
}
