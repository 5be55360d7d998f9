package import APIClient
import TOMLKit
package import TodoUI

/// What `config.toml` says; everything in it is optional.
package struct ConfigurationFile: Equatable, Sendable {
  /// Where the servers of one profile are.
  package struct Profile: Equatable, Sendable {
    package var server: String?
    package var authURL: String?
    package var apiURL: String?
    package var email: String?
    /// Lines that replace what was read from the server's own description.
    package var backend: [DialectLine] = []
  }

  package var profile: String?
  package var timeout: Duration?
  package var caFile: String?
  package var profiles: [String: Profile] = [:]
  /// `[keys]`, in the order of their lines.
  package var keys: [UserBinding] = []
  /// The theme's name.
  package var theme: String?
  /// The line of that name; nil where it is written in some other way.
  package private(set) var themeLine: Int?
  /// `[views.NAME]`, in the order of their lines.
  package var views: [SavedView] = []
  /// One sentence for each line that was not understood; the rest works.
  package var complaints: [String] = []

  /// Why a file as a whole cannot be read.
  package struct SyntaxError: Error, Equatable, Sendable {
    /// One sentence with the line.
    package var sentence: String
  }

  /// Nothing configured.
  package init() {}

  /// Reads a file's text.
  ///
  /// - Parameter text: TOML 1.0.
  /// - Throws: ``SyntaxError`` when it is not TOML at all.
  package init(text: String) throws(SyntaxError) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // The reader aborts the process on these; nothing of ours is nested that deep.
    for (number, line) in lines.enumerated() {
      let isComment = line.first { $0 != " " && $0 != "\t" } == "#"
      let dots = line.utf8.count { $0 == UInt8(ascii: ".") }
      if isComment || (dots <= 64 && !line.contains("[[[")) { continue }
      throw SyntaxError(sentence: "config.toml, line \(number + 1): nested too deep.")
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw SyntaxError(
        sentence: "config.toml, line \(error.source.begin.line): \(error.description)."
      )
    } catch {
      throw SyntaxError(sentence: "config.toml cannot be read as TOML.")
    }
    read(table, ConfigurationLines(lines))
    complaints = complaints.inOrderOfLines
  }

  private mutating func read(_ table: TOMLTable, _ lines: ConfigurationLines) {
    for key in table.keys.sorted() {
      switch key {
      case "profile": profile = string(table[key], key, lines)
      case "ca_file": caFile = string(table[key], key, lines)
      case "timeout":
        timeout = string(table[key], key, lines).flatMap { text in
          let duration = Duration(text: text).flatMap { $0 > .zero ? $0 : nil }
          if duration == nil {
            complain("timeout = \"\(text)\" is not like 90s or 15m", key, lines)
          }
          return duration
        }
      case "profiles": readProfiles(table[key]?.table, lines)
      case "keys": readKeys(table[key]?.table, lines)
      case "theme":
        theme = string(table[key], key, lines)
        themeLine = lines.line(of: key, in: "")
      case "views": readViews(table[key]?.table, lines)
      default: complain("unknown key \(key)", key, lines)
      }
    }
  }

  private mutating func readProfiles(_ table: TOMLTable?, _ lines: ConfigurationLines) {
    guard let table else { return complain("profiles is not a table", "profiles", lines) }
    for name in table.keys.sorted() {
      guard let fields = table[name]?.table else {
        complain("profiles.\(name) is not a table", name, in: "profiles", lines)
        continue
      }
      var profile = Profile()
      let section = "profiles.\(name)"
      for key in fields.keys.sorted() {
        switch key {
        case "server": profile.server = string(fields[key], key, in: section, lines)
        case "auth_url": profile.authURL = string(fields[key], key, in: section, lines)
        case "api_url": profile.apiURL = string(fields[key], key, in: section, lines)
        case "email": profile.email = string(fields[key], key, in: section, lines)
        case "backend": profile.backend = dialectLines(fields[key]?.table, name, lines)
        default: complain("unknown key \(key) in \(section)", key, in: section, lines)
        }
      }
      profiles[name] = profile
    }
  }

  private mutating func dialectLines(
    _ table: TOMLTable?,
    _ profile: String,
    _ lines: ConfigurationLines
  ) -> [DialectLine] {
    guard let table else {
      let section = "profiles.\(profile)"
      complain("\(section).backend is not a table", "backend", in: section, lines)
      return []
    }
    let section = "profiles.\(profile).backend"
    let written = table.keys.sorted().compactMap { name -> DialectLine? in
      guard let key = DialectLine.Key(rawValue: name) else {
        complain("unknown key \(name) in \(section)", name, in: section, lines)
        return nil
      }
      guard let value = string(table[name], name, in: section, lines) else { return nil }
      let line = DialectLine(key: key, value: value)
      do throws(DialectLineError) {
        var tried = Dialect.canonical
        try tried.set(line)
        return line
      } catch {
        complain(
          error.sentence.hasSuffix(".") ? String(error.sentence.dropLast()) : error.sentence,
          name,
          in: section,
          lines
        )
        return nil
      }
    }
    // Another path moves what lies behind it, so it comes before what was written for those.
    let order = DialectLine.Key.allCases
    return written.sorted {
      (order.firstIndex(of: $0.key) ?? 0) < (order.firstIndex(of: $1.key) ?? 0)
    }
  }

  private mutating func string(
    _ value: (any TOMLValueConvertible)?,
    _ key: String,
    in table: String = "",
    _ lines: ConfigurationLines
  ) -> String? {
    if let text = value?.string { return text }
    complain("\(key) is not a string in quotes", key, in: table, lines)
    return nil
  }

  /// Names what was not understood, with its line; a table that has no key of that name is named by
  /// its heading.
  mutating func complain(
    _ what: String,
    _ key: String,
    in table: String = "",
    _ lines: ConfigurationLines
  ) {
    let inner = table.isEmpty ? key : "\(table).\(key)"
    let number = lines.line(of: key, in: table) ?? lines.line(of: "", in: inner)
    let place = number.map { "config.toml, line \($0)" } ?? "config.toml"
    complaints.append("\(place): \(what).")
  }
}
