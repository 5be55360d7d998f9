internal import TodoKit

/// Reading: what changed since the last time where the server numbers changes, else the list.
extension SyncEngine {
  /// How many changed tasks one page has, at most.
  private static let pageLimit = 500

  /// Makes the mirror equal to what the server has.
  func pull(_ result: inout SyncReport) async throws(StoreError) {
    if let number = try store.changeNumber(), try !store.needsWholeList(),
      try await pullChanges(from: number, &result)
    {
      return
    }
    let etag = try store.listETag()
    let answer: ListAnswer
    do throws(RemoteFailure) {
      answer = try await remote.list(etag)
    } catch {
      stop(&result, error)
      return
    }
    reportRows(try store.apply(answer, at: now()))
    result.isListRead = true
  }

  /// Reads page after page; false when the list has to be read.
  private func pullChanges(
    from first: Int64,
    _ result: inout SyncReport
  ) async throws(StoreError) -> Bool {
    var number = first
    while true {
      let answer: ChangesAnswer?
      do throws(RemoteFailure) {
        answer = try await remote.changes(number, SyncEngine.pageLimit)
      } catch {
        stop(&result, error)
        return true
      }
      guard let answer, answer.number > number || answer.number == number && answer.isComplete
      else {
        // It keeps no numbers any more, or has never been as far: it was set up anew.
        try store.forgetChangeNumber()
        return false
      }
      reportRows(try store.apply(answer, at: now()))
      if answer.isComplete {
        result.isListRead = true
        return true
      }
      number = answer.number
    }
  }
}
