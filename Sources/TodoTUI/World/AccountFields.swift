import APIClient
import LocalStore
import TodoKit

extension OpenAccount {
  /// What the task server keeps of a task, as it said when it was last asked; no request.
  ///
  /// Of one that was never asked only what every server of the contract keeps is assumed.
  var keptFields: TaskFields {
    let kept = (try? store.backend()).flatMap { BackendNote(text: $0.text) }
    let note = (kept ?? BackendNote(.undescribed(at: ""), from: nil))
    return note.overridden(by: workspace.settings.backend).dialect.taskFields
  }

  /// The same, after asking a server that was not asked for long, if it answers in time.
  func fields() async -> TaskFields {
    let asked = Task { [workspace, backend] () -> TaskFields? in
      do {
        try await workspace.ready()
        return try await backend.dialect().current.taskFields
      } catch {
        return nil
      }
    }
    guard let patience else { return await asked.value ?? keptFields }
    return await asked.value(within: patience).flatMap(\.self) ?? keptFields
  }
}
