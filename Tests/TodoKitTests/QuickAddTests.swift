import Testing
import TodoKit

/// A Saturday.
private let today = CalendarDay(year: 2026, month: 11, day: 21) ?? CalendarDay(daysSinceEpoch: 0)

private func read(_ line: String, _ fields: TaskFields = .all) -> QuickAdd {
  QuickAdd(line, today: today, fields: fields)
}

@Suite struct `A quick-add line` {
  @Test func `gives title, priority, tags and due date`() throws {
    let add = read("Buy milk !high #home #shop due:tomorrow")
    #expect(add.title == "Buy milk")
    #expect(add.priority == .high)
    #expect(add.tags == ["home", "shop"])
    #expect(add.due == .day(today.adding(days: 1)))
    #expect(add.unsupported == [])
  }

  @Test(arguments: [
    ("!h", Priority.high), ("!HIGH", .high), ("!m", .medium), ("!medium", .medium), ("!L", .low),
    ("!low", .low),
  ])
  func `reads every spelling of a priority`(_ word: String, _ priority: Priority) {
    #expect(read("x \(word)").priority == priority)
    #expect(read("\(word) x").title == "x")
  }

  @Test(arguments: [
    ("due:today", 0), ("due:tomorrow", 1), ("due:tom", 1), ("due:sat", 0), ("due:Saturday", 0),
    ("due:sun", 1), ("due:mon", 2), ("due:tue", 3), ("due:wednesday", 4), ("due:THU", 5),
    ("due:fri", 6), ("DUE:+3d", 3), ("due:+2w", 14), ("due:+0d", 0), ("due:2026-12-01", 10),
    ("due:2024-02-29", -996),
  ])
  func `counts days from today`(_ word: String, _ days: Int) {
    #expect(read("x \(word) y").due == .day(today.adding(days: days)))
    #expect(read("x \(word) y").title == "x y")
  }

  @Test func `takes a moment only with its offset`() {
    let moment = Timestamp(iso8601: "2026-12-01T15:00:00Z").map { DueDate.moment($0) }
    #expect(read("x due:2026-12-01T15:00Z").due == moment)
    #expect(read("x due:2026-12-01t16:00+01:00").due == moment)
    #expect(read("x due:2026-12-01T15:00").due == nil)
  }

  @Test(arguments: [
    "!urgent", "!", "!!high", "#", "#1", "#-x", "#home,", "#home.", "#a#b", "due:", "due:soon",
    "due:+3", "due:+d", "due:+999999d", "due:+3.5d", "due:-3d", "due:2026-13-01", "due:2026-02-29",
    "due:thurs", "duo:fri", "high", "home#x", "due\u{1A}fri", "\\", "\\\\x",
  ])
  func `leaves every other word in the title`(_ word: String) {
    let add = read("Say \(word) now")
    #expect(add.title == "Say \(word) now")
    #expect(add.priority == nil && add.due == nil && add.tags == [])
  }

  @Test func `takes the later of two priorities or dates and each tag once`() {
    let add = read("x !low #a due:today #b !high #a due:sun")
    #expect(add.priority == .high)
    #expect(add.due == .day(today.adding(days: 1)))
    #expect(add.tags == ["a", "b"])
    #expect(add.title == "x")
  }

  @Test func `keeps an escaped word in the title without its backslash`() {
    let add = read(##"Write \!high and \#home, \due:fri \\!low \Due:x"##)
    #expect(add.title == ##"Write !high and #home, due:fri \!low Due:x"##)
    #expect(add.priority == nil && add.due == nil && add.tags == [])
  }

  @Test func `keeps words for fields the server has not, and says which`() {
    let add = read("x !high #home due:fri y", [.priority])
    #expect(add.title == "x #home due:fri y")
    #expect(add.priority == .high)
    #expect(add.unsupported == [.tags, .due])
  }

  @Test(arguments: [("#home", "#home"), ("!high", "!high"), (" due:fri  #x ", "due:fri  #x")])
  func `is all title when nothing else would be left`(_ line: String, _ title: String) {
    let add = read(line)
    #expect(add.title == title)
    #expect(add.priority == nil && add.due == nil && add.tags == [])
  }

  @Test func `keeps the white space between words of the title`() {
    #expect(read("  a  b\tc !high  d ").title == "a  b\tc  d")
    #expect(read("   ").title == "")
  }

  @Test func `takes letters of every script as tags`() {
    #expect(
      read("x #été #дом #买 #हिन्दी #c++ #a/b.c").tags == ["été", "дом", "买", "हिन्दी", "c++", "a/b.c"]
    )
  }
}

