import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Looking for words` {
  @Test func `n and N go round the matches of the last filter`() {
    var model = listModel(keys: "/ t h e Enter Esc g n")
    #expect(model.list.selected?.key == "key-2")
    var seen: [String?] = []
    for _ in 0..<6 {
      _ = press(&model, "n")
      seen.append(model.list.selected?.key)
    }
    #expect(seen == ["key-3", "key-4", "key-7", "key-9", "key-2", "key-3"])
    _ = press(&model, "2 N")
    #expect(model.list.selected?.key == "key-9")
  }

  @Test func `before any filter they say what is missing`() {
    var model = listModel(keys: "n")
    #expect(footer(model) == " Nothing to look for yet: / filters.")
    _ = press(&model, "/ z z z Enter Esc n")
    #expect(model.list.cursor == 0)
  }

  @Test(arguments: [
    ("# h o m e", 1), ("! h i g h", 2), ("! h i g h Space # r e a d", 1), ("旅 行", 1),
  ])
  func `tags and priorities are found as they are typed`(_ keys: String, _ count: Int) {
    let model = richModel(size: large, keys: "/ \(keys)")
    #expect(model.list.table.visibleCount == count)
  }
}

@Suite struct `Orders and tabs` {
  @Test func `a sort holds the cursor on its task`() {
    var model = richModel(size: large, keys: "j j s t")
    #expect(model.list.selected?.key == "key-3")
    #expect(row(1, of: model).hasSuffix("by title"))
    _ = press(&model, "s p g")
    #expect(model.list.selected?.todo.priority == .high)
  }

  @Test func `an unknown second key says so and does nothing`() {
    var model = richModel(size: large, keys: "s x")
    #expect(footer(model) == " s x means nothing here.")
    #expect(press(&model, "s C-z") == [.suspend])
    #expect(footer(model).hasPrefix(" s…"), "what was typed waits behind ^Z")
    #expect(press(&model, "C-c").isEmpty)
    #expect(model.pending.isEmpty)
    #expect(model.list.table.count(of: .open) == 7)
    _ = press(&model, "s Esc")
    #expect(model.pending.isEmpty)
  }

  @Test func `due dates bring Today and Overdue, and midnight moves them`() {
    var model = richModel(size: large)
    #expect(
      model.list.tabs.map(\.name) == ["open", "done", "all", "today", "overdue", "view Home"]
    )
    #expect(model.list.table.count(of: .today) == 1)
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 86_400_000), east: 0))
    #expect(model.list.table.count(of: .overdue) == 2)
    _ = update(&model, .fields(.description))
    #expect(model.list.tabs.map(\.name) == ["open", "done", "all", "view Home"])
  }

  @Test func `the day is that of the person, not of UTC`() {
    var start = listStart(richItems)
    start.fields = .all
    // Kiritimati: the 21st, 07:00 UTC, is the 21st, 21:00 there; six hours later it is the 22nd.
    start.east = 14 * 3600
    var model = Model(start)
    #expect(model.list.table.count(of: .today) == 1)
    _ = update(
      &model,
      .clock(Timestamp(milliseconds: now.milliseconds + 6 * 3_600_000), east: start.east)
    )
    #expect(model.list.table.count(of: .overdue) == 2)
  }

  @Test func `the day goes with the person who travels, and with summer time`() {
    var model = richModel(size: large)
    #expect(model.list.table.count(of: .today) == 1)
    // Between two keys, from UTC to Kiritimati in the afternoon: the same moment, the next day.
    let later = Timestamp(milliseconds: now.milliseconds + 6 * 3_600_000)
    _ = update(&model, .clock(later, east: 0))
    #expect(model.list.table.count(of: .overdue) == 1)
    _ = update(&model, .clock(later, east: 14 * 3600))
    #expect(model.list.table.count(of: .overdue) == 2)
    _ = update(&model, .clock(later, east: 0))
    #expect(model.list.table.count(of: .overdue) == 1)
  }
}

@Suite struct `A task's line` {
  @Test func `carries priority, tags and due date`() throws {
    var model = richModel(size: large, keys: "a")
    type(&model, "Buy bread !high #home due:tomorrow")
    let draft = TodoDraft(
      title: try title("Buy bread"),
      priority: .high,
      due: .day(now.day().adding(days: 1)),
      tags: ["home"]
    )
    #expect(changes(press(&model, "Enter")) == [RowChange(.create(draft), key: nil)])
  }

  @Test func `edited, takes nothing back that another device changed in other fields`() throws {
    var model = richModel(size: large, keys: "e")
    type(&model, " #new")
    let old = try #require(model.list.table.item("key-1"))
    var theirs = old
    theirs.todo.title = "Buy soy milk"
    _ = update(&model, .rows(changed: [theirs], removed: []))
    #expect(
      changes(press(&model, "Enter")) == [RowChange(.tag(old.todo.tags + ["new"]), key: "key-1")]
    )
  }

  @Test func `edited, changes only what it says otherwise, as one step`() throws {
    var model = richModel(size: large, keys: "e C-u")
    type(&model, "Buy soy milk !low #home")
    #expect(
      changes(press(&model, "Enter")) == [
        RowChange(.retitle(try title("Buy soy milk")), key: "key-1"),
        RowChange(.prioritize(.low), key: "key-1"),
        RowChange(.schedule(nil), key: "key-1"),
      ]
    )
  }

  @Test func `opened and accepted as it is, changes nothing`() {
    for count in richItems.indices {
      var model = richModel(size: large, keys: "S-Tab S-Tab S-Tab S-Tab")
      for _ in 0..<count { _ = press(&model, "j") }
      #expect(press(&model, "e Enter").isEmpty, "\(model.list.selected?.key ?? "none")")
    }
  }

  @Test func `several pasted lines become a task each after a yes`() {
    var model = richModel(size: large)
    _ = update(&model, .input(.paste("Bread #food\n\nButter\n")))
    #expect(footer(model) == " Add 2 tasks, one a line, from “Bread #food” on?  y yes  n no")
    let made = changes(press(&model, "y"))
    #expect(made.count == 2)
    // The list is newest first: the first line is made last, so that they stand as they were pasted.
    guard case .create(let draft)? = made.last?.change else {
      Issue.record("no creation")
      return
    }
    #expect(draft.title.text == "Bread")
    #expect(draft.tags == ["food"])
  }

  @Test(arguments: ["y", "n"])
  func `what was half typed when several lines came in stays`(_ answer: String) {
    var model = richModel(size: large, keys: "A h a l f")
    _ = update(&model, .input(.paste("Bread\nButter\n")))
    _ = press(&model, answer)
    #expect(row(2, of: model) == "   + half")
  }

  @Test func `a paste of too many lines, or of a bad one, adds nothing and says so`() {
    var model = richModel(size: large)
    _ = update(&model, .input(.paste(String(repeating: "line\n", count: 501))))
    #expect(footer(model) == " That paste has 501 lines; at most 500 become tasks at once.")
    _ = update(&model, .input(.paste("good\n\n\(String(repeating: "a", count: 201))\n")))
    #expect(press(&model, "y").isEmpty)
    #expect(row(-2, of: model).hasPrefix(" Line 3: The title has 201 characters"))
  }
}

