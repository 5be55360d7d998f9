import TerminalKit
import Testing
import TodoKit
import TodoUI

let titleConflict = ConflictCard(
  key: "key-1",
  title: "Buy oat milk",
  kind: .fields,
  fields: [
    .init(
      seen: .title("Buy milk"),
      mine: .title("Buy oat milk"),
      theirs: .title("Buy two litres of milk, if they have the one with the blue label")
    )
  ]
)

let wideConflict = ConflictCard(
  key: "key-2",
  title: "Call the dentist",
  kind: .fields,
  fields: [
    .init(
      seen: .description(nil),
      mine: .description("Ask for a morning.\n\nBring the old X-ray."),
      theirs: .description("They close at noon on Fridays, so call before that.")
    ),
    .init(seen: .priority(nil), mine: .priority(.high), theirs: .priority(.low)),
    .init(
      seen: .due(nil),
      mine: .due(CalendarDay(iso8601: "2026-11-27").map { .day($0) }),
      theirs: .due(CalendarDay(iso8601: "2026-12-01").map { .day($0) })
    ),
    .init(seen: .tags([]), mine: .tags(["home"]), theirs: .tags(["health", "phone"])),
    .init(seen: .completed(false), mine: .completed(true), theirs: .completed(false)),
  ]
)

let deletedThere = ConflictCard(
  key: "key-3",
  title: "Draft the release notes",
  kind: .deletedThere,
  fields: [.init(seen: nil, mine: .title("Draft the release notes"), theirs: nil)]
)

let deletedHere = ConflictCard(
  key: "key-90",
  title: "Water the plants",
  kind: .changedBeforeDeletion,
  fields: [
    .init(seen: nil, mine: nil, theirs: .title("Water the plants twice a week")),
    .init(seen: nil, mine: nil, theirs: .description("The big one only once.")),
  ]
)

let sampleConflicts = [titleConflict, wideConflict, deletedThere, deletedHere]

func conflictItems() -> [TodoItem] {
  sampleItems.map { item in
    var item = item
    if sampleConflicts.contains(where: { $0.key == item.key }) {
      item.state = .conflict("Changed here, and on the server to something else.")
    }
    return item
  }
}

/// The view opened by `c` on a task of the list.
func conflictModel(
  _ cards: [ConflictCard] = sampleConflicts,
  size: Size = large,
  open: String = "c",
  keys: String = ""
) -> Model {
  var model = listModel(conflictItems(), size: size, keys: open)
  _ = update(&model, .conflicts(cards))
  _ = press(&model, keys)
  return model
}

private func panel(_ model: Model) -> ConflictPanel? {
  if case .conflict(let panel)? = model.overlay { panel } else { nil }
}

@Suite struct `Keys in a conflict` {
  @Test func `c opens it from the list, and says so where there is none`() {
    var model = listModel(conflictItems())
    #expect(footer(model).hasSuffix("c decides"))
    #expect(press(&model, "c") == [.showConflicts])
    _ = update(&model, .conflicts(sampleConflicts))
    #expect(panel(model)?.card == titleConflict)
    model = listModel(keys: "c")
    #expect(footer(model) == " This task is in no conflict.")
    model = listModel(conflictItems(), keys: "c")
    _ = update(&model, .conflicts([deletedHere]))
    #expect(footer(model) == " That conflict is over already.")
    #expect(model.overlay == nil)
  }

