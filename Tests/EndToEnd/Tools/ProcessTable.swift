import Foundation

/// What the kernel says of processes (proc(5)).
enum ProcessTable {
  static func text(_ pid: Int32, _ file: String) -> String? {
    (try? Data(contentsOf: URL(filePath: "/proc/\(pid)/\(file)"))).map {
      String(decoding: $0, as: UTF8.self).replacing("\0", with: "\n")
    }
  }

  /// A line's value in `/proc/PID/status`.
  static func status(_ pid: Int32, _ name: String) -> String? {
    text(pid, "status")?.split(separator: "\n").first { $0.hasPrefix(name + ":") }
      .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
  }

  static var all: [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(Int32.init)
  }

  /// Processes, not zombies, whose command line has `part`.
  static func running(_ part: String) -> [Int32] {
    all.filter { text($0, "cmdline")?.contains(part) ?? false && isAlive($0) }
  }

  static func isAlive(_ pid: Int32) -> Bool {
    status(pid, "State").map { !$0.hasPrefix("Z") && !$0.hasPrefix("X") } ?? false
  }

  /// The processor time it has taken so far, in seconds; nil when it is gone.
  static func processorSeconds(_ pid: Int32) -> Double? {
    // The name, the second field, may hold blanks; user and system time are the 14th and 15th.
    guard let fields = text(pid, "stat")?.split(separator: ")").last?.split(separator: " "),
      fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
    else { return nil }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// How often any thread has been given a processor.
  static func wakeUps(_ pid: Int32) -> Int {
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")) ?? []
    return threads.reduce(0) { sum, thread in
      let text =
        (try? String(contentsOfFile: "/proc/\(pid)/task/\(thread)/status", encoding: .utf8))
      let counts = (text ?? "").split(separator: "\n").filter { $0.contains("ctxt_switches") }
        .compactMap { Int($0.split(whereSeparator: \.isWhitespace).last ?? "") }
      return sum + counts.reduce(0, +)
    }
  }
}
