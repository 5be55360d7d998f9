import Glibc
import LocalStore
import TerminalKit
import TodoKit
import TodoUI

/// The imperative shell: the one owner of the model and of the screen.
///
/// Messages come from the mailbox, `update` turns them into a new model and effects, the model is
/// painted once, the effects run elsewhere and come back as messages.
@MainLoop
final class Program<Surface: Screen & ~Copyable> {
  private(set) var model: Model
  var screen: Surface
  let world: World
  let mailbox: Mailbox<Letter>
  var account: OpenAccount?
  /// Which opening of an account is on screen; letters about another are dropped.
  private(set) var opening = 0
  /// The last change to the mirror; the next waits for it, so changes keep their order.
  var lane: Task<Void, Never>?
  /// The rows that the first frame did without.
  var reading: Task<Void, Never>?
  /// The commit, or the step of the log, whose rows are not there yet.
  var creating: Int?
  /// The command whose result is not there yet.
  var running: Int?
  /// Keys that came behind either, and may be meant for what it makes.
  var typedAhead: [Message] = []
  /// How many letters about rows were taken.
  private(set) var rowsTaken = 0
  var signingIn: Task<Void, Never>?
  var signingOut: Task<Void, Never>?
  var syncing: Task<Void, Never>?
  /// When the server is talked to, and the timer that it asked for.
  var policy = SyncPolicy()
  var timer: Task<Void, Never>?
  /// What the mirror said of other processes' writes, and when it was last asked.
  var knownToken: Result<Int64, StoreError>?
  var lookedAt = ContinuousClock.now
  private var announcement: Task<Void, Never>?
  /// What the screen knows of the backend.
  var knownFields: TaskFields
  private(set) var isQuitting = false
  /// Runs after each frame; the script player looks at frames here.
  var onFrame: (() -> Void)?
  /// Writes down what the person does, where that was asked for.
  private var recorder: ScriptRecorder?
  /// Whether the terminal is the shell's for now.
  var isSuspended = false
  /// Whether the terminal has gone away.
  var isHungUp = false
  /// What only a terminal can do; off-screen it is nothing.
  var onSuspend: (() -> Void)?
  /// Puts text on the terminal's clipboard; false when it does not fit.
  var onCopy: ((String) -> Bool)?
  /// Lets the person's editor have a text; what came of it.
  var onEdit: ((_ title: String, _ text: String) -> Editor.Outcome)?
  /// Shows an address in a browser; a sentence when that did not work.
  var onLink: ((String) async -> String?)?
  /// What was last put on the clipboard, for who looks at a screen that has none.
  private(set) var copied: String?
  /// The command of the command line that is under way.
  var command: Task<Void, Never>?
  /// How the screen was when it was last kept, but for its cursor.
  var kept: ScreenMemory?
  /// The profile to go on with once this run is over.
  private(set) var nextProfile: String?

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
    knownFields = start.fields
    model = Model(start)
  }

  /// Paints the first frame, then lives until the person quits; ``finish()`` comes after it.
  func run() async {
    paint()
    keepMemory()
    readRest()
    for await _ in mailbox.rings {
      turn()
      if isQuitting { break }
    }
    reading?.cancel()
    timer?.cancel()
    PollExecutor.shared.unwatchNetwork()
    signingIn?.cancel()
    announcement?.cancel()
    command?.cancel()
    remember()
  }

  /// Tells a recorder of every event from here on.
  func record(with recorder: ScriptRecorder?) { self.recorder = recorder }

  /// From any thread: something happened.
  nonisolated func post(_ message: Message) { mailbox.post(Letter(message)) }

  /// Takes every waiting letter and paints once.
  func turn() {
    let letters = mailbox.drain()
    if letters.isEmpty || isQuitting { return }
    apply(.clockNow)
    for letter in letters where !isQuitting {
      if let about = letter.opening, about != opening { continue }
      if isAwaited, letter.message.isTyped, running == nil || !letter.message.isEscape {
        typedAhead.append(letter.message)
        continue
      }
      receive(letter.message)
    }
    if isQuitting { return }
    paint()
    keepMemory()
    if letters.contains(where: \.message.isTyped) { lookForForeignWrites() }
  }

  private var isAwaited: Bool {
    creating != nil || running != nil || model.awaitsView || model.awaitsRows
  }

  /// Waits until every change made so far is in the mirror and its rows are painted.
  func settle() async {
    await reading?.value
    turn()
    await lane?.value
    turn()
  }

  /// Ends the program from outside: the terminal is gone, or a script is over.
  func end() {
    isQuitting = true
    post(.clockNow)
  }

  /// Another account, or none, is on screen from now on.
  ///
  /// - Parameter opened: the account; nil for nobody.
  func show(_ opened: OpenAccount?) {
    opening += 1
    account = opened
    kept = nil
    creating = nil
    running = nil
    // Keys that were meant for its tasks are not for a form.
    typedAhead = []
    command?.cancel()
    timer?.cancel()
    knownToken = nil
    heed(.closed)
    announcement?.cancel()
  }

  /// Takes a message at once and paints.
  func take(_ message: Message) {
    receive(message)
    if !isQuitting { paint() }
  }

  /// Takes a message, and the keys that waited for it.
  private func receive(_ message: Message) {
    apply(message)
    while !isAwaited, !isQuitting, !typedAhead.isEmpty { apply(typedAhead.removeFirst()) }
  }

  private func apply(_ message: Message) {
    if case .status(let status) = message {
      announcement?.cancel()
      if status.phase == .syncing { return announce(status) }
    }
    if case .input(let event) = message {
      recorder?.heard(event, typesSecret: model.isTypingSecret)
    }
    for effect in update(&model, message) { perform(effect) }
    if let id = message.answered, id == creating { creating = nil }
    switch message {
    case .rows: rowsTaken += 1
    case .commandEnded(let id, _) where id == running: running = nil
    case .resumed: heed(.networkReturned)
    case _ where message.isTyped: heed(.touched)
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
    recorder?.saw(frame.grid)
    onFrame?()
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .commit(let id, let action, let changes): commit(id, action, changes)
    case .undo(let id, let steps): step(id, steps, .undo)
    case .redo(let id, let steps): step(id, steps, .redo)
    case .showQueue: showQueue()
    case .showConflicts: showConflicts()
    case .retry(let key, _): retry(key)
    case .drop(let key, let sequence): drop(key, sequence)
    case .resolve(let key, let action, let choice): resolve(key, action, choice)
    case .sync: heed(.refresh)
    case .cancelSync: cancelSync()
    case .signIn(let form): signIn(form, isNew: false)
    case .signUp(let form): signIn(form, isNew: true)
    case .requestReset(let form): requestReset(form)
    case .cancel: signingIn?.cancel()
    case .signOut: signOut()
    case .openEditor(let key, let text): edit(key, text)
    case .openLink(let address): open(link: address)
    case .copy(let text): copy(text)
    case .prepareCommands: prepareCommands()
    case .run(let id, let line): run(id, line)
    case .cancelCommand: cancelCommand()
    case .listProfiles: post(.profiles(world.profiles()))
    case .useProfile(let name): leave(for: name)
    case .suspend: suspend()
    case .redraw: repaint()
    case .quit:
      isQuitting = true
      recorder?.quit()
    }
  }

  private func suspend() {
    // Nobody knows whether the process is brought back.
    remember()
    onSuspend?()
  }

  private func copy(_ text: String) {
    copied = text
    if onCopy?(text) == false { post(.notice("That is too long for the terminal's clipboard.")) }
  }

  private func open(link address: String) {
    guard let onLink else { return }
    Task { if let sentence = await onLink(address) { post(.notice(sentence)) } }
  }

  /// Nothing is painted while the editor has the terminal.
  private func edit(_ key: String, _ text: String) {
    let title = model.list.table.item(key)?.todo.title ?? ""
    guard let onEdit else {
      return post(.editorFailed(key: key, text: text, sentence: "There is no editor here."))
    }
    switch onEdit(title, text) {
    case .edited(let new): post(.edited(key: key, text: new == text ? nil : new))
    case .failed(let kept, let sentence):
      post(.editorFailed(key: key, text: kept, sentence: sentence))
    case .ended: break
    }
    post(.input(.resized(screen.size)))
    post(.resumed)
  }

  /// Ends this run so that another profile's can begin.
  private func leave(for profile: String) {
    nextProfile = profile
    isQuitting = true
  }

  /// Paints every cell anew, whatever the terminal shows.
  private func repaint() {
    screen.present(Grid(size: screen.size), cursor: nil)
    paint()
  }
}
