import Glibc
import LocalStore
import TerminalKit
import TodoKit
import TodoUI

/// The imperative shell: the one owner of the model and of the screen.
///
/// Messages come from the mailbox, `update` turns them into a new model and effects, the model is
/// painted once, the effects run elsewhere and come back as messages.
@MainActor
final class Program<Surface: Screen & ~Copyable> {
  private var model: Model
  var screen: Surface
  let world: World
  let mailbox: Mailbox<Letter>
  var account: OpenAccount?
  /// Which opening of an account is on screen; letters about another are dropped.
  private(set) var opening = 0
  /// The last change to the mirror; the next waits for it, so changes keep their order.
  var lane: Task<Void, Never>?
  /// The new task whose row is not there yet.
  var creating: String?
  /// Keys that came behind it, and may be meant for it.
  private var typedAhead: [Message] = []
  /// How many letters about rows were taken.
  private(set) var rowsTaken = 0
  var signingIn: Task<Void, Never>?
  var signingOut: Task<Void, Never>?
  var syncing: Task<Void, Never>?
  var retry: Task<Void, Never>?
  private var announcement: Task<Void, Never>?
  var failedAttempts = 0
  private(set) var isQuitting = false
  /// Runs after each frame; the script player looks at frames here.
  var onFrame: (() -> Void)?
  /// Whether the terminal is the shell's for now.
  var isSuspended = false
  /// What only a terminal can do; off-screen it is nothing.
  var onSuspend: (() -> Void)?

  /// - Parameters:
  ///   - screen: where frames go.
  ///   - mailbox: where letters come from; those about opening 0 are of `account`.
  ///   - world: what effects reach.
  ///   - start: the first frame.
  ///   - account: who is signed in, nil for nobody.
  init(
    screen: consuming Surface,
    mailbox: Mailbox<Letter>,
    world: World,
    start: Start,
    account: OpenAccount?
  ) {
    self.screen = screen
    self.mailbox = mailbox
    self.world = world
    self.account = account
    model = Model(start)
  }

  /// Paints the first frame, then lives until the person quits; ``finish()`` comes after it.
  func run() async {
    paint()
    if account != nil { perform(.sync) }
    for await _ in mailbox.rings {
      turn()
      if isQuitting { break }
    }
    retry?.cancel()
    signingIn?.cancel()
    announcement?.cancel()
  }

  /// From any thread: something happened.
  nonisolated func post(_ message: Message) { mailbox.post(Letter(message)) }

  /// Takes every waiting letter and paints once.
  func turn() {
    let letters = mailbox.drain()
    if letters.isEmpty || isQuitting { return }
    apply(.clock(Workspace.now()))
    for letter in letters where !isQuitting {
      if let about = letter.opening, about != opening { continue }
      if creating != nil, letter.message.isTyped {
        typedAhead.append(letter.message)
        continue
      }
      apply(letter.message)
      while creating == nil, !isQuitting, !typedAhead.isEmpty { apply(typedAhead.removeFirst()) }
    }
    if !isQuitting { paint() }
  }

  /// Waits until every change made so far is in the mirror and its rows are painted.
  func settle() async {
    turn()
    await lane?.value
    turn()
  }

  /// Ends the program from outside: the terminal is gone, or a script is over.
  func end() {
    isQuitting = true
    post(.clock(Workspace.now()))
  }

  /// Another account, or none, is on screen from now on.
  ///
  /// - Parameter opened: the account; nil for nobody.
  func show(_ opened: OpenAccount?) {
    opening += 1
    account = opened
    creating = nil
    retry?.cancel()
    announcement?.cancel()
  }

  /// Takes a message at once and paints.
  func take(_ message: Message) {
    apply(message)
    if !isQuitting { paint() }
  }

  private func apply(_ message: Message) {
    if case .status(let status) = message {
      announcement?.cancel()
      if status.phase == .syncing { return announce(status) }
    }
    for effect in update(&model, message) { perform(effect) }
    switch message {
    case .rows(let changed, let removed):
      rowsTaken += 1
      let keys = removed + changed.map(\.key)
      if keys.contains(where: { $0 == creating }) { creating = nil }
    case .commitFailed(key: nil, _): creating = nil
    default: break
    }
  }

  /// Most requests are over before anybody could read that they run; only the others are shown.
  private func announce(_ status: SyncStatus) {
    announcement = Task { [weak self] in
      try? await Task.pause(for: .milliseconds(150))
      guard !Task.isCancelled, let self else { return }
      for effect in update(&self.model, .status(status)) { self.perform(effect) }
      if !self.isQuitting { self.paint() }
    }
  }

  private func paint() {
    let frame = Frame(size: screen.size)
    view(model, frame.canvas)
    screen.present(frame.grid, cursor: frame.cursor)
    onFrame?()
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .commit(let change, let key): commit(change, key)
    case .sync: sync(pulls: true)
    case .signIn(let form): signIn(form, isNew: false)
    case .signUp(let form): signIn(form, isNew: true)
    case .cancel: signingIn?.cancel()
    case .signOut: signOut()
    case .suspend: onSuspend?()
    case .redraw: repaint()
    case .quit: isQuitting = true
    }
  }

  /// Paints every cell anew, whatever the terminal shows.
  private func repaint() {
    screen.present(Grid(size: screen.size), cursor: nil)
    paint()
  }
}

extension Message {
  /// Whether a person typed it and means a task by it; ^C and a resize are for the program.
  fileprivate var isTyped: Bool {
    switch self {
    case .input(.key(Key("c", .control))), .input(.resized): false
    case .input: true
    default: false
    }
  }
}
