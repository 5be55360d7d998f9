import LocalStore
import TodoKit

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
    case .undo: try await undo()
    case .redo: try await redo()
    case .read(let references):
      for item in try await find(references) { show(item) }
    case .filter(let words):
      query.search = words
      try list()
    case .tab(let tab):
      query.status = tab ?? neighbour(1)
      try list()
    case .previousTab:
      query.status = neighbour(-1)
      try list()
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

  private func neighbour(_ step: Int) -> TodoQuery.Status {
    let all = TodoQuery.Status.allCases
    let here = all.firstIndex(of: query.status) ?? 0
    return all[(here + step + all.count) % all.count]
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
  func asked(_ label: String) throws(Failure) -> String {
    do throws(Conversation.Silence) {
      return try talk.text(label)
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
