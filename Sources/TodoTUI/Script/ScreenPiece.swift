/// A piece of the screen that a recorded script can wait for.
package enum ScreenPiece {
  /// Words of what another run may show differently: ages, dates, and how far syncing is.
  private static let passing: Set<String> = [
    "ago", "sync", "synced", "syncing", "queued", "sending", "offline", "now", "due", "overdue",
    "today", "tomorrow", "yesterday", "signing",
  ]

  /// Text that is on the screen and was not before, such as the title of a new task.
  ///
  /// The list comes first, then the tabs, then the footer; the header tells of time and network, and
  /// is left out. Markers at the ends are left out too: they change when a task is sent.
  ///
  /// - Parameters:
  ///   - screen: the rows now.
  ///   - before: the rows then.
  /// - Returns: nil when nothing new can be counted on to come again.
  package static func new(in screen: String, since before: String) -> String? {
    let rows = ScreenDifference.rows(screen)
    guard rows.count > 3 else { return nil }
    for row in rows[2..<rows.count - 1] + [rows[1], rows[rows.count - 1]] {
      for piece in pieces(of: row) where isLasting(piece) && !before.contains(piece) {
        return piece
      }
    }
    return nil
  }

  /// What stands between gaps and dividers, without what is no letter or digit at its ends.
  private static func pieces(of row: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var blanks = 0
    for character in row + "│" {
      if character == " " {
        blanks += 1
        continue
      }
      if blanks > 1 || character == "│" || character == "·" {
        pieces.append(piece)
        piece = ""
      } else if blanks == 1 {
        piece += " "
      }
      blanks = 0
      piece.append(character)
    }
    return (pieces + [piece]).map { piece in
      var core = piece.drop { !$0.isLetter && !$0.isNumber }
      while let last = core.last, !last.isLetter, !last.isNumber { core.removeLast() }
      return String(core)
    }
  }

  private static func isLasting(_ piece: String) -> Bool {
    if piece.count < 3 || piece.contains("•") { return false }
    let words = piece.lowercased().split { !$0.isLetter }
    return !words.isEmpty && !words.contains { passing.contains(String($0)) }
  }
}
