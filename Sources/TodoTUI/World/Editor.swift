import CPosix
import Glibc

/// The person's own editor, in the foreground of their terminal.
struct Editor: Sendable {
  /// What came of it.
  enum Outcome: Sendable, Equatable {
    case edited(String)
    /// The text as far as it got, and why no more came of it.
    case failed(text: String, sentence: String)
    /// A signal ended both; where what was typed lies, nil when there was nothing new.
    case ended(signal: Int32, keptIn: String?)
  }

  /// A shell command, as in `VISUAL`.
  let command: String
  /// A directory that is ours alone.
  let directory: String

  /// The most bytes that are read back.
  private static let limit = 1 << 20

  /// Lets the person edit a text; comes back when the editor has ended.
  ///
  /// - Parameters:
  ///   - text: what is in the file at first.
  ///   - title: what the file is named after.
  ///   - terminal: the descriptor of the terminal, which is in its ordinary state.
  /// - Returns: the new text, or why there is none.
  func edit(_ text: String, title: String, terminal: Int32) -> Outcome {
    // The process is in the name, so that what a dead one left is told from what another one edits.
    var template = Array("\(directory)/\(Editor.prefix)\(getpid())-XXXXXX".utf8CString)
    guard (try? makeDirectory(directory)) != nil, unsafe mkdtemp(&template) != nil else {
      return .failed(text: text, sentence: unmade(directory, errno))
    }
    let own = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let path = own + "/" + Editor.slug(title) + ".md"
    // Editors end a text with a newline, and complain where there is none.
    let given = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    var isKept = false
    defer { if !isKept { Editor.remove(own) } }
    do throws(Failure) {
      try replaceFile(path, with: given)
    } catch {
      return .failed(text: text, sentence: error.message)
    }
    let (started, status, ending) = run(path, terminal)
    if ending != 0 {
      // An editor that is ended saves beside the file, in forms of its own.
      let others = directoryEntries(own).count { $0 != "." && $0 != ".." } > 1
      isKept = others || Editor.contents(path) != given
      return .ended(signal: ending, keptIn: isKept ? path : nil)
    }
    let kept = Editor.contents(path)
    var now = kept ?? text
    if !text.hasSuffix("\n"), now.hasSuffix("\n") { now.removeLast() }
    if started != 0 {
      let reason = systemMessage(started)
      return .failed(text: now, sentence: "The editor could not be started: \(reason).")
    }
    switch status {
    case 0 where kept != nil: return .edited(now)
    case 0: return .failed(text: now, sentence: "What the editor left is no text of at most 1 MB.")
    case 126, 127: return .failed(text: now, sentence: "The editor \(command) was not found.")
    case 129...:
      return .failed(text: now, sentence: "The editor was ended by signal \(status - 128).")
    default: return .failed(text: now, sentence: "The editor ended with status \(status).")
    }
  }

  private func run(
    _ path: String,
    _ terminal: Int32
  ) -> (started: Int32, status: Int32, ending: Int32) {
    let shell = "/bin/sh"
    // The command may have options of its own; the file is never part of the shell's text.
    let arguments = [shell, "-c", command + " \"$@\"", shell, path]
    var (status, ending): (Int32, Int32) = (0, 0)
    let result = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(Editor.environment) { envp in
        unsafe cposix_run_in_foreground(shell, argv, envp, terminal, &status, &ending)
      }
    }
    return (result, status, ending)
  }

  /// Everything but what is about this program, where a secret could be.
  static var environment: [String] {
    var all: [String] = []
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if !text.hasPrefix("TODOTUI_") { all.append(text) }
      unsafe next += 1
    }
    return all
  }

  /// A file name that tells which task it is: letters and digits of the title with dashes between.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    var slug = ""
    for word in words {
      let longer = slug.isEmpty ? String(word) : slug + "-" + word
      if longer.utf8.count > 60 { break }
      slug = longer
    }
    return slug.isEmpty ? "description" : slug
  }

  /// What begins the name of a directory with a text being edited.
  private static let prefix = "edit-"

  /// A sentence for each text that a process which is no more left being edited.
  ///
  /// - Parameter directory: where such texts lie.
  /// - Returns: the sentences; none where the directory cannot be read.
  static func leftBehind(in directory: String) -> [String] {
    directoryEntries(directory).sorted().compactMap { name in
      guard name.hasPrefix(prefix),
        let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
        kill(process, 0) != 0, errno == ESRCH
      else { return nil }
      return keptSentence("\(directory)/\(name)")
    }
  }

  /// What is said of a text that was not lost.
  static func keptSentence(_ path: String) -> String {
    "A text that was being edited is kept in \(path): take what you need, and delete it."
  }

  private static func contents(_ path: String) -> String? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return try? readText(of: file, limit: limit, path)
  }

  /// The file, what editors leave beside it, and the directory.
  private static func remove(_ directory: String) {
    for name in directoryEntries(directory) where name != "." && name != ".." {
      unsafe unlink(directory + "/" + name)
    }
    unsafe rmdir(directory)
  }

  private func unmade(_ directory: String, _ number: Int32) -> String {
    "No file can be made in \(directory): \(systemMessage(number))."
  }
}
