import Glibc
import NcursesScreen
import TerminalKit
import TodoUI

extension Program where Surface == NcursesScreen {
  private static var signals: [Int32] { [SIGWINCH, SIGCONT, SIGHUP] }

  /// Lives in the terminal until the person quits, then gives the terminal back.
  func runInTerminal() async {
    PollExecutor.shared.hear(Self.signals)
    // A change before it was heard was heard by nobody.
    let before = screen.size
    let now = screen.resize()
    if now != before { post(.input(.resized(now))) }
    onSuspend = { [self] in suspend() }
    listen()
    await run()
    PollExecutor.shared.unwatch()
    // Another run of the screen, for another profile, finds the signals as this one did.
    PollExecutor.shared.unhear(Self.signals)
    // They hold the program, which holds them.
    (onSuspend, onCopy, onEdit) = (nil, nil, nil)
    screen.close()
    await finish()
  }

  /// From here on keys and signals are taken as they come; keys not while the terminal is the shell's.
  private func listen() {
    let input = isSuspended ? -1 : screen.inputDescriptor
    PollExecutor.shared.watch(input) { [self] wake in
      if wake.has(SIGHUP) {
        // In order, so that the screen comes back as it was.
        isHungUp = true
        end()
      }
      if wake.has(SIGCONT) { takeTerminal() }
      if wake.has(SIGWINCH) { post(.input(.resized(screen.resize()))) }
      if wake.hasInput { readKeyboard() }
      if isQuitting { PollExecutor.shared.unwatch() }
    }
  }

  private func readKeyboard() {
    // The bell would make another job, which then has nothing to do.
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
    listen()
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
    listen()
    screen.resume()
    post(.input(.resized(screen.resize())))
    post(.resumed)
  }
}