@Suite struct `Links and copies` {
  @Test(arguments: [
    ("See https://example.org/a?b=c#d, then", "https://example.org/a?b=c#d"),
    ("(http://localhost:8080/x).", "http://localhost:8080/x"),
    ("<https://example.org>", "https://example.org"),
  ])
  func `o opens the first address of the title or the description`(_ text: String, _ link: String) {
    var model = listModel([item(1, text)])
    #expect(press(&model, "o") == [.openLink(link)])
    model = listModel([item(1, "Title", description: "First.\n\(text)")])
    #expect(press(&model, "o") == [.openLink(link)])
  }

  @Test(arguments: ["no link", "https://", "javascript:alert(1)", "https://exa\u{202E}mple.org"])
  func `what is no address is not opened`(_ text: String) {
    var model = listModel([item(1, text)])
    #expect(press(&model, "o").isEmpty)
    #expect(footer(model) == " This task has no link.")
  }

  @Test func `y copies the title as it is`() {
    var model = listModel([item(1, "Title \u{1B}[31m")])
    #expect(press(&model, "y") == [.copy("Title \u{1B}[31m")])
  }
}

@Suite struct `An editor of one's own` {
  private func model() -> Model {
    var start = listStart()
    start.hasEditor = true
    return Model(start)
  }

