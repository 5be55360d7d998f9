import APIClient
import LocalStore
import TodoKit
import TokenVault

/// How a task server speaks, line by line, with the reason of each line.
struct BackendReport: Sendable {
  /// One line of the dialect.
  struct Line: Sendable {
    /// Where a line comes from, and how far it can be trusted.
    enum Source: String, Sendable {
      /// The contract's own value: the description says nothing about it.
      case contract
      case chosen, doubtful, needed
      /// Somebody wrote it into `config.toml`.
      case written
    }

    var line: DialectLine
    var source: Source
    /// Why, in one sentence; empty for the contract's own.
    var reason: String
  }

  /// What the paths are appended to.
  var base: String
  var lines: [Line]
  /// Whether repeating a creation makes no second task.
  let takesClientChosenIDs: Bool

  init(base: String, derivation: Derivation, written: [DialectLine]) {
    self.base = base
    let note = BackendNote(derivation, from: nil).overridden(by: written)
    takesClientChosenIDs = note.dialect.clientChosenIDs
    lines = note.dialect.lines.map { line in
      if written.contains(where: { $0.key == line.key }) {
        return Line(line: line, source: .written, reason: "Written in config.toml.")
      }
      guard let said = derivation.notes.first(where: { $0.key == line.key }) else {
        return Line(line: line, source: .contract, reason: "")
      }
      let source: Line.Source =
        switch said.kind {
        case .chosen: .chosen
        case .doubtful: .doubtful
        case .needed: .needed
        }
      return Line(line: line, source: source, reason: said.sentence)
    }
  }

  /// What only a person can decide, as a failure; nil when nothing is open.
  func failure(profile: String) -> Failure? {
    lines.first { $0.source == .needed }.map { .backendNeeds($0.reason, profile: profile) }
  }
}

extension Derivation {
  /// What a server said before it stopped to describe itself.
  fileprivate init(keeping note: BackendNote) {
    self.init(
      dialect: note.dialect,
      notes: note.needed + [
        Note(
          .doubtful,
          .path,
          "There is no description any more: what it said before is used."
        )
      ]
    )
  }
}

extension Workspace {
  /// Asks the task server for its description, now.
  func backendReport() async throws(Failure) -> BackendReport {
    try await started()
    let base = try tasksBase()
    let kept = keptNote()
    let found: ServerDescription?
    do throws(APIError) {
      found = try await ServerDescription.find(
        client,
        base: base,
        kept: kept?.source,
        timeout: settings.timeout
      )
    } catch {
      throw Failure(error)
    }
    let derivation =
      if let found, found.describesTasks || kept?.source == nil {
        Derivation(openAPI: found.body)
      } else if let kept, kept.source != nil {
        Derivation(keeping: kept)
      } else {
        Derivation.undescribed(at: base.url)
      }
    return BackendReport(base: base.url, derivation: derivation, written: settings.backend)
  }

  /// What the mirror of the signed-in account keeps about the server.
  private func keptNote() -> BackendNote? {
    guard let user = (try? credential())?.user.id else { return nil }
    let file = settings.paths.mirror(profile: settings.profile, user: user)
    let mirror = try? TodoStore(file: file, server: mirrorOwner)
    return (try? mirror?.backend()).flatMap { BackendNote(text: $0.text) }
  }
}
