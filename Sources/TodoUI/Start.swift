package import TerminalKit
package import TodoKit

/// All that the first frame needs, read before the network is touched.
package struct Start: Sendable, Equatable {
  /// The profile's name.
  package var profile: String
  /// The server as the header names it: `this machine`, or a host.
  package var server: String
  /// Whether the server is the one this machine runs for itself.
  package var isLocal: Bool
  /// Who is signed in; nil opens the sign-in form.
  package var account: Account?
  /// What the form of the local profile has filled in.
  package var suggestedName: String
  /// What the form has filled in; empty for none.
  package var suggestedEmail: String
  /// The mirror's rows, in any order.
  package var items: [TodoItem]
  /// How many rows the mirror has, where `items` are only those around the cursor; ``Message/mirror(_:)``
  /// brings the others, and keys wait for it.
  ///
  /// Nil where `items` are all.
  package var counts: TaskCounts?
  /// How far the mirror is.
  package var status: SyncStatus
  /// The screen.
  package var size: Size
  /// The moment of the start.
  package var now: Timestamp
  /// The characters the terminal can show.
  package var glyphs: Glyphs
  /// A sentence for the first footer.
  package var notice: String?
  /// Whether the local server has an account already, so that the form opens as sign-in.
  package var knowsAccount: Bool
  /// Seconds east of UTC, where the person is.
  package var east: Int
  /// How things are drawn.
  package var theme: Theme
  /// The keys in force.
  package var keymap: Keymap
  /// The tabs of the configuration.
  package var views: [SavedView]
  /// What the backend keeps of a task.
  package var fields: TaskFields
  /// Whether `E` can hand the description to an editor of the person's own.
  package var hasEditor: Bool
  /// How the screen was when it was last left; nil at the very first start.
  package var memory: ScreenMemory?

  package init(
    profile: String = "local",
    server: String = "this machine",
    isLocal: Bool = true,
    account: Account? = nil,
    suggestedName: String = "",
    suggestedEmail: String = "",
    items: [TodoItem] = [],
    counts: TaskCounts? = nil,
    status: SyncStatus = SyncStatus(),
    size: Size,
    now: Timestamp,
    glyphs: Glyphs = .unicode,
    notice: String? = nil,
    knowsAccount: Bool = false,
    east: Int = 0,
    theme: Theme = .standard,
    keymap: Keymap = .standard,
    views: [SavedView] = [],
    fields: TaskFields = .description,
    hasEditor: Bool = false,
    memory: ScreenMemory? = nil
  ) {
    self.profile = profile
    self.server = server
    self.isLocal = isLocal
    self.account = account
    self.suggestedName = suggestedName
    self.suggestedEmail = suggestedEmail
    self.items = items
    self.counts = counts
    self.status = status
    self.size = size
    self.now = now
    self.glyphs = glyphs
    self.notice = notice
    self.knowsAccount = knowsAccount
    self.east = east
    self.theme = theme
    self.keymap = keymap
    self.views = views
    self.fields = fields
    self.hasEditor = hasEditor
    self.memory = memory
  }
}
