package import TerminalKit

/// A script for the real screen: statements separated by white space, `#` starts a comment.
///
///     size 100x30
///     wait "Sign in"   type-env TODOTUI_PASSWORD   key Enter
///     expect "Open"    expect-not "error"   snapshot tour-1   key q   exit 0
package struct Script: Equatable, Sendable {
  /// What one statement does; rows and columns of the screen count from 1.
  package enum Action: Equatable, Sendable {
    /// `size 80x24`, and in mid-script `resize 40x12`: the screen has this size from here on.
    case size(Size)
    /// `wait TEXT`: until the text is on the screen.
    case wait(String)
    /// `expect TEXT`: the text is on the screen.
    case expect(String)
    /// `expect-not TEXT`: the text is nowhere on the screen.
    case expectNot(String)
    /// `expect-row N TEXT`: the text is in that row.
    case expectRow(Int, String)
    /// `type TEXT`: each character as a key.
    case type(String)
    /// `type-env NAME`: the same with the value of a variable, so that no script holds a secret.
    case typeEnvironment(String)
    /// `key NAME`.
    case key(Key)
    /// `paste TEXT`: at once, as a terminal tells of pasted text.
    case paste(String)
    /// `mouse click|wheel-up|wheel-down ROW COLUMN`.
    case mouse(MouseEvent)
    /// `snapshot NAME`: the screen is the picture in the file `NAME.txt` beside the script.
    case snapshot(String)
    /// `sleep-until HH:MM[:SS]`: until the machine's clock shows this, at most ten minutes.
    case sleepUntil(TimeOfDay)
    /// `exit N`: the program ends with this status.
    case exit(Int32)
    /// `include FILE`: the statements of another script, whose path is relative to this one.
    case include(String)
  }

  /// Where a statement stands.
  package struct Place: Equatable, Sendable, CustomStringConvertible {
    /// The file's path, or `stdin`.
    package var file: String
    /// Its line, from 1.
    package var line: Int

    package init(file: String, line: Int) {
      self.file = file
      self.line = line
    }

    package var description: String { "\(file):\(line)" }
  }

  /// A statement and its place.
  package struct Statement: Equatable, Sendable {
    package var place: Place
    package var action: Action
  }

  /// Why a text is no script.
  package struct SyntaxError: Error, Equatable, Sendable {
    package var place: Place
    package var sentence: String
  }

  /// In the order in which they are played.
  package var statements: [Statement] = []

  /// A script of these statements.
  init(_ statements: [Statement]) { self.statements = statements }

  /// Reads one file's text; an ``Action/include(_:)`` stays one.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - file: what places call it.
  /// - Throws: ``SyntaxError`` with the place of the first thing that is not understood.
  package init(text: String, file: String) throws(SyntaxError) {
    do throws(ScriptWords.Slip) {
      var words = try ScriptWords(text).words[...]
      while let verb = words.popFirst() {
        guard let form = ScriptGrammar.forms[verb.text], !verb.isQuoted else {
          let names = ScriptGrammar.verbs.joined(separator: ", ")
          throw ScriptWords.Slip(
            verb.line,
            "“\(verb.text.prefix(40))” is no statement: \(names) are."
          )
        }
        guard words.count >= form.arguments.count else {
          throw ScriptWords.Slip(verb.line, "\(verb.text) needs \(form.needs).")
        }
        let arguments = words.prefix(form.arguments.count)
        words = words.dropFirst(form.arguments.count)
        let place = Place(file: file, line: verb.line)
        statements.append(
          Statement(place: place, action: try form.action(Array(arguments)))
        )
      }
    } catch {
      throw SyntaxError(place: Place(file: file, line: error.line), sentence: error.sentence)
    }
  }
}

extension Size {
  /// Reads `80x24`, columns first, each 1–1,000.
  init?(text: String) {
    let parts = text.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let columns = Int(parts[0]), let rows = Int(parts[1]),
      (1...1000).contains(columns), (1...1000).contains(rows)
    else { return nil }
    self.init(rows: rows, columns: columns)
  }
}
