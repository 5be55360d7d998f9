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
    onEdit = { [self] title, text in
      let directory: RuntimeDirectory
      do throws(Failure) {
        directory = try RuntimeDirectory(paths: settings.paths)
      } catch {
        return .failed(text: text, sentence: error.message)
      }
      screen.suspend(toChild: true)
      defer { screen.resume() }
      return Editor(command: command, directory: directory.path)
        .edit(text, title: title, terminal: screen.inputDescriptor)
    }
  }
}