@Suite struct `A line to edit` {
  @Test(arguments: 0..<400)
  func `reads as the task it was written of`(_ seed: Int) throws {
    var dice = Dice(seed: UInt64(seed))
    for _ in 0..<25 {
      let todo = dice.todo()
      let line = QuickAdd.line(of: todo, today: today)
      let add = read(line)
      #expect(add.title == todo.title, "\(line)")
      #expect(add.priority == todo.priority, "\(line)")
      #expect(add.due == todo.due, "\(line)")
      #expect(add.tags == todo.tags, "\(line)")
      #expect(try add.changes(to: todo, today: today) == [])
    }
  }

  @Test(arguments: 0..<200)
  func `never loses a word`(_ seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let line = dice.words(1 + dice.roll(12)).joined(separator: " ")
    let add = read(line, TaskFields(rawValue: UInt8(dice.roll(16))))
    // A combining mark behind a space makes one character of both, and two words all the same.
    var rest = add.title.unicodeScalars.split(separator: " ").map(String.init)[...]
    for word in line.unicodeScalars.split(separator: " ").map(String.init) {
      if let first = rest.first, first == word || "\\" + first == word {
        rest.removeFirst()
      } else {
        let alone = read("x " + word)
        #expect(alone.title == "x", "\(line): \(word)")
      }
    }
    #expect(rest.isEmpty, "\(line)")
  }

  @Test func `says nothing of fields that may not be changed`() throws {
    let todo = task("Buy #milk", priority: .high, tags: ["a"])
    #expect(QuickAdd.line(of: todo, today: today, fields: [.tags]) == ##"Buy \#milk #a"##)
    #expect(try read(##"Buy \#milk"##, []).changes(to: todo, today: today) == [])
  }

  @Test func `writes a moment as short as it can`() {
    let texts = ["2026-12-01T15:00Z", "2026-12-01T15:00:07Z", "2026-12-01T15:00:07.250Z"]
    for text in texts {
      let todo = task("x", due: Timestamp(iso8601: text).map { .moment($0) })
      #expect(QuickAdd.line(of: todo, today: today) == "x due:\(text)")
    }
  }

  @Test func `gives only the changes made, and leaves alone what no word can say`() throws {
    let todo = task("Buy milk", priority: .low, tags: ["to do", "home"])
    #expect(QuickAdd.line(of: todo, today: today) == "Buy milk !low #home")
    let add = read("Buy oat milk #home #shop")
    let title = try TodoTitle("Buy oat milk")
    #expect(
      try add.changes(to: todo, today: today)
        == [.retitle(title), .prioritize(nil), .tag(["home", "shop", "to do"])]
    )
    #expect(throws: TodoTextError.empty) { try read(" ").changes(to: todo, today: today) }
  }
}

private func task(
  _ title: String,
  priority: Priority? = nil,
  due: DueDate? = nil,
  tags: [String] = []
) -> Todo {
  let moment = Timestamp(milliseconds: 0)
  return Todo(
    id: "1",
    title: title,
    priority: priority,
    due: due,
    tags: tags,
    createdAt: moment,
    updatedAt: moment
  )
}

/// SplitMix64: the same rolls for the same seed.
private struct Dice {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func roll(_ sides: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
  }

  mutating func pick<T>(_ choices: [T]) -> T { choices[roll(choices.count)] }

  mutating func words(_ count: Int) -> [String] {
    let leads = ["", "", "\\", "\\\\", "!", "#", "due:", "DUE:", "é", "\u{301}", "👩‍👩‍👧"]
    let bodies = [
      "high", "!high", "#x", "due:fri", "m", "home", "1", "", "fri", "+3d", "\\", "2026-12-01",
      "2026-12-01T15:00Z", "a,b", "‮", "買", "!", "#", "due:",
    ]
    return (0..<count).map { _ in
      let word = pick(leads) + pick(bodies)
      return word.isEmpty ? "x" : word
    }
  }

  mutating func todo() -> Todo {
    let gaps = [" ", "  ", "\u{A0}", " \t"]
    var title = ""
    for word in words(1 + roll(6)) { title += (title.isEmpty ? "" : pick(gaps)) + word }
    let dues: [DueDate?] = [
      nil, .day(CalendarDay(daysSinceEpoch: roll(60_000) - 20_000)),
      .moment(Timestamp(milliseconds: Int64(roll(2_000_000_000)) * 1000 + Int64(roll(3)))),
      .moment(Timestamp(milliseconds: Int64(roll(30_000_000)) * 60_000)),
    ]
    var tags: [String] = []
    for tag in ["home", "Home", "été", "c++", "a/b"] where roll(3) == 0 { tags.append(tag) }
    return task(title, priority: pick([nil, .low, .medium, .high]), due: pick(dues), tags: tags)
  }
}
