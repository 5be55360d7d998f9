import TerminalKit
import Testing
import TodoUI

@Suite struct `The key table` {
  private let keymap = Keymap.standard

  @Test func `every action has keys, help and a place to work in`() {
    for binding in KeyTable.bindings {
      #expect(!binding.keys.isEmpty)
      #expect(!binding.help.isEmpty, "\(binding.keys)")
      #expect(binding.help.count <= 26, "\(binding.help) is too long for 40 columns")
      #expect(!binding.contexts.isEmpty, "\(binding.help)")
    }
  }

  @Test func `no key means two things in one context, and none is in the way of a sequence`() {
    for context in Context.allCases {
      let keys = keymap.bindings(in: context).flatMap(\.keys)
      #expect(keys.count == Set(keys).count, "\(context)")
      for key in keys {
        let longer = keys.filter { $0 != key && $0.keys.starts(with: key.keys) }
        #expect(longer.isEmpty, "\(key.label(.ascii)) in \(context)")
      }
    }
  }

  @Test func `every key of a binding leads to its action`() {
    for binding in KeyTable.bindings {
      for context in binding.contexts {
        for sequence in binding.keys {
          #expect(keymap.match(sequence.keys, in: context) == .action(binding.action))
        }
      }
    }
  }

  @Test func `where text is typed no character is a command`() {
    for context in KeyTable.writing {
      for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789/?[]:.!#" {
        #expect(keymap.match([Key(letter)], in: context) == .none)
      }
    }
  }

  @Test func `the hints and the help show keys as people write them`() {
    #expect(Key("d", .control).label(.unicode) == "^D")
    #expect(Key(" ").label(.unicode) == "space")
    #expect(Key(.down).label(.unicode) == "↓")
    #expect(Key(.down).label(.ascii) == "Down")
    #expect(Key(.enter, .alt).label(.unicode) == "Alt-Enter")
    #expect(Key(.tab, .shift).label(.unicode) == "S-Tab")
    #expect(KeySequence(text: "g C-d F5")?.label(.unicode) == "g ^D F5")
    #expect(KeySequence(text: "g Nope") == nil)
    #expect(KeySequence(text: " ") == nil)
  }

  @Test func `the help lists every binding once`() {
    var model = listModel(size: Size(rows: 200, columns: 100))
    _ = press(&model, "?")
    let text = picture(model).grid.text
    for binding in KeyTable.bindings { #expect(text.contains(binding.help)) }
    let written = text.split(separator: "\n").filter { $0.hasPrefix("   ") }
    #expect(written.count == KeyTable.bindings.count)
  }
}

@Suite struct `A person's own keys` {
  private func keymap(_ lines: (String, String)...) -> (Keymap, [String]) {
    var complaints: [String] = []
    let user = lines.enumerated().map { index, line in
      UserBinding(keys: line.0, action: line.1, line: index + 1)
    }
    return (Keymap(user, complaints: &complaints), complaints)
  }

  private func match(_ keymap: Keymap, _ keys: String, _ context: Context) -> Keymap.Match {
    keymap.match(KeySequence(text: keys)?.keys ?? [], in: context)
  }

  @Test func `stand beside those of the table, first in hints and help`() {
    let (keymap, complaints) = keymap(("Z", "delete"), ("g g", "top"), ("C-s", "sync"))
    #expect(complaints.isEmpty)
    #expect(match(keymap, "Z", .list) == .action(.delete))
    #expect(match(keymap, "d", .list) == .action(.delete))
    #expect(match(keymap, "C-s", .list) == .action(.sync))
    #expect(match(keymap, "g", .list) == .prefix)
    #expect(match(keymap, "g g", .help) == .action(.moveToFirst))
    #expect(keymap.label(of: .delete, in: .list, .unicode) == "Z")
    #expect(keymap.label(of: .delete, in: .reading, .unicode) == "Z")
  }

  @Test func `take a key from what it did, and from sequences that began with it`() {
    let (keymap, complaints) = keymap(("d", "done"), ("s", "sync"))
    #expect(complaints.isEmpty)
    #expect(match(keymap, "d", .list) == .action(.toggleCompleted))
    #expect(keymap.label(of: .delete, in: .list, .unicode).isEmpty)
    #expect(match(keymap, "s", .list) == .action(.sync))
    #expect(match(keymap, "s d", .list) == .none)
  }

  @Test func `can free a key`() {
    let (keymap, complaints) = keymap(("L", "none"))
    #expect(complaints.isEmpty)
    #expect(match(keymap, "L", .list) == .none)
  }

  @Test(arguments: [
    ([("Nope", "delete")], "config.toml, line 1: there is no key called \"Nope\"."),
    ([("Z", "explode")], "config.toml, line 1: there is no action called explode."),
    ([("z", "down"), ("z", "up")], "config.toml, line 2: z is bound on line 1 already."),
    ([("z", "down"), ("z z", "up")], "config.toml, line 2: z z is bound on line 1 already."),
    ([("5", "down")], "config.toml, line 1: 5 starts a count, so it cannot be bound."),
    ([("z", "next-field")], "config.toml, line 1: z writes itself where text is typed."),
  ])
  func `that cannot be are named with their line, and the rest works`(
    _ lines: [(String, String)],
    _ sentence: String
  ) {
    var complaints: [String] = []
    let user = (lines + [("X", "sync")]).enumerated().map { index, line in
      UserBinding(keys: line.0, action: line.1, line: index + 1)
    }
    let keymap = Keymap(user, complaints: &complaints)
    #expect(complaints == [sentence])
    #expect(match(keymap, "X", .list) == .action(.sync))
  }

  @Test func `show in the footer and in the help`() {
    var start = listStart()
    var complaints: [String] = []
    start.keymap = Keymap(
      [UserBinding(keys: "Z", action: "delete", line: 1)],
      complaints: &complaints
    )
    var model = Model(start)
    #expect(footer(model).contains("Z delete"))
    _ = press(&model, "?")
    #expect(picture(model).grid.text.contains("Z  d"))
  }
}