  @Test func `one field is decided by one key, and the next conflict comes`() {
    var model = conflictModel()
    #expect(
      press(&model, "m") == [.resolve(key: "key-1", action: "Kept yours: “Buy oat milk”", .mine)]
    )
    #expect(footer(model) == " Kept yours of “Buy oat milk”")
    #expect(panel(model)?.card == wideConflict)
    model = conflictModel()
    #expect(
      press(&model, "t") == [.resolve(key: "key-1", action: "Took theirs: “Buy oat milk”", .theirs)]
    )
    #expect(
      footer(model) == " Took theirs of “Buy oat milk”. Yours was: title “Buy oat milk”",
      "what gave way can be read again"
    )
  }

  @Test func `several fields are decided one by one, and may be decided again`() {
    var model = conflictModel([wideConflict], open: "j c")
    #expect(press(&model, "m t m t k k t").isEmpty)
    #expect(panel(model)?.field == 4, "the cursor goes to what has no choice")
    let values: [ConflictValue] = [
      .description("Ask for a morning.\n\nBring the old X-ray."), .priority(.low),
      .due(CalendarDay(iso8601: "2026-12-01").map { .day($0) }), .tags(["health", "phone"]),
      .completed(true),
    ]
    let decided = Effect.resolve(
      key: "key-2",
      action: "Decided: “Call the dentist”",
      .values(values)
    )
    #expect(press(&model, "m") == [decided])
    #expect(footer(model) == " Decided about “Call the dentist”   u undo")
    #expect(model.overlay == nil)
  }

  @Test func `M and T decide every field at once`() {
    let mine = Effect.resolve(key: "key-2", action: "Kept yours: “Call the dentist”", .mine)
    let theirs = Effect.resolve(key: "key-2", action: "Took theirs: “Call the dentist”", .theirs)
    for (keys, effect) in [("M", mine), ("T", theirs), ("m m m m m", mine)] {
      var model = conflictModel([wideConflict], open: "j c")
      #expect(press(&model, keys) == [effect])
    }
  }

  @Test func `e writes a title anew, starting from one's own`() {
    var model = conflictModel(keys: "e")
    #expect(model.context == .retitling)
    type(&model, ", 2 l")
    #expect(picture(model).grid.text.contains("Buy oat milk, 2 l"))
    let decided = Effect.resolve(
      key: "key-1",
      action: "Decided: “Buy oat milk”",
      .values([.title("Buy oat milk, 2 l")])
    )
    #expect(press(&model, "Enter") == [decided])
    model = conflictModel(keys: "e C-u")
    #expect(press(&model, "Enter").isEmpty)
    #expect(footer(model) == " The title is empty: type at least one character.")
    _ = press(&model, "Esc")
    #expect(model.context == .conflict)
  }

  @Test func `e writes a description anew, from both texts`() {
    var model = conflictModel([wideConflict], open: "j c", keys: "e")
    #expect(model.context == .describing)
    let both =
      "Ask for a morning.\n\nBring the old X-ray.\n\n"
      + "They close at noon on Fridays, so call before that."
    #expect(panel(model)?.input?.text == both)
    _ = press(&model, "C-j")
    _ = update(&model, .input(.paste("And\nlast.")))
    #expect(press(&model, "Enter").isEmpty)
    #expect(panel(model)?.picks[0] == .edited(both + "\nAnd\nlast."))
    #expect(press(&model, "e").isEmpty)
    #expect(footer(model) == " Only a title or a description can be written anew here.")
  }

  @Test func `deleted there, or changed before it was deleted, is one choice`() {
    for (key, done, choice) in [
      ("m", "Made again", ConflictChoice.mine), ("t", "Let go", .theirs),
    ] {
      var model = conflictModel([deletedThere], open: "j j c")
      #expect(press(&model, "e").isEmpty)
      let action = "\(done): “Draft the release notes”"
      #expect(press(&model, key) == [.resolve(key: "key-3", action: action, choice)])
      #expect(model.overlay == nil)
    }
    var model = conflictModel(keys: "N")
    #expect(panel(model)?.card == deletedHere)
    let action = "Kept after all: “Water the plants”"
    #expect(press(&model, "t") == [.resolve(key: "key-90", action: action, .theirs)])
    #expect(footer(model) == " “Water the plants” stays, as the server has it")
  }

  @Test func `n and N go round`() {
    var model = conflictModel(keys: "n n")
    #expect(panel(model)?.card == deletedThere)
    _ = press(&model, "n n")
    #expect(panel(model)?.card == titleConflict)
    model = conflictModel([titleConflict], keys: "n")
    #expect(footer(model) == " There is no other conflict.")
  }

  @Test func `Esc leaves it undecided, back to where it was opened`() {
    var model = conflictModel(keys: "Esc")
    #expect(model.overlay == nil)
    model = queueModel(keys: "c")
    _ = update(&model, .conflicts(sampleConflicts))
    #expect(model.context == .conflict)
    #expect(press(&model, "Esc") == [.showQueue])
    #expect(model.context == .queue)
  }

  @Test func `news renew it; what changed is asked about again, what is over goes`() {
    var model = conflictModel([wideConflict, titleConflict], open: "j c", keys: "m t")
    #expect(update(&model, .rows(changed: [], removed: [])) == [.showConflicts])
    _ = update(&model, .conflicts([titleConflict, wideConflict]))
    #expect(panel(model)?.picks.count == 2, "the same conflict keeps its choices")
    let other = ConflictCard(
      key: "key-2",
      title: "Call the dentist",
      kind: .fields,
      fields: [wideConflict.fields[1]]
    )
    _ = update(&model, .conflicts([titleConflict, other]))
    #expect(panel(model)?.picks.isEmpty == true)
    #expect(footer(model) == " It was changed again meanwhile: look once more.")
    _ = update(&model, .conflicts([]))
    #expect(model.overlay == nil)
    #expect(footer(model) == " That conflict is over: it was decided elsewhere.")
  }

  @Test func `a text that is being written outlives news`() {
    var model = conflictModel(keys: "e Z")
    _ = update(&model, .conflicts([wideConflict]))
    #expect(panel(model)?.input?.text == "Buy oat milkZ")
    _ = update(&model, .conflicts([]))
    #expect(panel(model)?.input?.text == "Buy oat milkZ")
    #expect(press(&model, "Enter").count == 1)
  }

  @Test func `nothing of it keeps the rest of the screen from its work`() {
    var model = conflictModel(keys: "Esc")
    #expect(changes(press(&model, "x")).map(\.key) == ["key-1"])
    #expect(changes(press(&model, "j x")).count == 1)
  }
}

