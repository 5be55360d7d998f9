internal import TerminalKit

extension KeyTable {
  static let queue: [Binding] = [
    Binding(.queue, [Key("r")], .retry, "try again", hint: "retry", in: [.queue]),
    Binding(.queue, [Key("d")], .drop, "drop it, asks once", hint: "drop", in: [.queue]),
    Binding(.queue, [Key("e")], .retitle, "edit its task", hint: "edit", in: [.queue]),
    Binding(.queue, enter, .accept, "its conflict, or its task", hint: "open", in: [.queue]),
    Binding(.queue, [Key("c")], .decide, "decide its conflict", in: [.queue]),
    Binding(.queue, [Key("R")], .sync, "sync now", in: [.queue]),
    Binding(
      .queue,
      [Key(.escape), Key("q"), Key("Q")],
      .cancel,
      "back to the list",
      hint: "back",
      in: [.queue]
    ),
    Binding(.queue, [Key("?")], .help, "help", hint: "help", in: [.queue]),
  ]

  static let conflict: [Binding] = [
    Binding(.conflict, [Key("m")], .takeMine, "keep yours", hint: "yours", in: [.conflict]),
    Binding(.conflict, [Key("t")], .takeTheirs, "take theirs", hint: "theirs", in: [.conflict]),
    Binding(.conflict, [Key("e")], .retitle, "write it anew", hint: "edit", in: [.conflict]),
    Binding(.conflict, [Key("M")], .takeAllMine, "yours of every field", in: [.conflict]),
    Binding(.conflict, [Key("T")], .takeAllTheirs, "theirs of every field", in: [.conflict]),
    Binding(
      .conflict,
      [Key("n"), Key(.tab), Key("]")],
      .nextConflict,
      "next conflict",
      hint: "next",
      in: [.conflict]
    ),
    Binding(
      .conflict,
      [Key("N"), Key(.tab, .shift), Key("[")],
      .previousConflict,
      "previous conflict",
      in: [.conflict]
    ),
    Binding(
      .conflict,
      [Key(.escape), Key("q")],
      .cancel,
      "leave it undecided",
      hint: "back",
      in: [.conflict]
    ),
    Binding(.conflict, [Key("?")], .help, "help", hint: "help", in: [.conflict]),
  ]
}
