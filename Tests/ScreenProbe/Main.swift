import Glibc
import NcursesScreen
import TerminalKit

/// A program for tests to run in a pseudo-terminal; what it has to say goes to standard error.
@main
struct Main {
  static func main() {
    let arguments = CommandLine.arguments
    do throws(ScreenError) {
      switch arguments.dropFirst().first {
      case "frames" where arguments.count == 4:
        try showFrames(seed: UInt64(arguments[2]) ?? 0, count: Int(arguments[3]) ?? 0)
      case "contract":
        var screen = try NcursesScreen()
        let broken = brokenPromises(of: &screen)
        say(broken.isEmpty ? "kept" : broken.joined(separator: "; "))
      default:
        try interact()
      }
    } catch {
      say("error \(error): \(error.sentence)")
      exit(69)
    }
  }

  /// Presents random frames, then says what the last one holds, a cell a line.
  private static func showFrames(seed: UInt64, count: Int) throws(ScreenError) {
    var screen = try NcursesScreen()
    defer { screen.close() }
    var picture = RandomPicture(seed: seed, size: screen.size)
    for _ in 0..<count {
      picture.scribble()
      screen.present(picture.frame.grid, cursor: picture.frame.cursor)
    }
    say(describe(picture.frame.grid))
  }

  /// A list whose cursor `j` and `k` move; every event is said.
  private static func interact() throws(ScreenError) {
    var screen = try NcursesScreen()
    defer { screen.close() }
    var list = List()
    let window = watchWindow()
    paint(list, on: &screen)
    say("note \(screen.note ?? "none") utf8 \(screen.isUTF8) size \(describe(screen.size))")
    while !screen.isInputClosed {
      guard waitForInput(on: screen.inputDescriptor, window: window) else {
        say("resized \(describe(screen.resize()))")
        paint(list, on: &screen)
        continue
      }
      for event in screen.readEvents() {
        switch event {
        case .key(let key):
          say("key \(key.name)")
          if key == Key("q") { return }
          act(on: key, list: &list, screen: &screen)
        case .mouse(let event):
          say("mouse \(event.kind) \(event.position.row),\(event.position.column)")
        case .paste(let text):
          say("paste \(text.utf8.count) \(TerminalText(text))")
        case .resized(let size):
          say("resized \(describe(size))")
        }
      }
      paint(list, on: &screen)
      say("painted")
    }
    say("closed")
  }

  private static func act(on key: Key, list: inout List, screen: inout NcursesScreen) {
    switch key {
    case Key("j"): list.cursor += 1
    case Key("k"): list.cursor -= 1
    case Key("T"): trap(list.cursor)
    case Key("O"): say("\(recurse(0))")
    case Key("z", .control):
      screen.suspend()
      say("suspended")
      say("line \(readLine() ?? "")")
      screen.resume()
    default: break
    }
  }

  private static func paint(_ list: List, on screen: inout NcursesScreen) {
    let frame = Frame(size: screen.size)
    list.paint(frame.canvas)
    screen.present(frame.grid, cursor: frame.cursor)
  }

  /// Arithmetic overflow: the signal of a Swift trap.
  @inline(never)
  private static func trap(_ number: Int) {
    say("\(Int8(clamping: 200 + number) + 1)")
  }

  /// Overflows the stack.
  @inline(never)
  private static func recurse(_ depth: Int) -> Int {
    depth < 0 ? 0 : 1 + recurse(depth + 1) + depth % 3
  }
}
