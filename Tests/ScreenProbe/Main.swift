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
      case "paint" where arguments.count >= 3:
        try paint(file: arguments[2], holds: arguments.last == "hold")
      case "gallery":
        try showGallery(Array(arguments.dropFirst(2)))
      case "ansi" where arguments.count == 5:
        print(pictureText(arguments[2...].compactMap { Int($0) }))
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

  /// Shows the frame of a file in the form of ``frame(fromText:)`` and says what it holds, a cell a line;
  /// with `hold` it then stays until a key is pressed.
  private static func paint(file: String, holds: Bool) throws(ScreenError) {
    let picture = readFrame(file)
    var screen = try NcursesScreen()
    defer { screen.close() }
    screen.present(picture.grid, cursor: picture.cursor)
    say(describe(picture.grid))
    say("painted")
    while holds, !screen.isInputClosed, screen.readEvents().isEmpty {
      awaitInput(on: screen.inputDescriptor)
    }
  }

  /// Shows the frames of files one after the other, a key leads to the next.
  ///
  /// Behind each frame it asks the terminal whether it is well (DSR 5, ECMA-48): once the answer is here
  /// the terminal has taken the whole frame, and the program says what it holds.
  private static func showGallery(_ files: [String]) throws(ScreenError) {
    var screen = try NcursesScreen()
    defer { screen.close() }
    for file in files {
      let picture = readFrame(file)
      screen.present(picture.grid, cursor: picture.cursor)
      var question = Array("\u{1B}[5n".utf8)
      _ = unsafe write(STDOUT_FILENO, &question, question.count)
      awaitInput(on: screen.inputDescriptor)
      var events = screen.readEvents()
      say(describeRuns(picture.grid) + "painted")
      while events.isEmpty, !screen.isInputClosed {
        awaitInput(on: screen.inputDescriptor)
        events = screen.readEvents()
      }
    }
  }

  private static func awaitInput(on descriptor: Int32) {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&entry, 1, -1)
  }

  private static func readFrame(_ file: String) -> (grid: Grid, cursor: Position?) {
    guard let picture = frame(fromText: readFile(file)) else {
      say("error: \(file) is no frame")
      exit(65)
    }
    return picture
  }

  /// A random frame as a file for `paint`: seed, rows, columns.
  private static func pictureText(_ numbers: [Int]) -> String {
    guard numbers.count == 3 else { return "" }
    var picture = RandomPicture(
      seed: UInt64(numbers[0]),
      size: Size(rows: numbers[1], columns: numbers[2])
    )
    for _ in 0..<20 { picture.scribble() }
    return "grid \(numbers[1]) \(numbers[2])\n" + picture.frame.grid.ansi
  }

  private static func readFile(_ path: String) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while descriptor >= 0 {
      let more = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, used in
        used = unsafe max(0, read(descriptor, buffer.baseAddress, buffer.count))
      }
      if more.isEmpty { break }
      bytes += more
    }
    return String(decoding: bytes, as: UTF8.self)
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
