import Glibc
import TodoKit
import TodoUI

/// What this machine's time zone says (`TZ`, else `/etc/localtime`).
enum LocalTime {
  /// Seconds east of UTC at a moment.
  static func east(at moment: Timestamp) -> Int {
    var seconds = time_t(moment.milliseconds / 1000)
    var parts = unsafe tm()
    // Else the zone is the one of the start for ever (POSIX, localtime_r).
    tzset()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return 0 }
    return unsafe Int(parts.tm_gmtoff)
  }

  /// The day it is here.
  static func today() -> CalendarDay {
    let now = Workspace.now()
    return now.day(east: east(at: now))
  }

  /// `2026-12-01`, or `2026-12-01 15:00` as the clock here shows it.
  static func text(_ due: DueDate) -> String {
    switch due {
    case .day(let day): return day.iso8601
    case .moment(let moment):
      let local = Timestamp(
        milliseconds: moment.milliseconds + Int64(east(at: moment)) * 1000
      )
      return String(local.iso8601.prefix(16)).replacing("T", with: " ")
    }
  }
}

extension Message {
  /// The time and the zone of this machine.
  static var clockNow: Message {
    let now = Workspace.now()
    return .clock(now, east: LocalTime.east(at: now))
  }
}