  @Test func `gets the description, and what it gives back is saved`() throws {
    var model = model()
    let text = "Ask for a morning.\n\nBring the old X-ray."
    #expect(press(&model, "j E") == [.openEditor(key: "key-2", text: text)])
    let new = try TodoDescription("Afternoon.")
    let effects = update(&model, .edited(key: "key-2", text: "Afternoon.\n"))
    #expect(changes(effects) == [RowChange(.describe(new), key: "key-2")])
    #expect(update(&model, .edited(key: "key-2", text: nil)).isEmpty)
  }

  @Test func `a text that cannot be saved goes on on the screen, and nothing is lost`() {
    var model = model()
    let long = String(repeating: "long ", count: 300)
    #expect(update(&model, .edited(key: "key-2", text: long)).isEmpty)
    #expect(model.context == .describing)
    #expect(picture(model).grid.text.contains("The description has 1499 characters"))
    _ = press(&model, "Esc")
    _ = update(&model, .editorFailed(key: "key-2", text: "typed", sentence: "vi is not there."))
    #expect(model.context == .describing)
    #expect(footer(model) == " vi is not there.")
    #expect(picture(model).grid.text.contains("typed"))
  }
}

@Suite struct `The screen comes back` {
  @Test func `with its tab, filter, order, cursor and details`() {
    let before = richModel(size: large, keys: "Tab Tab s d / t h e Enter j Enter")
    var start = listStart(richItems)
    start.fields = .all
    start.memory = before.memory
    let after = Model(start)
    #expect(after.memory == before.memory)
    #expect(after.list.selected == before.list.selected)
    #expect(after.list.table.tab == .all)
    #expect(after.list.details.isOpen)
  }

  @Test func `without what is not there any more`() {
    var start = listStart()
    start.memory = ScreenMemory(tab: "view Gone", filter: "the", cursor: "nobody")
    let model = Model(start)
    #expect(model.list.table.tab == .open)
    #expect(model.list.table.search == "the")
    #expect(model.list.cursor == 0)
  }

  @Test func `the hint of the first run goes away for good`() {
    var start = listStart()
    start.memory = nil
    for keys in ["?", "Esc"] {
      var model = Model(start)
      #expect(row(-2, of: model).hasPrefix(" New here?"))
      _ = press(&model, "j")
      #expect(row(-2, of: model).hasPrefix(" New here?"))
      _ = press(&model, keys)
      #expect(model.memory.knowsHelp)
      _ = press(&model, "Esc")
      #expect(!picture(model).grid.text.contains("New here?"))
    }
  }
}

@Suite struct `News of a row while a change of it waits` {
  @Test func `does not take the change off the screen`() {
    var model = listModel(keys: "S-Tab x")
    _ = update(&model, .rows(changed: [item(1, "Buy oat milk")], removed: []))
    #expect(model.list.table.item("key-1")?.todo.isCompleted == true)
    _ = update(&model, .mirror(sampleItems))
    #expect(model.list.table.item("key-1")?.todo.isCompleted == true)
    _ = update(&model, .rows(changed: [item(1, "Buy oat milk", done: true)], removed: []))
    _ = update(&model, .committed(id: 1, created: []))
    _ = update(&model, .rows(changed: [item(1, "Buy oat milk")], removed: []))
    #expect(model.list.table.item("key-1")?.todo.isCompleted == false)
  }

  @Test func `does not bring a deleted row back for an instant`() {
    var model = listModel(keys: "d")
    _ = update(&model, .rows(changed: [item(1, "Buy oat milk")], removed: []))
    #expect(model.list.table.item("key-1") == nil)
    _ = update(&model, .mirror(sampleItems))
    #expect(model.list.table.item("key-1") == nil)
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    #expect(model.list.table.item("key-1") != nil)
  }
}
