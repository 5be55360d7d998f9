import Foundation
import TerminalKit
import Testing
import TodoTUI
import TodoUI

/// What comes with the program is read by the program's own readers.
@Suite struct `The files that come with the program` {
  private static let assets = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "assets")

  private static var themes: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: assets.appending(path: "themes").path
    )
    return (names ?? []).sorted()
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: assets.appending(path: path), encoding: .utf8)
  }

  @Test func `have the themes that the sample names`() throws {
    #expect(Self.themes == ["dusk.toml", "paper.toml"])
    let sample = try Self.text("config.sample.toml")
    for name in Self.themes { #expect(sample.contains("\(name.prefix { $0 != "." }) (")) }
  }

  @Test(arguments: themes)
  func `have themes without a slip, which give a style to every name`(_ name: String) throws {
    let text = try Self.text("themes/" + name)
    let file = ThemeFile(text: text, file: name)
    #expect(file.complaints.isEmpty)
    for style in Theme.names {
      #expect(text.contains("\n\(style.name) = \""), "\(style.name)")
      // Text of the terminal's own colours alone would be no theme.
      if style.name.hasPrefix("accent") {
        #expect(file.theme[keyPath: style.path] != Theme.standard[keyPath: style.path])
      }
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.hasPrefix("accent ") }) + 1
    let slip = ThemeFile(text: text.replacing("\naccent ", with: "\nacent "), file: name)
    #expect(slip.complaints == ["\(name), line \(line): a theme has nothing called acent."])
  }

  /// The sample with every setting switched on: a comment that is a heading or `key = "…"`.
  private static func settings() throws -> String {
    let setting = /# (\[[a-z.]+\]|[a-z_]+ = ".*|"[^"]+" = ".*)/
    return try text("config.sample.toml").split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.wholeMatch(of: setting) == nil ? String($0) : String($0.dropFirst(2)) }
      .joined(separator: "\n")
  }

  private func complaints(_ text: String) throws -> (file: ConfigurationFile, [String]) {
    let file = try ConfigurationFile(text: text)
    var complaints = file.complaints
    _ = Keymap(file.keys, complaints: &complaints)
    return (file, complaints)
  }

  @Test func `have a sample that changes nothing as it is`() throws {
    #expect(try ConfigurationFile(text: Self.text("config.sample.toml")) == ConfigurationFile())
  }

  @Test func `have a sample whose every setting is one`() throws {
    let (file, complaints) = try complaints(Self.settings())
    #expect(complaints.isEmpty)
    #expect(file.profile == "local" && file.timeout == .seconds(30) && file.theme == "paper")
    #expect(file.caFile != nil && file.keys.count == 4)
    #expect(file.views == [SavedView(name: "home", base: .open, search: "#home", order: .due)])
    let work = try #require(file.profiles["work"])
    #expect(work.server != nil && work.authURL != nil && work.apiURL != nil && work.email != nil)
    #expect(work.backend.count == 1)
  }

  @Test(arguments: ["profile", "timeout", "ca_file", "theme", "sort", "auth_url", "path"])
  func `have a sample in which a slip would be named with its line`(_ key: String) throws {
    let lines = try Self.settings().split(separator: "\n", omittingEmptySubsequences: false)
    let index = try #require(lines.firstIndex { $0.hasPrefix(key + " = ") })
    var wrong = lines
    wrong[index] = "x" + lines[index]
    let (_, complaints) = try complaints(wrong.joined(separator: "\n"))
    #expect(complaints.count == 1)
    #expect(complaints.first?.hasPrefix("config.toml, line \(index + 1): unknown key x") == true)
  }

  @Test func `name every action that a key can do, and no other`() throws {
    let text = try Self.text("config.sample.toml")
    let start = try #require(text.range(of: "# What a key can do:\n"))
    let end = try #require(text.range(of: "\n# [keys]"))
    let words = text[start.upperBound..<end.lowerBound].split { " #\n".contains($0) }
    for word in words {
      var complaints: [String] = []
      let binding = UserBinding(keys: "F9", action: String(word), line: 1)
      _ = Keymap([binding], complaints: &complaints)
      #expect(complaints.isEmpty)
    }
    #expect(words.count > 40)
  }
}
