import TerminalKit
import Testing
import TodoUI

@Suite struct `Keys in the profiles` {
  private func panel(_ names: [String], size: Size = large) -> Model {
    var model = listModel(size: size)
    #expect(press(&model, "P") == [.listProfiles])
    _ = update(&model, .profiles(names))
    return model
  }

  @Test func `the cursor starts on the one in use, and Enter takes another`() {
    var model = panel(["home", "local", "work"])
    #expect(row(4, of: model) == " ▸ work  in use")
    #expect(press(&model, "k Enter") == [.useProfile("local")])
    #expect(model.context == .list)
  }

  @Test(arguments: ["Esc", "q", "C-c", "Enter"])
  func `leaving it, or taking the same, changes nothing`(_ key: String) {
    var model = panel(["home", "work"])
    #expect(press(&model, key).isEmpty)
    #expect(model.overlay == nil)
  }

  @Test func `the cursor stays in the list`() {
    var model = panel(["home", "local", "work"])
    #expect(press(&model, "j j j Enter").isEmpty)
    _ = update(&model, .profiles(["home", "local", "work"]))
    #expect(press(&model, "k k k k Enter") == [.useProfile("home")])
  }

  @Test(arguments: [[], ["work"]])
  func `a list of none or one says how to make another`(_ names: [String]) {
    var model = panel(names, size: small)
    let text = picture(model).grid.text
    #expect(text.contains("todotui --profile NAME auth login"))
    #expect(press(&model, "j k Enter").isEmpty)
    #expect(model.overlay == nil)
  }

  @Test func `many profiles scroll`() {
    var model = panel((1...40).map { "p\($0)" }, size: small)
    _ = press(&model, "G")
    #expect(row(-2, of: model) == " ▸ p40")
  }
}
