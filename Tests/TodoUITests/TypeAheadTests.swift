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

@Suite struct `A mirror read while a task is being added` {
  @Test func `puts the cursor on the new task, and a later word of it changes nothing`() throws {
    var model = listModel(keys: "a")
    type(&model, "Buy bread")
    _ = press(&model, "Enter Esc")
    let bread = item(0, "Buy bread", .queued)
    _ = update(&model, .mirror(sampleItems + [bread]))
    _ = update(&model, .rows(changed: [bread], removed: []))
    _ = update(&model, .committed(id: 1, created: [bread.key]))
    #expect(model.list.selected?.key == bread.key)
  }
}
