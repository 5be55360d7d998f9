import Glibc

/// Reads a script and every script it includes.
struct ScriptReader {
  /// How many files may include each other in a row.
  static let depthLimit = 8
  /// The most statements of a script with all it includes: eight files could multiply without end.
  static let statementLimit = 100_000

  /// The files being read, outermost first, as the file system names them.
  private var open: [String] = []

  /// Reads the script at a path.
  ///
  /// - Parameter path: a file, or `-` for stdin.
  /// - Throws: ``Failure`` 64 with file and line, 65 or 74.
  /// - Returns: the script, in which no `include` is left.
  static func script(at path: String) throws(Failure) -> Script {
    var reader = ScriptReader()
    guard path == "-" else { return Script(try reader.statements(of: path)) }
    let text = try readText(of: 0, limit: 1 << 20, "The script")
    return Script(try reader.resolved(try parsed(text, "stdin"), in: "."))
  }

  private mutating func statements(of path: String) throws(Failure) -> [Script.Statement] {
    let file = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw .usage("The script \(path) cannot be read: \(systemMessage(errno)).")
    }
    defer { close(file) }
    let text = try readText(of: file, limit: 1 << 20, "The script \(path)")
    open.append(ScriptReader.realPath(path))
    defer { open.removeLast() }
    return try resolved(try ScriptReader.parsed(text, path), in: directory(of: path))
  }

  private mutating func resolved(
    _ script: Script,
    in directory: String
  ) throws(Failure) -> [Script.Statement] {
    var all: [Script.Statement] = []
    for statement in script.statements {
      guard case .include(let name) = statement.action else {
        all.append(statement)
        continue
      }
      let path = name.hasPrefix("/") || directory == "." ? name : directory + "/" + name
      func refused(_ why: String) -> Failure {
        Failure(.usage, "script", "\(statement.place): \(why)")
      }
      if open.contains(ScriptReader.realPath(path)) {
        throw refused("\(name) is being read already: a script cannot include itself.")
      }
      if open.count >= ScriptReader.depthLimit {
        throw refused("\(name) would be more than \(ScriptReader.depthLimit) scripts deep.")
      }
      do throws(Failure) {
        all += try statements(of: path)
      } catch {
        throw error.code == "script" ? error : refused(error.message)
      }
      if all.count > ScriptReader.statementLimit {
        throw refused("That makes more than \(ScriptReader.statementLimit) statements.")
      }
    }
    return all
  }

  private static func parsed(_ text: String, _ file: String) throws(Failure) -> Script {
    do throws(Script.SyntaxError) {
      return try Script(text: text, file: file)
    } catch {
      throw Failure(.usage, "script", "\(error.place): \(error.sentence)")
    }
  }

  private static func realPath(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}

/// The folder that a path's file is in; `.` where it names none.
func directory(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
