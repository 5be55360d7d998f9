import TerminalKit
import Testing
import TodoKit
import TodoUI

private let wide = Size(rows: 50, columns: 200)
private let sizes = [small, large, wide]

private func expect(_ model: Model, _ state: String) {
  let size = model.display.size
  expectPicture(model, "\(state)-\(size.columns)x\(size.rows)")
}

@Suite struct `Pictures of the command line` {
  @Test(arguments: sizes)
  func `it opens empty, and offers what begins as typed`(_ size: Size) {
    expect(commandModel(size: size), "command-empty")
    expect(commandModel(size: size, typing: "a"), "command-typing")
    expect(commandModel(size: size, typing: "a", keys: "Tab Tab"), "command-chosen")
    expect(commandModel(size: size, typing: "done "), "command-titles")
    expect(commandModel(size: size, typing: "done ", keys: "S-Tab S-Tab"), "command-titles-last")
  }

  @Test(arguments: sizes)
  func `a whole command says what it does`(_ size: Size) {
    expect(commandModel(size: size, typing: "list"), "command-hint")
    expect(commandModel(size: size, typing: "list --sort "), "command-values")
  }

  @Test(arguments: sizes)
  func `a slow one runs, and one that failed says why`(_ size: Size) {
    var model = commandModel(size: size, typing: "done 'Buy oat milk' --sort", keys: "Enter")
    expect(model, "command-started")
    _ = update(&model, .commandIsSlow(id: 1))
    expect(model, "command-running")
    let sentence = "done has no option --sort: todotui done --help shows what it takes."
    _ = update(&model, .commandEnded(id: 1, CommandResult(failure: sentence)))
    expect(model, "command-failed")
  }

  @Test func `the smallest window shows the line and one word on it`() {
    let tiny = Size(rows: 5, columns: 20)
    expect(commandModel(size: tiny, typing: "a", keys: "Tab"), "command-typing")
    var model = commandModel(size: tiny, typing: "done 'Buy oat milk'", keys: "Enter")
    _ = update(&model, .commandEnded(id: 1, CommandResult(failure: "There is no such task.")))
    expect(model, "command-failed")
  }

  @Test func `a terminal without Unicode has the same`() {
    var start = listStart(size: small)
    start.glyphs = .ascii
    var model = Model(start)
    _ = press(&model, ":")
    _ = update(&model, .commandsPrepared(CommandGrammar(commands: sampleCommands)))
    type(&model, "done ")
    _ = press(&model, "Tab")
    expect(model, "command-ascii")
  }
}

@Suite struct `Pictures of the panels` {
  @Test(arguments: sizes)
  func `the search of the help, and nothing found`(_ size: Size) {
    var model = listModel(size: size, keys: "?")
    type(&model, "/undo")
    expect(model, "help-search")
    type(&model, " zz")
    expect(model, "help-nothing")
  }

  @Test(arguments: sizes)
  func `messages that went by`(_ size: Size) {
    var model = listModel(size: size)
    expect(
      {
        var empty = model; _ = press(&empty, "M"); return empty
      }(),
      "messages-empty"
    )
    _ = update(&model, .notice("Signed in as ada@example.com."))
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 42 * 60_000), east: 0))
    _ = update(
      &model,
      .commitFailed(id: 9, sentence: "The server refused this change: the title is too long.")
    )
    _ = update(&model, .clock(Timestamp(milliseconds: now.milliseconds + 45 * 60_000), east: 0))
    _ = press(&model, "x M")
    expect(model, "messages")
  }

  @Test(arguments: sizes)
  func `what a command printed`(_ size: Size) {
    var model = commandModel(size: size, typing: "list --all", keys: "Enter")
    let lines = (1...60).map { number in
      let number = number < 10 ? " \(number)" : "\(number)"
      return "\(number)  open  Task \(number) of the week, which Marc wanted to have \(number)"
    }
    _ = update(&model, .commandEnded(id: 1, CommandResult(lines: lines)))
    _ = press(&model, "j")
    expect(model, "output")
  }

  @Test(arguments: sizes)
  func `profiles`(_ size: Size) {
    var model = listModel(size: size)
    _ = update(&model, .profiles(["home", "local", "work"]))
    expect(model, "profiles")
    _ = update(&model, .profiles(["work"]))
    expect(model, "profiles-one")
    _ = update(&model, .profiles([]))
    expect(model, "profiles-none")
  }
}
