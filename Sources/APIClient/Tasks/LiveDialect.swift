internal import Synchronization

/// The dialect in use for one backend; calls correct it when the server points to another spelling.
public final class LiveDialect: Sendable {
  private let dialect: Mutex<Dialect>
  private let learned: @Sendable (Dialect) -> Void

  /// Starts with what is known so far.
  ///
  /// - Parameters:
  ///   - dialect: from the server's description, from a person, or the canonical one.
  ///   - learned: takes every corrected dialect, to keep it for the next start.
  public init(_ dialect: Dialect, learned: @escaping @Sendable (Dialect) -> Void = { _ in }) {
    self.dialect = Mutex(dialect)
    self.learned = learned
  }

  /// The dialect as it is now.
  public var current: Dialect { dialect.withLock { $0 } }

  /// Writes one path template differently wherever it stands; again it does nothing.
  func replace(path old: String, with new: String) {
    correct { dialect in
      if dialect.collection == old { dialect.collection = new }
      if dialect.item == old { dialect.item = new }
      dialect.completion = dialect.completion.map { way in
        switch way {
        case .set(let method, old, let field): .set(method: method, path: new, field: field)
        case .toggle(let method, old, let body): .toggle(method: method, path: new, body: body)
        case .set, .toggle, .update: way
        }
      }
    }
  }

  /// The server makes tasks under ids of its own, whatever its description says.
  func noteOwnIDs() { correct { $0.clientChosenIDs = false } }

  /// The server does not number its changes, whatever its description says.
  func noteNoChanges() { correct { $0.changes = false } }

  private func correct(_ change: (inout Dialect) -> Void) {
    let corrected = dialect.withLock { dialect -> Dialect? in
      let former = dialect
      change(&dialect)
      return dialect == former ? nil : dialect
    }
    if let corrected { learned(corrected) }
  }
}
