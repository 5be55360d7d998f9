package import APIClient
import TOMLKit

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
      default: complain("unknown key \(key)", key, lines)
      }
    }
  }

  private mutating func readProfiles(_ table: TOMLTable?, _ lines: [Substring]) {
    guard let table else { return complain("profiles is not a table", "profiles", lines) }
    for name in table.keys.sorted() {
      guard let fields = table[name]?.table else {
        complain("profiles.\(name) is not a table", name, lines)
        continue
      }
      var profile = Profile()
      for key in fields.keys.sorted() {
        switch key {
        case "server": profile.server = string(fields[key], key, lines)
        case "auth_url": profile.authURL = string(fields[key], key, lines)
        case "api_url": profile.apiURL = string(fields[key], key, lines)
        case "email": profile.email = string(fields[key], key, lines)
        case "backend": profile.backend = dialectLines(fields[key]?.table, name, lines)
        default: complain("unknown key \(key) in profiles.\(name)", key, lines)
        }
      }
      profiles[name] = profile
    }
  }

  private mutating func dialectLines(
    _ table: TOMLTable?,
    _ profile: String,
    _ lines: [Substring]
  ) -> [DialectLine] {
    guard let table else {
      complain("profiles.\(profile).backend is not a table", "backend", lines)
      return []
    }
    let written = table.keys.sorted().compactMap { name -> DialectLine? in
      guard let key = DialectLine.Key(rawValue: name) else {
        complain("unknown key \(name) in profiles.\(profile).backend", name, lines)
        return nil
      }
      guard let value = string(table[name], name, lines) else { return nil }
      let line = DialectLine(key: key, value: value)
      do throws(DialectLineError) {
        var tried = Dialect.canonical
        try tried.set(line)
        return line
      } catch {
        complain(
          error.sentence.hasSuffix(".") ? String(error.sentence.dropLast()) : error.sentence,
          name,
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
    _ lines: [Substring]
  ) -> String? {
    if let text = value?.string { return text }
    complain("\(key) is not a string in quotes", key, lines)
    return nil
  }

  // The parser keeps no positions of keys: the first line that begins with the key stands for it.
  private mutating func complain(_ what: String, _ key: String, _ lines: [Substring]) {
    let number = lines.firstIndex { line in
      let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == "[" || $0 == "\"" }
      return trimmed.hasPrefix(key) || trimmed.hasPrefix("profiles." + key)
    }
    let place = number.map { "config.toml, line \($0 + 1)" } ?? "config.toml"
    complaints.append("\(place): \(what).")
  }
}