private func name(_ state: String, _ size: Size) -> String {
  "\(state)-\(size.columns)x\(size.rows)"
}

@Suite struct `Pictures of conflicts` {
  @Test(arguments: [large, small, huge])
  func `fields stand side by side, or one below the other`(_ size: Size) {
    expectPicture(conflictModel(size: size), name("conflict", size))
    expectPicture(
      conflictModel(size: size, open: "j c", keys: "j m t k"),
      name("conflict-picked", size)
    )
    expectPicture(
      conflictModel(size: size, open: "j c", keys: "j j j"),
      name("conflict-last", size)
    )
  }

  @Test(arguments: [large, small, huge])
  func `a field is written anew below`(_ size: Size) {
    expectPicture(conflictModel(size: size, keys: "e"), name("conflict-title", size))
    expectPicture(
      conflictModel(size: size, open: "j c", keys: "e"),
      name("conflict-description", size)
    )
    expectPicture(
      conflictModel(size: size, open: "j c", keys: "e C-u C-k s h o r t Enter k"),
      name("conflict-written", size)
    )
  }

  @Test(arguments: [large, small, huge])
  func `deletions are told in words`(_ size: Size) {
    expectPicture(conflictModel(size: size, open: "j j c"), name("conflict-deleted-there", size))
    expectPicture(conflictModel(size: size, keys: "N"), name("conflict-deleted-here", size))
  }

  @Test func `twenty columns and five rows are enough`() {
    let smallest = Size(rows: 5, columns: 20)
    expectPicture(conflictModel(size: smallest), "conflict-20x5")
    expectPicture(conflictModel(size: smallest, keys: "e"), "conflict-title-20x5")
  }
}
