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
    let continuation = DispatchSource.makeSignalSource(signal: SIGCONT, queue: .main)
    continuation.setEventHandler { [self] in MainActor.assumeIsolated { takeTerminal() } }
    // A change before the source stood was heard by nobody.
    window.setRegistrationHandler { [self] in
      MainActor.assumeIsolated {
        let before = screen.size
        let now = screen.resize()
        if now != before { post(.input(.resized(now))) }
      }
    }
    onSuspend = { [self] in suspend() }
    keyboard.resume()
    window.resume()
    continuation.resume()
    await run()
    keyboard.cancel()
    window.cancel()
    continuation.cancel()
    if let hangUp {
      // Another run of the screen, for another profile, finds the signal as this one did.
      hangUp.cancel()
      signal(SIGHUP, SIG_DFL)
    }
    // They hold the program, which holds them.
    (onSuspend, onCopy, onEdit) = (nil, nil, nil)
    screen.close()
    await finish()
  }

  private func readKeyboard() {
    // The bell would wake another thread, which then has nothing to do.
    for event in screen.readEvents() { mailbox.leave(Letter(.input(event))) }
    // Nobody will ever type again, and the descriptor stays readable for ever.
    if screen.isInputClosed { end() }
    turn()
    // Whoever waits for letters has to see that there will be no more.
    if isQuitting { mailbox.ring() }
  }

  /// Gives the terminal to the shell; SIGCONT takes it again.
  ///
  /// `kill` comes back before the process stops where another thread gets the signal, so nothing of
  /// the terminal may be touched behind it.
  private func suspend() {
    screen.suspend()
    isSuspended = true
    kill(0, SIGTSTP)
    Task {
      // Where nobody could continue it (POSIX: an orphaned process group) the process did not stop.
      try? await Task.pause(for: .milliseconds(200))
      takeTerminal()
    }
  }

  private func takeTerminal() {
    guard isSuspended else { return }
    isSuspended = false
    screen.resume()
    post(.input(.resized(screen.resize())))
    post(.resumed)
  }
}
