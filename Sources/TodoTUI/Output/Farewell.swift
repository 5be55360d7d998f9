import APIClient
import Glibc

/// What is said on stderr when the work is done.
extension Context {
  /// After the first screen of all: how to open it again.
  func sayOnceHowToReturn() {
    let mark = settings.paths.state + "/greeted"
    if unsafe access(mark, F_OK) == 0 || output.isQuiet { return }
    guard (try? makeDirectory(settings.paths.state)) != nil else { return }
    let file = unsafe open(mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return }
    close(file)
    let name = LocalServer.ownProgram ?? "todotui"
    let slash = name.lastIndex(of: "/") ?? name.startIndex
    let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? ""
    output.note(
      path.split(separator: ":").contains(name[..<slash])
        ? "Open it again with: \(name[name.index(after: slash)...])"
        : "Open it again with: \(name) (script/run --install makes that shorter)"
    )
  }

  /// What this run found out about its surroundings: an older server that was replaced, and a clock
  /// more than five minutes off, which makes certificates and due dates look wrong.
  ///
  /// - Parameter command: what ran; the doctor has told of the clock itself.
  func noteSurroundings(after command: any Command) {
    if let version = workspace.local?.replacedVersion {
      output.note(
        version.isEmpty
          ? "The local server gave no answer and was replaced."
          : "The local server was of version \(version) and was replaced."
      )
    }
    if !(command is DoctorCommand), let sentence = workspace.clockSentence {
      output.note(sentence)
    }
  }
}

extension Workspace {
  /// How wrong this machine's clock is, by what servers said in this run; nil when it is well enough.
  var clockSentence: String? {
    guard let difference = client.clockDifference?.components.seconds, abs(difference) > 300 else {
      return nil
    }
    let minutes = (abs(difference) + 30) / 60
    let amount =
      switch minutes {
      case ..<120: "\(minutes) min"
      case ..<2880: "\((minutes + 30) / 60) h"
      default: "\((minutes + 720) / 1440) days"
      }
    return "Your clock is \(amount) \(difference < 0 ? "behind" : "ahead of") the server."
  }
}
