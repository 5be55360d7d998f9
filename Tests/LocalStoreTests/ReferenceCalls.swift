import LocalStore
import TodoKit

extension ReferenceServer {
  /// What happens to one request.
  enum Fault: Hashable {
    /// It never arrives.
    case notSent
    /// It is carried out, and the answer is lost.
    case lost
    /// It is carried out twice, and the second answer arrives.
    case twice
    /// Nothing comes back, and it is carried out after the next request.
    case late
    /// It is not carried out, and nothing comes back.
    case swallowed
    /// 500 before anything was done.
    case broken
    /// 422.
    case rejected
    /// 503 with Retry-After.
    case later
    /// 401, confirmed.
    case signedOut
  }

  /// A request as the server saw it.
  enum Call: Hashable {
    case list(etag: String?)
    case changes(since: Int64)
    case create(id: String?, NewTodo)
    case restore(String, NewTodo)
    case update(String, [TodoEdit])
    case setCompleted(String, Bool)
    case delete(String)
    case description
  }

  /// What it can do.
  struct Abilities {
    /// It takes ids of the client's (rung A).
    var takesIDs = true
    /// It names a version of each task, and compares.
    var validators = false
    /// It numbers changes and keeps tombstones.
    var numbers = false
    /// Its refusals of an old version tell the present one.
    var tellsCurrent = true
    /// It brings deleted tasks back under their ids.
    var restores = false
  }
}
