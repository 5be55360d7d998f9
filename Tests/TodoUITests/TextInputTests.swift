import TerminalKit
import Testing
import TodoUI

@Suite struct `Text being typed` {
  private func edited(_ text: String, _ edits: TextEdit...) -> TextInput {
    var input = TextInput(text)
    for edit in edits { input.perform(edit) }
    return input
  }

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
    guard case .adding(let input) = model.list.mode else { return }
    #expect(input.characters.count == TextInput.limit)
  }

  @Test func `a long text scrolls so that the cursor stays inside`() {
    var model = listModel(size: small, keys: "a")
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
    var model = listModel(keys: "a")
    _ = update(&model, .input(.paste("a\u{1B}[2Jb\u{202E}")))
    #expect(row(2, of: model).hasPrefix("   + a␛[2Jb"))
    #expect(!picture(model).grid.text.unicodeScalars.contains("\u{1B}"))
  }
}
