import Glibc
import NcursesScreen
import TodoUI

extension Program where Surface == NcursesScreen {
  /// Lets the program use what only a terminal has: its clipboard, an editor, a browser.
  ///
  /// - Parameter settings: which editor and which browser.
  func useTerminal(of settings: Settings) {
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
}
