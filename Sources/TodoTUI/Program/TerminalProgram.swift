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
    await run()
    keyboard.cancel()
    window.cancel()
    screen.close()
    await finish()
  }

  private func readKeyboard() {
    let events = screen.readEvents()
    for event in events { post(.input(event)) }
    // Nobody will ever type again, and the descriptor stays readable for ever.
    if screen.isInputClosed { end() }
    turn()
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
