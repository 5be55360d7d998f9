import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Messages` {
  @Test func `the first frame shows the mirror, before any message`() {
    #expect(row(2, of: listModel()) == " ▸ ○ Buy oat milk")
    var start = listStart()
    start.notice = "The configuration has an unknown key."
    #expect(footer(Model(start)) == " The configuration has an unknown key.")
  }

  @Test func `clock moves the age of the last sync`() {
    var model = listModel()
    for (seconds, words) in [
      (0, "just now"), (59, "59 s ago"), (60, "1 min ago"), (7200, "2 h ago"), (200_000, "2 d ago"),
    ] as [(Int64, String)] {
      let later = Timestamp(milliseconds: now.milliseconds - 12_000 + seconds * 1000)
      #expect(update(&model, .clock(later, east: 0)).isEmpty)
      #expect(row(0, of: model).hasSuffix("✓ synced \(words)"))
    }
  }

  @Test(arguments: [
    (SyncStatus(), "not synced yet"),
    (SyncStatus(phase: .syncing, queued: 2), "⟳ syncing"),
    (SyncStatus(queued: 2), "◌ 2 queued"),
    (SyncStatus(phase: .offline("No route.")), "  offline"),
    (SyncStatus(phase: .offline("No route."), queued: 2), "offline, 2 queued"),
    (SyncStatus(phase: .signedOut), "signed out"),
    (SyncStatus(queued: 1, failed: 3), "! 3 failed, 1 queued"),
    (SyncStatus(conflicts: 1), "≠ 1 conflict"),
    (SyncStatus(queued: 1, failed: 2, conflicts: 3), "! 2 failed, 3 conflicts, 1 queued"),
    (
      SyncStatus(phase: .offline("No."), queued: 1, offlineSince: moment(minutesAgo: 58)),
      "offline since 06:02, 1 queued"
    ),
    (SyncStatus(lastSync: now, offlineSince: moment(minutesAgo: 1)), "offline since 06:59"),
    (SyncStatus(phase: .offline("No."), offlineSince: moment(minutesAgo: 5000)), "offline for 3 d"),
    (SyncStatus(lastSync: now, rung: .atLeastOnce), "  at least once · ✓ synced just now"),
    (SyncStatus(lastSync: now, rung: .exactlyOnce), "  ✓ synced just now"),
  ])
  func `status is told in the header`(_ status: SyncStatus, _ words: String) {
    var model = listModel()
    #expect(update(&model, .status(status)).isEmpty)
    #expect(row(0, of: model).hasSuffix(words))
  }

  @Test func `the time since when the server is away is the person's own`() {
    var start = listStart(
      status: SyncStatus(phase: .offline("No."), offlineSince: moment(minutesAgo: 58))
    )
    start.east = 2 * 3600
    #expect(row(0, of: Model(start)).hasSuffix("offline since 08:02"))
  }

  @Test func `going offline says why once`() {
    var model = listModel()
    let offline = Message.status(SyncStatus(phase: .offline("No route to todo.example.org.")))
    _ = update(&model, offline)
    #expect(footer(model) == " No route to todo.example.org.")
    _ = press(&model, "j")
    _ = update(&model, offline)
    #expect(footer(model).hasPrefix(" a add"))
  }

  @Test func `the form is not disturbed by the network of an account that is gone`() {
    var model = localForm()
    let before = picture(model).grid
    _ = update(&model, .status(SyncStatus(phase: .offline("No route."))))
    #expect(picture(model).grid == before)
  }

  @Test func `rows change in place, with the cursor held on its task`() {
    var model = listModel(keys: "j j")
    var third = item(3, "Draft the notes")
    _ = update(
      &model,
      .rows(changed: [item(0, "From the telephone"), third], removed: ["key-1"])
    )
    #expect(model.list.selected == third)
    #expect(row(4, of: model) == " ▸ ○ Draft the notes")
    #expect(row(2, of: model) == "   ○ From the telephone")
    third.todo.isCompleted = true
    _ = update(&model, .rows(changed: [third], removed: []))
    #expect(model.list.selected?.key == "key-4")
    #expect(row(1, of: model).hasPrefix(" Open 6 │ Done 3 │ All 9"))
  }

  @Test func `a scrolled list does not jump when rows come in above`() {
    var model = listModel((1...100).map { item($0, "Task \($0)") }, keys: "C-d C-d C-d C-d k k")
    let before = (2..<23).map { row($0, of: model) }
    _ = update(&model, .rows(changed: [item(0, "New")], removed: ["key-2", "key-3"]))
    #expect((2..<23).map { row($0, of: model) } == before)
  }

  @Test func `a task that was typed appears under the cursor, above the others`() {
    var model = listModel(keys: "j j a")
    type(&model, "Buy bread")
    _ = press(&model, "Enter")
    _ = update(&model, .rows(changed: [item(0, "Buy bread", .queued)], removed: []))
    _ = update(&model, .committed(id: 1, created: ["key-0"]))
    #expect(model.list.selected?.todo.title == "Buy bread")
    #expect(row(2, of: model) == "   ◌ Buy bread")
    _ = press(&model, "Esc")
    #expect(row(2, of: model) == " ▸ ◌ Buy bread")
  }

  @Test func `one the tab or the filter hides is told`() {
    var model = listModel(keys: "Tab a b Enter")
    _ = update(&model, .rows(changed: [item(0, "b")], removed: []))
    _ = update(&model, .committed(id: 1, created: ["key-0"]))
    #expect(model.notice?.text == "Added; another tab shows it.")
    model = listModel(keys: "/ z Enter a b Enter")
    _ = update(&model, .rows(changed: [item(0, "b")], removed: []))
    _ = update(&model, .committed(id: 1, created: ["key-0"]))
    #expect(model.notice?.text == "Added; the filter hides it.")
  }

  @Test func `a change that could not be saved comes back with the reason`() {
    for keys in ["x", "d", "e Z Enter", "E Z Enter"] {
      var model = listModel(keys: keys)
      #expect(model.list.table.item("key-1") != sampleItems[0])
      _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
      #expect(model.list.table.item("key-1") == sampleItems[0])
      #expect(footer(model) == " The disk is full.")
    }
  }

  @Test(arguments: ["4 x", "4 d y", "V 3 j d y"])
  func `a change of several tasks that could not be saved comes back whole`(_ keys: String) {
    var model = listModel(keys: keys)
    #expect(sampleItems.filter { model.list.table.item($0.key) != $0 }.count > 1)
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    for item in sampleItems { #expect(model.list.table.item(item.key) == item) }
  }

  @Test func `a title that could not be saved is back in its line`() {
    for keys in ["a b c Enter", "a b c Enter Esc"] {
      var model = listModel(keys: keys)
      _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
      #expect(row(keys.hasSuffix("Esc") ? 2 : 3, of: model) == "   + bc")
      #expect(footer(model) == " The disk is full.")
    }
  }

  @Test func `pasted lines that could not be saved are offered again`() {
    var model = listModel()
    _ = update(&model, .input(.paste("one\ntwo\nthree")))
    _ = press(&model, "y")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    #expect(picture(model).grid.text.contains("The disk is full."))
    #expect(footer(model) == " Add 3 tasks, one a line, from “one” on?  y yes  n no")
    #expect(changes(press(&model, "y")).count == 3)
    model = listModel(keys: "a h a l f")
    _ = update(&model, .input(.paste("one\ntwo")))
    _ = press(&model, "y")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    _ = press(&model, "n")
    #expect(row(3, of: model) == "   + half")
  }

  @Test(arguments: ["", "a", "e", "/", "E", ":", "? /"])
  func `a paste longer than a terminal may bring is never cut in silence`(_ keys: String) {
    for line in ["milk ", "milk\n"] {
      var model = listModel(keys: keys)
      let paste = String(repeating: line, count: (1 << 20) / line.utf8.count)
      _ = update(&model, .input(.paste(paste)))
      #expect(model.notice != nil, "\(keys), \(line)")
    }
  }

  @Test(arguments: [
    ("j e Z", "Esc"), ("j E Z", "Esc"), ("/ e", "Esc"), ("3 d", "n"), ("j e Z", "Enter"),
  ])
  func `what could not be saved waits until nothing else is typed`(_ keys: String, _ end: String) {
    var model = listModel(keys: "a b c Enter Esc")
    _ = update(&model, .input(.paste("one\ntwo\nthree")))
    _ = press(&model, "y")
    _ = press(&model, keys)
    let mode = model.list.mode
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    _ = update(&model, .commitFailed(id: 2, sentence: "The disk is full."))
    #expect(model.list.mode == mode, "what is typed stays")
    _ = press(&model, end)
    #expect(row(2, of: model) == "   + bc")
    #expect(footer(model) == " This was not saved yet: here it is again.")
    _ = press(&model, "Esc")
    #expect(footer(model) == " Add 3 tasks, one a line, from “one” on?  y yes  n no")
    #expect(changes(press(&model, "y")).count == 3)
    #expect(model.list.mode == .browsing)
  }

  @Test func `what could not be saved waits behind other views, and with its account`() {
    for keys in ["?", ":"] {
      var model = listModel(keys: "a b c Enter Esc \(keys)")
      _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
      _ = press(&model, "Esc")
      #expect(row(2, of: model) == "   + bc")
    }
    var model = listModel(keys: "a b c Enter Esc e")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    _ = update(&model, .signedOut("Bye."))
    _ = update(&model, .signedIn(ada, server: "todo.example.org"))
    _ = update(&model, .mirror(sampleItems))
    #expect(model.list.mode == .browsing)
  }

  @Test func `an editor's text comes before what could not be saved, and takes none of it away`() {
    var model = listModel(keys: "e Z Enter")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    #expect(model.context == .retitling)
    _ = update(&model, .edited(key: "key-2", text: "by the editor"))
    #expect(model.context == .retitling)
    #expect(row(2, of: model) == " ▸ ○ Buy oat milkZ")
    _ = update(&model, .editorFailed(key: "key-2", text: "typed", sentence: "vi is not there."))
    #expect(model.context == .describing)
    _ = press(&model, "Esc")
    #expect(row(2, of: model) == " ▸ ○ Buy oat milkZ")
  }

  @Test func `a line or a description that could not be saved opens again with its text`() {
    var model = listModel(keys: "j e Z Enter")
    _ = update(&model, .commitFailed(id: 1, sentence: "The disk is full."))
    #expect(row(3, of: model) == " ▸ ○ Call the dentistZ")
    #expect(model.context == .retitling)
    model = listModel(keys: "E n e w Enter")
    _ = update(&model, .rows(changed: [], removed: ["key-1"]))
    _ = update(&model, .commitFailed(id: 1, sentence: "The task is no longer there."))
    #expect(model.context == .describing)
    #expect(picture(model).grid.text.contains("new"))
    #expect(model.list.table.item("key-1") == nil, "a row that is gone does not come back")
  }

  @Test func `once the store answered, an old row does not come back`() {
    var model = listModel(keys: "x")
    _ = update(&model, .rows(changed: [item(1, "Buy oat milk", done: true)], removed: []))
    _ = update(&model, .committed(id: 1, created: []))
    _ = update(&model, .commitFailed(id: 1, sentence: "No."))
    #expect(model.list.table.item("key-1")?.todo.isCompleted == true)
  }

  @Test func `a question about tasks that vanished is withdrawn`() {
    var model = listModel(keys: "2 d")
    _ = update(&model, .rows(changed: [], removed: ["key-1"]))
    #expect(footer(model) == " Delete 1 task?  y yes  n no")
    _ = update(&model, .rows(changed: [], removed: ["key-2"]))
    #expect(model.list.mode == .browsing)
    #expect(footer(model) == " That task is gone: it was deleted meanwhile.")
    #expect(press(&model, "y").filter { $0 != .copy("Draft the release notes") }.isEmpty)
  }

  @Test func `what another device changed meanwhile is overwritten only after that was said`()
    throws
  {
    let (line, about) = (RowChange(.retitle(try title("Buy oat milkZ")), key: "key-1"), "ZOurs")
    let described = RowChange(.describe(try TodoDescription(about)), key: "key-1")
    for (keys, change) in [("e Z", line), ("E Z O u r s", described)] {
      var model = listModel(keys: keys)
      let theirs = item(1, "Buy soy milk", description: "theirs")
      _ = update(&model, .rows(changed: [theirs], removed: []))
      #expect(changes(press(&model, "Enter")).isEmpty)
      #expect(footer(model).hasPrefix(" This was changed meanwhile: save again"))
      #expect(picture(model).grid.text.contains("Z"))
      #expect(changes(press(&model, "Enter")) == [change])
    }
  }

  @Test func `a text that was opened and left as it was overwrites nothing`() {
    for keys in ["e", "E"] {
      var model = listModel(keys: keys)
      let theirs = item(1, "Buy soy milk", description: "theirs")
      _ = update(&model, .rows(changed: [theirs], removed: []))
      #expect(changes(press(&model, "Enter")).isEmpty)
      #expect(model.list.mode == .browsing)
    }
  }

  @Test func `what was being typed for a task that vanished stays`() {
    for (keys, context) in [("e Z", Context.retitling), ("E Z", .describing)] {
      var model = listModel(keys: keys)
      _ = update(&model, .rows(changed: [], removed: ["key-1"]))
      #expect(picture(model).grid.text.contains("Z"))
      #expect(press(&model, "Enter").isEmpty)
      #expect(model.context == context)
      #expect(footer(model).hasPrefix(" This task was deleted meanwhile"))
      _ = press(&model, "Esc")
      #expect(model.list.mode == .browsing)
    }
  }

  @Test func `news never hides a question, or the filter being typed`() {
    for (keys, line) in [("2 d", " Delete 2 tasks?  y yes  n no"), ("/ z", " /z")] {
      var model = listModel(keys: keys)
      _ = update(&model, .status(SyncStatus(phase: .offline("No route."))))
      #expect(row(-2, of: model) == " No route.")
      #expect(footer(model).hasPrefix(line))
    }
  }

  @Test func `a question is about its task, whatever the refresh moved`() {
    var model = listModel(keys: "2 d")
    let newer = (-5...0).map { item($0, "New \($0)") }
    _ = update(&model, .rows(changed: newer, removed: []))
    #expect(changes(press(&model, "y")).map(\.key) == ["key-1", "key-2"])
  }

  @Test func `another mirror replaces every row`() {
    var model = listModel(keys: "j Enter")
    _ = update(&model, .mirror([item(40, "Other")]))
    #expect(model.list.mode == .browsing)
    #expect(row(2, of: model) == " ▸ ○ Other")
    #expect(model.list.table.count == 1)
  }

  @Test func `signing in opens the list and forgets the password`() {
    var model = localForm()
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    #expect(update(&model, .signedIn(ada, server: "this machine")).isEmpty)
    #expect(row(0, of: model).hasPrefix(" todotui  ada@example.com · this machine"))
    _ = update(&model, .signedOut("You signed out."))
    #expect(!picture(model).grid.text.contains("•"))
  }

  @Test func `signing out shows the form with the reason, and nothing of the tasks`() {
    var model = listModel(keys: "e")
    #expect(update(&model, .signedOut("Your session has ended.")).isEmpty)
    let text = picture(model).grid.text
    #expect(text.contains("Your session has ended."))
    #expect(text.contains("ada@example.com"))
    #expect(model.list.table.count == 0)
    #expect(press(&model, "Esc") == [.quit])
  }

  @Test func `a failed sign-in is told where it belongs, and the text stays`() {
    var model = remoteForm(email: "ada@example.com")
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    let failure = SignInFailure(field: .server, sentence: "No such host.")
    #expect(update(&model, .signInFailed(failure)).isEmpty)
    #expect(row(7, of: model) == "    ! No such host.")
    #expect(picture(model).cursor?.row == 6)
    #expect(picture(model).grid.text.contains("•••••••••••••"))
  }

  @Test func `an account that waits for its mail turns the form into sign-in`() {
    var model = localForm()
    type(&model, "correct horse")
    _ = press(&model, "Enter")
    _ = update(&model, .signInFailed(.verifyEmail("Open the link in the mail, then sign in.")))
    #expect(picture(model).grid.text.contains("Open the link in the mail, then sign in."))
    #expect(footer(model).hasPrefix(" Enter sign in"))
  }

  @Test func `a notice stays until the next key`() {
    var model = listModel()
    #expect(update(&model, .notice("Saved.\u{1B}[2J")).isEmpty)
    #expect(footer(model) == " Saved.␛[2J")
    _ = update(&model, .clock(now, east: 0))
    #expect(footer(model) == " Saved.␛[2J")
    _ = press(&model, "j")
    #expect(footer(model).hasPrefix(" a add"))
  }

  @Test func `a notice longer than its room says which key shows all of it`() {
    var model = listModel()
    let words = (1...80).map { "word\($0)" }.joined(separator: " ")
    _ = update(&model, .notice(words))
    #expect(footer(model).hasSuffix("… M shows all"))
    _ = press(&model, "M")
    #expect(picture(model).grid.text.contains("word80"))
  }

  @Test func `back in the foreground everything is drawn again`() {
    var model = listModel()
    #expect(update(&model, .resumed) == [.redraw])
  }

  @Test func `a new size keeps the cursor in sight`() {
    var model = listModel((1...100).map { item($0, "Task \($0)") }, keys: "C-d C-d")
    for size in [small, Size(rows: 5, columns: 20), Size(rows: 1, columns: 1), large] {
      #expect(update(&model, .input(.resized(size))).isEmpty)
      #expect(model.list.selected?.key == "key-21")
      if size.rows >= 5 { #expect(picture(model).grid.text.contains("▸")) }
    }
  }
}
