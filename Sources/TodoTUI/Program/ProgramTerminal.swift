import CPosix
import Dispatch
import Glibc
import NcursesScreen
import TodoUI

extension Program where Surface == NcursesScreen {
  /// Lets the program use what only a terminal has: its clipboard, an editor, a browser.
  ///
  /// - Parameter settings: which editor and which browser.
  func useTerminal(of settings: Settings) {
    heedHangUp()
    onCopy = { [self] in screen.copy($0) }
    let opener = LinkOpener(command: settings.browser)
    onLink = { await opener.open($0) }
    guard let command = settings.editor else { return }
    let editor = Editor(command: command, directory: settings.paths.state)
    onEdit = { [self] title, text in
      screen.suspend(toChild: true)
      let outcome = editor.edit(text, title: title, terminal: screen.inputDescriptor)
      if case .ended(_, let path?) = outcome {
        // Now, while the terminal is in its ordinary state: behind the signal nothing is said.
        _ = writeAll("todotui: \(Editor.keptSentence(path))\n", to: STDERR_FILENO)
      }
      screen.resume()
      // To the process: this thread may be one that blocks it.
      if case .ended(let signal, _) = outcome { kill(getpid(), signal) }
      return outcome
    }
  }

  /// Ends the program in order when the terminal goes away, so that the screen comes back as it was.
  private func heedHangUp() {
    let former = signal(SIGHUP, SIG_IGN)
    // Whoever started it wants it to outlive its terminal (nohup).
    if unsafe unsafeBitCast(former, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    // Not the main queue, which waits while an editor runs.
    let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
    source.setEventHandler { @Sendable [weak self] in
      cposix_end_foreground(SIGHUP)
      Task { @MainActor in
        self?.isHungUp = true
        self?.end()
      }
    }
    source.resume()
    hangUp = source
  }
}
