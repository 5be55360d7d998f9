package import TerminalKit

/// The one table of keys: what a key does, the help overlay and the footer's hints come from it.
package enum KeyTable {
  /// Every binding; the order of the footer and of the help.
  package static let bindings: [Binding] =
    list + moves + lines + panels + form + typing + everywhere

  /// The action of a key in a context; nil where the key means nothing, or itself.
  package static func action(for key: Key, in context: Context) -> Action? {
    actions[context]?[key]
  }

  /// The bindings that work in a context.
  package static func bindings(in context: Context) -> [Binding] {
    bindings.filter { $0.contexts.contains(context) }
  }

  /// The first key of an action, as a sentence names it.
  package static func label(of action: Action, in context: Context, _ glyphs: Glyphs) -> String {
    bindings(in: context).first { $0.action == action }?.keys.first?.label(glyphs) ?? ""
  }

  private static let actions: [Context: [Key: Action]] = {
    var actions: [Context: [Key: Action]] = [:]
    for binding in bindings {
      for context in binding.contexts {
        for key in binding.keys { actions[context, default: [:]][key] = binding.action }
      }
    }
    return actions
  }()

  /// Enter typed before the program took the terminal comes as ^J, a line feed.
  static let enter = [Key(.enter), Key("j", .control)]

  static let writing: Set<Context> = [
    .adding, .retitling, .filtering, .describing, .signIn,
  ]

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
      in: Set(Context.allCases).subtracting([.signingIn, .confirming])
    ),
  ]

  private static let list: [Binding] = [
    Binding(.list, [Key("a"), Key("A")], .add, "add a task", hint: "add", in: [.list]),
    Binding(
      .list,
      [Key(" "), Key("x")],
      .toggleCompleted,
      "complete or reopen",
      hint: "done",
      in: [.list, .reading]
    ),
    Binding(.list, [Key("e")], .retitle, "edit the title", hint: "edit", in: [.list, .reading]),
    Binding(
      .list,
      [Key("E")],
      .describe,
      "edit the description",
      in: [.list, .reading]
    ),
    Binding(
      .list,
      [Key("d")],
      .delete,
      "delete, asks once",
      hint: "delete",
      in: [.list, .reading]
    ),
    Binding(.list, [Key("/")], .filter, "filter as you type", hint: "filter", in: [.list]),
    Binding(.list, [Key(.enter)], .read, "show details", hint: "details", in: [.list]),
    Binding(.list, [Key(.escape)], .cancel, "clear the filter", in: [.list]),
    Binding(.list, [Key(.tab), Key("]")], .nextTab, "next tab", in: [.list]),
    Binding(.list, [Key(.tab, .shift), Key("[")], .previousTab, "previous tab", in: [.list]),
    Binding(.list, [Key("R")], .sync, "sync now", in: [.list]),
    Binding(.list, [Key("L")], .signOut, "sign out, asks once", in: [.list]),
    Binding(.list, [Key("?")], .help, "help", hint: "help", in: [.list, .reading]),
    Binding(.list, [Key("q")], .quit, "quit", hint: "quit", in: [.list]),
  ]

  private static let moves: [Binding] = [
    Binding(
      .move,
      [Key("j"), Key(.down)],
      .moveDown,
      "down",
      in: [.list, .reading, .help]
    ),
    Binding(.move, [Key("k"), Key(.up)], .moveUp, "up", in: [.list, .reading, .help]),
    Binding(
      .move,
      [Key("g"), Key(.home)],
      .moveToFirst,
      "to the top",
      in: [.list, .reading, .help]
    ),
    Binding(
      .move,
      [Key("G"), Key(.end)],
      .moveToLast,
      "to the bottom",
      in: [.list, .reading, .help]
    ),
    Binding(
      .move,
      [Key("d", .control)],
      .halfPageDown,
      "half a page down",
      in: [.list, .reading, .help]
    ),
    Binding(
      .move,
      [Key("u", .control)],
      .halfPageUp,
      "half a page up",
      in: [.list, .reading, .help]
    ),
    Binding(.move, [Key(.pageDown)], .pageDown, "a page down", in: [.list, .reading, .help]),
    Binding(.move, [Key(.pageUp)], .pageUp, "a page up", in: [.list, .reading, .help]),
  ]

  private static let lines: [Binding] = [
    Binding(.line, enter, .accept, "add, then the next", hint: "add", in: [.adding]),
    Binding(.line, [Key(.escape)], .cancel, "end adding", hint: "end", in: [.adding]),
    Binding(.line, enter, .accept, "save the title", hint: "save", in: [.retitling]),
    Binding(.line, [Key(.escape)], .cancel, "keep the title", hint: "cancel", in: [.retitling]),
    Binding(.line, enter, .accept, "keep the filter", hint: "keep", in: [.filtering]),
    Binding(.line, [Key(.escape)], .cancel, "clear the filter", hint: "clear", in: [.filtering]),
    Binding(.line, [Key(.down)], .moveDown, "down, filtering", in: [.filtering]),
    Binding(.line, [Key(.up)], .moveUp, "up, filtering", in: [.filtering]),
  ]
}
