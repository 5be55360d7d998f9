import Glibc
package import LocalStore
import TerminalKit
import TodoKit
package import TodoUI

extension Workspace {
  /// All that the first frame needs; nothing here touches the network.
  ///
  /// - Parameters:
  ///   - account: who is signed in, nil for nobody.
  ///   - size: the screen's.
  ///   - glyphs: what it can show.
  ///   - notices: sentences for the first footer.
  /// - Throws: ``Failure`` when the mirror cannot be read.
  /// - Returns: the start.
  func start(
    account: OpenAccount?,
    size: Size,
    glyphs: Glyphs,
    notices: [String]
  ) throws(Failure) -> Start {
    let now = Workspace.now()
    var start = Start(
      profile: settings.profile,
      server: address.label,
      isLocal: address == .local,
      account: account?.account,
      size: size,
      now: now,
      glyphs: glyphs,
      east: LocalTime.east(at: now)
    )
    var notices = notices
    start.keymap = Keymap(settings.file.keys, complaints: &notices)
    start.views = settings.file.views
    start.theme = ThemeFile.theme(of: settings.file, settings.paths, &notices)
    notices = notices.inOrderOfLines
    if !notices.isEmpty { start.notice = notices.joined(separator: " ") }
    if let account {
      start.fields = account.shownFields
      start.memory = ScreenFile(settings.paths.screen(profile: settings.profile))
        .read(of: account.account.id)
      try account.stored { () throws(StoreError) in try start.readRows(of: account.store) }
      start.status = try account.stored { () throws(StoreError) in try account.store.status() }
    } else if address == .local {
      start.suggestedName = Workspace.userName
      start.suggestedEmail = settings.email ?? Workspace.suggestedEmail
      start.knowsAccount =
        unsafe access(settings.paths.localDatabase, F_OK) == 0
    } else {
      start.suggestedEmail = settings.email ?? ""
    }
    return start
  }

  /// The system's name of the user: the full name of the password file, else the login.
  static var userName: String {
    guard let entry = unsafe getpwuid(getuid()) else { return "me" }
    let full = unsafe entry.pointee.pw_gecos.map { unsafe String(cString: $0) } ?? ""
    let name = String(full.prefix { $0 != "," })
    if !name.isEmpty, (try? TodoTitle(name)) != nil { return name }
    return unsafe entry.pointee.pw_name.map { unsafe String(cString: $0) } ?? "me"
  }

  /// `user@host.local`, in characters that Better Auth takes (contract/better-auth 2.0).
  static var suggestedEmail: String {
    func word(_ text: String, _ fallback: String) -> String {
      let kept = text.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
      return kept.isEmpty ? fallback : kept
    }
    let login = unsafe getpwuid(getuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? ""
    var buffer = [CChar](repeating: 0, count: 256)
    unsafe gethostname(&buffer, buffer.count - 1)
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let host = String(decoding: bytes, as: UTF8.self).prefix { $0 != "." }
    return "\(word(login, "me"))@\(word(String(host), "localhost")).local"
  }
}

extension Start {
  /// Reads the rows of the first frame: those around the cursor where the store has them in that order,
  /// else all.
  ///
  /// - Parameter store: the mirror.
  /// - Throws: ``StoreError`` when it cannot be read.
  package mutating func readRows(of store: TodoStore) throws(StoreError) {
    if let part = (memory ?? ScreenMemory()).part {
      let page = try store.page(
        of: part,
        around: memory?.cursor,
        // A screen above and one below, whatever stands between the rows.
        reach: 2 * size.rows,
        today: now.day(east: east),
        east: east
      )
      if let page {
        (items, counts) = (page.items, page.counts)
        return
      }
    }
    items = try store.items()
  }
}

extension ScreenMemory {
  /// What the rows have in common; nil where it takes all rows to tell.
  fileprivate var part: TodoPage.Part? {
    guard filter.isEmpty, order == .created else { return nil }
    switch tab {
    case Tab.open.name: return .open
    case Tab.done.name: return .done
    case Tab.all.name: return .all
    default: return nil
    }
  }
}

extension OpenAccount {
  /// What a task's line on screen may have; the server of this machine need not be asked for it.
  var shownFields: TaskFields { workspace.address == .local ? .all : keptFields }
}
