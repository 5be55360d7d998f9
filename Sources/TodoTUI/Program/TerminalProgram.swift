import Dispatch
import Glibc
import NcursesScreen
import TerminalKit
import TodoUI

extension Program where Surface == NcursesScreen {
  /// Lives in the terminal until the person quits, then gives the terminal back.
  func runInTerminal() async {
    let keyboard = DispatchSource.makeReadSource(
      fileDescriptor: screen.inputDescriptor,
      queue: .main
    )
    keyboard.setEventHandler { [self] in MainActor.assumeIsolated { readKeyboard() } }
    // The sources take the signals over; the default action must not come first.
    signal(SIGWINCH, SIG_IGN)
    let window = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .main)
    window.setEventHandler { [self] in
      MainActor.assumeIsolated { post(.input(.resized(screen.resize()))) }
    }
    onSuspend = { [self] in suspend() }
    keyboard.resume()
    window.resume()
    defer {
      keyboard.cancel()
      window.cancel()
      screen.close()
    }
    await run()
  }

  private func readKeyboard() {
    let events = screen.readEvents()
    if events.isEmpty, hasTerminalGone {
      // Nobody will ever type again, and the descriptor stays readable for ever.
      post(.input(.key(Key("c", .control))))
    }
    for event in events { post(.input(event)) }
    turn()
  }

  private var hasTerminalGone: Bool {
    var state = pollfd(fd: screen.inputDescriptor, events: Int16(POLLIN), revents: 0)
    unsafe poll(&state, 1, 0)
    return state.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
  }

  /// Gives the terminal to the shell and takes it again at `fg`.
  private func suspend() {
    screen.suspend()
    kill(0, SIGTSTP)
    screen.resume()
    post(.input(.resized(screen.resize())))
    post(.resumed)
  }
}
