internal import TerminalKit

extension KeyTable {
  private static let scrolling: Set<Context> = [
    .list, .reading, .help, .pager, .profiles, .queue, .conflict,
  ]

  static let moves: [Binding] = [
    Binding(.move, [Key("j"), Key(.down)], .moveDown, "down", in: scrolling),
    Binding(.move, [Key("k"), Key(.up)], .moveUp, "up", in: scrolling),
    Binding(.move, [Key("g"), Key(.home)], .moveToFirst, "to the top", in: scrolling),
    Binding(.move, [Key("G"), Key(.end)], .moveToLast, "to the bottom", in: scrolling),
    Binding(.move, [Key("d", .control)], .halfPageDown, "half a page down", in: scrolling),
    Binding(.move, [Key("u", .control)], .halfPageUp, "half a page up", in: scrolling),
    Binding(.move, [Key(.pageDown)], .pageDown, "a page down", in: scrolling),
    Binding(.move, [Key(.pageUp)], .pageUp, "a page up", in: scrolling),
    Binding(.move, [Key("J")], .detailsDown, "details down", in: [.list]),
    Binding(.move, [Key("K")], .detailsUp, "details up", in: [.list]),
  ]
}
