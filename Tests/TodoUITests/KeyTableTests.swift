import TerminalKit
import Testing
import TodoUI

@Suite struct `The key table` {
  @Test func `every action has keys, help and a place to work in`() {
    for binding in KeyTable.bindings {
      #expect(!binding.keys.isEmpty)
      #expect(!binding.help.isEmpty, "\(binding.keys)")
      #expect(binding.help.count <= 26, "\(binding.help) is too long for 40 columns")
      #expect(!binding.contexts.isEmpty, "\(binding.help)")
    }
  }

  @Test func `no key means two things in one context`() {
    for context in Context.allCases {
      let keys = KeyTable.bindings(in: context).flatMap(\.keys)
      #expect(keys.count == Set(keys).count, "\(context)")
    }
  }

  @Test func `every key of a binding leads to its action`() {
    for binding in KeyTable.bindings {
      for context in binding.contexts {
        for key in binding.keys {
          #expect(KeyTable.action(for: key, in: context) == binding.action)
        }
      }
    }
  }

  @Test func `where text is typed no letter is a command`() {
    for context in [Context.adding, .retitling, .filtering, .describing, .signIn] {
      for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789/?[]" {
        #expect(KeyTable.action(for: Key(letter), in: context) == nil)
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
