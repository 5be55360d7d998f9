import Testing
import TodoKit
import TodoTUI

@Suite struct `A line of the accessible client` {
  private func read(_ line: String) -> LineCommand {
    LineCommand(line, commands: ["list", "add", "done", "show", "help"])
  }

  @Test(arguments: [
    ("", LineCommand.nothing), ("   ", .nothing),
    ("a Buy milk !high #home", .add("Buy milk !high #home")), ("A  don't ", .add("don't")),
    ("x 3", .toggle(["3"])), ("x 3 4 7-9", .toggle(["3", "4", "7", "8", "9"])),
    ("space 1", .toggle(["1"])), ("x \"oat milk\" 2", .toggle(["oat milk", "2"])),
    ("e 3 New title", .retitle("3", "New title")), ("e 3", .retitle("3", "")),
    ("e \"oat milk\" Two  words", .retitle("oat milk", "Two  words")),
    ("E 3 More \"words\"", .describe("3", "More \"words\"")), ("d 3", .delete(["3"])),
    ("/milk", .filter("milk")), ("/", .filter("")), ("/ two words ", .filter("two words")),
    ("Tab", .tab("")), ("tab done", .tab("done")), ("TAB my work", .tab("my work")),
    ("]", .tab("")),
    ("S-Tab", .previousTab), ("s title", .sort(.title)), ("R", .sync), ("u", .undo),
    ("^R", .redo), ("^r", .redo), ("redo", .redo), ("y 2", .copy(["2"])),
    ("o milk", .link(["milk"])),
    ("s due", .sort(.due)), ("s PRIORITY", .sort(.priority)), ("s created", .sort(.created)),
    ("L", .signOut), ("l", .list), ("more", .more), ("?", .help),
    ("help", .help), ("q", .quit), ("quit", .quit), ("Enter 3", .read(["3"])),
    ("enter 3", .read(["3"])), ("show 3 milk", .read(["3", "milk"])), ("3", .read(["3"])),
    ("3-5", .read(["3", "4", "5"])), ("1 2", .read(["1", "2"])),
    ("list --done", .command(["list", "--done"])), (":list --done", .command(["list", "--done"])),
    (":add 'Don t' \"a b\" c\\ d", .command(["add", "Don t", "a b", "c d"])),
    (": ", .nothing), ("help add", .command(["help", "add"])),
    ("add Milk", .command(["add", "Milk"])),
  ])
  func `is a key with what belongs to it, or a command`(_ line: String, _ command: LineCommand) {
    #expect(read(line) == command)
  }

  @Test(arguments: [
    ("frob", "“frob” is no key and no command"), ("a", "Type a and a title"),
    ("x", "Say which task"), ("e", "Say which task"), ("x 9-7", "9-7 is no range"),
    ("x 1-99999", "is no range"), ("e \"open", "A quotation mark is not closed"),
    ("s colour", "s takes an order: created, title"),
    (":add \"open", "A quotation mark is not closed"),
    ("x \"open", "A quotation mark is not closed"), ("q now", "“q” is no key"),
    ("X 3", "“X” is no key"),
  ])
  func `that is neither is told why`(_ line: String, _ why: String) {
    guard case .refused(let sentence) = read(line) else {
      Issue.record("\(read(line))")
      return
    }
    #expect(sentence.contains(why), "\(sentence)")
  }
}
