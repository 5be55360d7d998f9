import TerminalKit
import Testing
import TodoUI

@Suite struct `Text being typed` {
  private func edited(_ text: String, _ edits: TextEdit...) -> TextInput {
    var input = TextInput(text)
    for edit in edits { input.perform(edit) }
    return input
  }

  private func fits(_ text: String, _ input: inout TextInput) -> Bool { input.insert(text) }

  @Test func `the cursor moves and deletes by grapheme`() {
    var input = edited("ae\u{301}👩‍🔧", .left)
    input.perform(.deleteBackward)
    #expect(input.text == "a👩‍🔧")
    input.perform(.deleteForward)
    #expect(input.text == "a")
    for edit in [TextEdit.deleteForward, .right, .deleteBackward, .deleteBackward, .left] {
      input.perform(edit)
    }
    #expect(input.isEmpty)
    #expect(input.cursor == 0)
  }

  @Test func `a combining mark joins what stands before it`() {
    var input = TextInput("cafe")
    input.insert("\u{301}")
    #expect(input.characters == Array("café"))
    #expect(input.cursor == 4)
    var joined = TextInput("👩🔧")
    joined.perform(.left)
    joined.insert("\u{200D}")
    #expect(joined.characters.count == 1)
    #expect(joined.cursor == 1)
  }

  @Test func `lines and words are deleted whole`() {
    #expect(edited("buy oat milk", .deleteWord).text == "buy oat ")
    #expect(edited("buy oat  ", .deleteWord).text == "buy ")
    #expect(edited("", .deleteWord).text == "")
    #expect(edited("buy milk", .left, .left, .deleteToEnd).text == "buy mi")
    #expect(edited("buy milk", .left, .left, .deleteToStart).text == "lk")
    #expect(edited("abc", .lineStart, .deleteForward).text == "bc")
    #expect(edited("abc", .lineStart, .lineEnd, .deleteBackward).text == "ab")
  }

  @Test func `in one line a pasted break or tab is a space`() {
    var line = TextInput()
    line.insert("a\nb\r\nc\rd\te")
    #expect(line.text == "a b c d e")
    var text = TextInput(allowsLineBreaks: true)
    text.insert("a\nb\r\nc\rd\te")
    #expect(text.text == "a\nb\nc\nd e")
  }

  @Test func `a text beyond the limit is cut, and said`() {
    var model = listModel(keys: "a")
    _ = update(&model, .input(.paste(String(repeating: "x", count: 100_000))))
    #expect(footer(model).hasPrefix(" That text is too long for this field"))
    guard case .adding(let line) = model.list.mode else {
      Issue.record("the line closed")
      return
    }
    #expect(line.input.characters.count == TextInput.limit)
  }

  @Test(.timeLimit(.minutes(5)), arguments: ["a", "/"])
  func `keys beyond the limit are refused at once`(_ opening: String) {
    var model = listModel(keys: opening)
    _ = update(&model, .input(.paste(String(repeating: "xy", count: TextInput.limit))))
    let before = model
    for _ in 0..<100_000 { _ = update(&model, .input(.key(Key("x")))) }
    #expect(model.list == before.list)
  }

  @Test(.timeLimit(.minutes(5)))
  func `a long run of keys costs no more than its length`() {
    var input = TextInput()
    for _ in 0..<300_000 { input.insert("x") }
    #expect(input.text == String(repeating: "x", count: TextInput.limit))
    #expect(input.cursor == TextInput.limit)
  }

  @Test func `a grapheme has a limit of its own, typed or pasted`() {
    let marks = String(repeating: "\u{301}", count: 20_000)
    var typed = TextInput("e")
    for mark in marks.unicodeScalars { typed.insert(String(mark)) }
    var pasted = TextInput()
    #expect(!fits("e" + marks + "f", &pasted))
    for input in [typed, pasted] {
      #expect(input.characters.count == 1)
      #expect(input.text.unicodeScalars.count == TextInput.graphemeScalarLimit)
    }
    pasted.insert("f")
    #expect(pasted.characters.count == 2)
    // A letter before marks takes them over.
    var reversed = TextInput(String(repeating: "\u{301}", count: 32))
    reversed.perform(.left)
    #expect(!fits("e", &reversed))
    #expect(reversed.characters.count == 1)
    #expect(reversed.text.unicodeScalars.count == TextInput.graphemeScalarLimit)
  }

  @Test func `all scalars together have a limit, and give their room back`() {
    let heavy = "e" + String(repeating: "\u{301}", count: 19)
    var input = TextInput()
    #expect(!fits(String(repeating: heavy, count: 1000), &input))
    #expect(input.text.unicodeScalars.count == TextInput.scalarLimit)
    #expect(input.characters.count == TextInput.scalarLimit / 20)
    #expect(!fits("x", &input))
    input.perform(.deleteBackward)
    #expect(fits(String(repeating: "x", count: 20), &input))
    #expect(!fits("x", &input))
    input.perform(.deleteToStart)
    #expect(fits(String(repeating: "x", count: TextInput.limit), &input))
  }

  @Test func `editing anywhere is the same as editing the text as a whole`() {
    let pieces = [
      "a", "e", "\u{301}", "👩", "🔧", "\u{200D}", "🇦", "🇧", "🇨", "क", "्", "ष", "가", "ᆨ", "\n", "\r",
    ]
    var generator = SeededGenerator(state: 12)
    var input = TextInput(allowsLineBreaks: true)
    for step in 0..<3000 {
      let (before, after) = (input.characters[..<input.cursor], input.characters[input.cursor...])
      if step % 3 == 2 {
        let edit = TextEdit.allCases.randomElement(using: &generator) ?? .left
        input.perform(edit)
      } else {
        let piece = pieces.randomElement(using: &generator) ?? "a"
        input.insert(piece)
        let start = String(before) + (piece == "\r" ? "\n" : piece)
        #expect(input.text == start + String(after), "step \(step)")
        #expect(input.cursor == min(start.count, input.characters.count), "step \(step)")
      }
      #expect(input.characters == Array(input.text), "step \(step)")
    }
  }

  @Test func `a long text scrolls so that the cursor stays inside`() {
    var model = listModel(size: small, keys: "A")
    for character in String(repeating: "東京 to ", count: 12) {
      type(&model, String(character))
      let frame = picture(model)
      #expect(frame.cursor.map { (5..<39).contains($0.column) } == true)
    }
    for _ in 0..<100 {
      _ = press(&model, "Left")
      #expect(picture(model).cursor.map { (5..<39).contains($0.column) } == true)
    }
    #expect(row(2, of: model).hasPrefix("   + 東京 to 東京"))
    #expect(row(2, of: model).hasSuffix("…"))
  }

  @Test func `control characters in a line are visible and take their columns`() {
    var model = listModel(keys: "A")
    _ = update(&model, .input(.paste("a\u{1B}[2Jb\u{202E}")))
    #expect(row(2, of: model).hasPrefix("   + a␛[2Jb"))
    #expect(!picture(model).grid.text.unicodeScalars.contains("\u{1B}"))
  }
}
