internal import TerminalKit

extension KeyTable {
  static let panels: [Binding] = [
    Binding(.description, [Key(.enter)], .accept, "save", hint: "save", in: [.describing]),
    Binding(
      .description,
      [Key("j", .control), Key(.enter, .alt)],
      .newLine,
      "new line",
      hint: "new line",
      in: [.describing]
    ),
    Binding(.description, [Key(.escape)], .cancel, "cancel", hint: "cancel", in: [.describing]),
    Binding(.description, [Key(.down)], .moveDown, "a line down", in: [.describing]),
    Binding(.description, [Key(.up)], .moveUp, "a line up", in: [.describing]),
    Binding(
      .details,
      [Key(.escape), Key(.enter), Key("q")],
      .cancel,
      "back to the list",
      hint: "back",
      in: [.reading]
    ),
    Binding(.question, [Key("y")], .confirm, "yes", in: [.confirming]),
    Binding(
      .question,
      [Key("n"), Key(.enter), Key(.escape)],
      .cancel,
      "no; so does any other key",
      in: [.confirming]
    ),
    Binding(
      .help,
      [Key(.escape), Key("?"), Key("q"), Key(.enter)],
      .cancel,
      "close the help",
      hint: "close",
      in: [.help]
    ),
    Binding(.help, [Key("/")], .filter, "search the help", hint: "search", in: [.help]),
    Binding(.help, enter, .accept, "keep what is found", hint: "keep", in: [.searchingHelp]),
    Binding(.help, [Key(.escape)], .cancel, "show all again", hint: "all", in: [.searchingHelp]),
    Binding(.command, enter, .accept, "run the command", hint: "run", in: [.commanding]),
    Binding(.command, [Key(.tab)], .complete, "complete", hint: "complete", in: [.commanding]),
    Binding(
      .command,
      [Key(.tab, .shift)],
      .completeBackward,
      "complete, backward",
      in: [.commanding]
    ),
    Binding(.command, [Key(.up)], .moveUp, "earlier command", hint: "earlier", in: [.commanding]),
    Binding(.command, [Key(.down)], .moveDown, "later command", in: [.commanding]),
    Binding(.command, [Key(.escape)], .cancel, "leave it", hint: "leave", in: [.commanding]),
    Binding(
      .pager,
      [Key(.escape), Key("q"), Key(.enter)],
      .cancel,
      "back to the list",
      hint: "back",
      in: [.pager]
    ),
    Binding(.pager, enter, .accept, "use this profile", hint: "use", in: [.profiles]),
    Binding(
      .pager,
      [Key(.escape), Key("q")],
      .cancel,
      "stay with this profile",
      hint: "stay",
      in: [.profiles]
    ),
  ]

  static let form: [Binding] = [
    Binding(.form, enter, .accept, "next field, then go", hint: "go", in: [.signIn]),
    Binding(.form, [Key("t", .control)], .switchMode, "sign in or sign up", in: [.signIn]),
    Binding(
      .form,
      [Key(.tab), Key(.down)],
      .nextField,
      "next field",
      hint: "next field",
      in: [.signIn]
    ),
    Binding(.form, [Key(.tab, .shift), Key(.up)], .previousField, "previous field", in: [.signIn]),
    Binding(
      .form,
      [Key("f", .control)],
      .resetPassword,
      "forgotten password",
      hint: "forgotten",
      in: [.signIn]
    ),
    Binding(.form, [Key(.escape)], .cancel, "quit, if nothing is typed", in: [.signIn]),
    Binding(.form, [Key(.escape)], .cancel, "stop signing in", hint: "stop", in: [.signingIn]),
  ]

  static let typing: [Binding] = [
    edit([Key(.left)], .left, "left"),
    edit([Key(.right)], .right, "right"),
    edit([Key(.home), Key("a", .control)], .lineStart, "start of the line"),
    edit([Key(.end), Key("e", .control)], .lineEnd, "end of the line"),
    edit([Key(.backspace), Key("h", .control)], .deleteBackward, "delete before the cursor"),
    edit([Key(.delete)], .deleteForward, "delete after the cursor"),
    edit([Key("w", .control)], .deleteWord, "delete a word"),
    edit([Key("u", .control)], .deleteToStart, "delete to the start"),
    edit([Key("k", .control)], .deleteToEnd, "delete to the end"),
  ]

  private static func edit(_ keys: [Key], _ edit: TextEdit, _ help: String) -> Binding {
    Binding(.typing, keys, .edit(edit), help, in: writing)
  }
}
