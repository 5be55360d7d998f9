internal import HTTPTypes

/// What a request demands of a task before it changes it (RFC 9110, section 13.1).
struct TaskConditions: Sendable {
  /// The value of one field.
  private enum Tags {
    /// `*`.
    case any
    /// Anything else; what is no entity tag equals none.
    case listed([[UInt8]])

    init?(_ headers: HTTPFields, _ name: String) {
      guard !headers.values(name).isEmpty else { return nil }
      let members = headers.listed(name).map(Array.init)
      self = members == [Array("*".utf8)] ? .any : .listed(members)
    }
  }

  private let ifMatch: Tags?
  private let ifNoneMatch: Tags?

  init(_ headers: HTTPFields) {
    ifMatch = Tags(headers, "if-match")
    ifNoneMatch = Tags(headers, "if-none-match")
  }

  /// Whether a task is demanded that is not there yet.
  var demandNone: Bool {
    guard case .any = ifNoneMatch else { return false }
    return ifMatch == nil
  }

  /// Whether a task that is there, with this tag, may be changed.
  func areMet(by etag: String) -> Bool {
    let isWanted =
      switch ifMatch {
      case nil, .any: true
      case .listed: demand(etag)
      }
    return isWanted && !know(etag)
  }

  /// Whether just this tag is demanded, among others perhaps.
  func demand(_ etag: String) -> Bool {
    guard case .listed(let tags) = ifMatch else { return false }
    return tags.contains(Array(etag.utf8))
  }

  /// Whether the client has what this tag stands for; a weak tag serves as well here.
  func know(_ etag: String) -> Bool {
    switch ifNoneMatch {
    case nil: return false
    case .any: return true
    case .listed(let tags):
      let same = [Array(etag.utf8), Array("W/\(etag)".utf8)]
      return tags.contains { same.contains($0) }
    }
  }
}
