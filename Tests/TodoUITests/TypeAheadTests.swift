import TerminalKit
import Testing
import TodoKit
import TodoUI

@Suite struct `Typing ahead` {
  @Test func `an Escape and the key right behind it both count`() {
    var model = listModel(keys: "a")
    #expect(update(&model, .input(.key(Key("j", .alt)))).isEmpty)
    #expect(model.context == .list)
    #expect(model.list.cursor == 1)
  }

  @Test func `an Alt key that means something keeps its meaning`() {
    var model = listModel(keys: "E")
    #expect(update(&model, .input(.key(Key(.enter, .alt)))).isEmpty)
    #expect(model.context == .describing)
  }
}
