import ArgumentParser
import FoundationEssentials
import Glibc
import LocalStore
import TodoKit
import TodoUI
import TokenVault

/// `demo`: everything in a throw-away directory, with an account and sample tasks.
struct DemoCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Try it out: a throw-away server with sample tasks."
  )

  @OptionGroup var global: GlobalOptions

  private static let samples: [(title: String, description: String?, isDone: Bool)] = [
    ("Water the plants", nil, true),
    ("Book the train to Lisbon", "Window seat, before noon.", false),
    ("Reply to 日本語 mail 📬", nil, false),
    ("Draft the release notes", "What a user notices, not what we did.", false),
    ("Call the dentist", nil, false),
    ("Buy oat milk", nil, false),
  ]

  func run(in context: Context) async throws(Failure) {
    if !global.isAccessible { try context.requireTerminal() }
    let directory = try DemoCommand.temporaryDirectory(context.settings.paths.temporary)
    var settings = context.settings
    settings.paths = Paths(
      data: directory + "/data",
      state: directory + "/state",
      configuration: directory + "/config",
      runtimeParent: directory,
      temporary: directory
    )
    settings.idleLimit = "1m"
    settings.profile = "local"
    settings.address = .local
    settings.token = nil
    let demo = Context(
      settings: settings,
      output: context.output,
      workspace: try Workspace(settings: settings)
    )
    // Everything is removed whatever happens on screen.
    let result = await DemoCommand.play(demo, isAccessible: global.isAccessible)
    try? await demo.workspace.local?.stop()
    try? FileManager.default.removeItem(atPath: directory)
    if let result { throw result }
  }

  private static func play(_ demo: Context, isAccessible: Bool) async -> Failure? {
    do throws(Failure) {
      let person = Workspace.Person(
        newName: "Demo",
        email: "demo@example.com",
        password: Masked(Workspace.newKey())
      )
      _ = try await demo.workspace.signIn(person)
      let account = try await demo.account()
      let now = Workspace.now().milliseconds
      for (index, sample) in samples.enumerated() {
        let moment = Timestamp(milliseconds: now - Int64(samples.count - index) * 1000)
        let key = Workspace.newKey()
        try account.save(sample, key, moment)
      }
      let report = await account.engine.sync()
      if let failure = account.failure(report) { throw failure }
      if isAccessible {
        try await AccessibleClient(context: demo).run()
      } else {
        try await demo.openScreen()
      }
      return nil
    } catch {
      return error
    }
  }

  private static let prefix = "todotui-demo-"

  /// A demo that was killed could not clean up behind itself; its name says which process it was.
  private static func removeAbandoned(in parent: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    for name in names where name.hasPrefix(prefix) {
      guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }),
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? FileManager.default.removeItem(atPath: parent + "/" + name)
    }
  }

  private static func temporaryDirectory(_ parent: String) throws(Failure) -> String {
    removeAbandoned(in: parent)
    var template = Array((parent + "/\(prefix)\(getpid())-XXXXXX").utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Failure(
        .cannotWrite,
        "cannot_write",
        "No directory can be made in \(parent): \(systemMessage(errno))."
      )
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension OpenAccount {
  fileprivate func save(
    _ sample: (title: String, description: String?, isDone: Bool),
    _ key: String,
    _ moment: Timestamp
  ) throws(Failure) {
    guard let title = try? TodoTitle(sample.title) else { return }
    let description = sample.description.flatMap { try? TodoDescription($0) }
    try stored { () throws(StoreError) in
      _ = try store.commit(
        .create(TodoDraft(title: title, description: description)),
        to: nil,
        newKey: key,
        at: moment
      )
      if sample.isDone {
        _ = try store.commit(.setCompleted(true), to: key, newKey: key, at: moment)
      }
    }
  }
}
