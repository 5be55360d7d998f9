import Glibc
import TerminalKit
package import TodoUI

/// A file of styles, a line of TOML each: `accent = "bold cyan"`.
package struct ThemeFile: Sendable, Equatable {
  package private(set) var theme = Theme.standard
  /// A sentence for each line that was not understood; the rest works.
  package private(set) var complaints: [String] = []

  /// The most bytes such a file has.
  private static let limit = 64 << 10

  /// Reads a theme.
  ///
  /// - Parameters:
  ///   - text: the file; what it does not name is drawn as by default.
  ///   - file: its name, for complaints.
  package init(text: String, file: String) {
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.trimmed
      if words.isEmpty || words.hasPrefix("#") { continue }
      let place = "\(file), line \(number + 1): "
      guard let (name, value) = ThemeFile.setting(words) else {
        complaints.append("\(place)a line is like accent = \"bold cyan\".")
        continue
      }
      guard let path = Theme.names.first(where: { $0.name == name })?.path else {
        complaints.append("\(place)a theme has nothing called \(name).")
        continue
      }
      guard let style = Style(text: value) else {
        complaints.append("\(place)\"\(value)\" is no style.")
        continue
      }
      theme[keyPath: path] = style
    }
  }

  /// The name and what is in the quotes; a comment may follow them.
  private static func setting(_ line: Substring) -> (name: String, value: String)? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let right = line[line.index(after: equals)...].trimmed
    guard let quote = right.first, quote == "\"" || quote == "'" else { return nil }
    let inside = right.dropFirst()
    guard let end = inside.firstIndex(of: quote) else { return nil }
    let rest = inside[inside.index(after: end)...].trimmed
    guard rest.isEmpty || rest.hasPrefix("#") else { return nil }
    return (String(line[..<equals].trimmed), String(inside[..<end]))
  }

  /// The theme a configuration names, from the first directory that has it.
  ///
  /// - Parameters:
  ///   - configuration: names it, or nothing.
  ///   - paths: where files lie.
  ///   - complaints: gets a sentence for each thing wrong.
  /// - Returns: the theme; the default one where there is none of that name.
  static func theme(
    of configuration: ConfigurationFile,
    _ paths: Paths,
    _ complaints: inout [String]
  ) -> Theme {
    guard let name = configuration.theme, name != "default" else { return .standard }
    let place = configuration.themeLine.map { "config.toml, line \($0): " } ?? "config.toml: "
    guard Settings.isProfileName(name) else {
      complaints.append("\(place)\"\(name)\" is no name of a theme: the default is used.")
      return .standard
    }
    for directory in directories(paths) {
      let file = unsafe open("\(directory)/\(name).toml", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      if file < 0 { continue }
      defer { close(file) }
      do throws(Failure) {
        let text = try readText(of: file, limit: limit, "The theme \(name)")
        let read = ThemeFile(text: text, file: "\(name).toml")
        complaints += read.complaints
        return read.theme
      } catch {
        complaints.append(error.message + " The default is used.")
        return .standard
      }
    }
    complaints.append("\(place)there is no theme called \(name): the default is used.")
    return .standard
  }

  /// The person's own first, then those that came with the program, wherever it was put.
  private static func directories(_ paths: Paths) -> [String] {
    var all = [paths.configuration + "/themes"]
    var place = LocalServer.ownProgram ?? ""
    while let slash = place.lastIndex(of: "/") {
      place = String(place[..<slash])
      all += [place + "/share/todotui/themes", place + "/assets/themes"]
    }
    return all
  }
}

extension Settings {
  /// What is wrong with the configuration, its keys and its theme among it.
  var allComplaints: [String] {
    var all = complaints
    if !file.keys.isEmpty { _ = Keymap(file.keys, complaints: &all) }
    _ = ThemeFile.theme(of: file, paths, &all)
    return all.inOrderOfLines
  }
}

extension Substring {
  /// Without blanks at either end.
  var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
    return text
  }
}
