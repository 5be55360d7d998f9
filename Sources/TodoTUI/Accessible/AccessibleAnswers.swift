import LocalStore
import TodoKit
import TodoUI

/// What each line does.
extension AccessibleClient {
  func perform(_ command: LineCommand) async throws(Failure) {
    switch command {
    case .nothing, .quit: break
    case .refused(let why): output.line(why)
    case .add(let text): try await add(text)
    case .toggle(let references): try await toggle(references)
    case .retitle(let reference, let title): try await retitle(reference, title)
    case .describe(let reference, let text): try await describe(reference, text)
    case .delete(let references): try await delete(references)
    case .undo: try await step(.undo)
    case .redo: try await step(.redo)
    case .queue: try tellQueue()
    case .decide: try await decide()
    case .read(let references):
      for item in try await find(references) { show(item) }
    case .copy(let references):
      for item in try await find(references) { output.line(item.todo.title) }
    case .link(let references):
      for item in try await find(references) {
        output.line(Link.first(in: item.todo) ?? "There is no link in “\(item.todo.title)”.")
      }
    case .filter(let words):
      query.search = words
      try list()
    case .tab(let name): try show(tab: name)
    case .previousTab: try show(neighbour(-1))
    case .sort(let order):
      query.sort = order
      try list()
    case .list: try list()
    case .more: try more()
    case .sync:
      let report = await exchange { await $0.sync() }
      output.line(state(report))
    case .signOut: try await signOut()
    case .help: for line in LineVerb.help { output.line(line) }
    case .command(let words): try await run(words)
    }
  }

  /// Runs a command of the headless grammar with the account that is open.
  private func run(_ words: [String]) async throws(Failure) {
    var inner = context
    inner.opened = account
    let runner = CommandRunner(place: .conversation, context: inner)
    guard let command = try runner.command(words) else { return }
    let result: Failure?
    do throws(Failure) {
      try await runner.run(command)
      result = nil
    } catch {
      result = error
    }
    announcements.forget()
    // What a command listed was printed whole.
    if command is ListCommand { printed = .max }
    if command is SignUpCommand || command is LogInCommand || command is LogOutCommand {
      leave()
      try await open()
    }
    if let result { throw result }
  }

  /// The tabs of the screen.
  private var tabs: [Tab] {
    Tab.all(fields: account?.shownFields ?? [], views: context.settings.file.views)
  }

  private func neighbour(_ step: Int) -> Tab {
    let all = tabs
    let here = all.firstIndex(of: tab) ?? 0
    return all[(here + step + all.count) % all.count]
  }

  private func show(tab name: String) throws(Failure) {
    if name.isEmpty { return try show(neighbour(1)) }
    guard let tab = tabs.first(where: { $0.label.lowercased() == name.lowercased() }) else {
      let names = tabs.map(\.label).joined(separator: ", ")
      return output.line("There is no tab \(name): there are \(names).")
    }
    try show(tab)
  }

  private func show(_ tab: Tab) throws(Failure) {
    self.tab = tab
    if case .view(let view) = tab {
      query.sort = TodoQuery.Sort(rawValue: view.order.rawValue) ?? query.sort
    }
    try list()
  }

  private func signOut() async throws(Failure) {
    guard let account, try agrees("Sign out?") else { return output.line("Nothing was changed.") }
    await account.engine.cancel()
    leave()
    let remark = await World(workspace: account.workspace).signOut(account)
    output.line(remark ?? "You signed out.")
  }

  /// Asks; ^C and ^D mean no.
  func agrees(_ question: String) throws(Failure) -> Bool {
    do throws(Conversation.Silence) {
      return try talk.agrees(question)
    } catch {
      return false
    }
  }

  /// Asks for a text; ^C and ^D leave everything as it is.
  func asked(_ label: String, usual: String = "") throws(Failure) -> String {
    do throws(Conversation.Silence) {
      return try talk.text(label, usual: usual)
    } catch {
      throw Failure(.cancelled, Failure.cancelled, "Nothing was changed.")
    }
  }

  /// The tasks that references name; what names none is told.
  func find(_ references: [String]) async throws(Failure) -> [TodoItem] {
    guard let account else { return [] }
    return try await account.find(references, output).0
  }
}
