internal import Dispatch

/// Hashes passwords away from the event loops, a few at a time: each needs 32 MiB and 70 ms.
actor PasswordWorkers {
  /// Too many sign-ins are waiting already.
  struct Busy: Error {}

  private let queue = DispatchQueue(label: "password", attributes: .concurrent)
  private let waitingLimit: Int
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(atOnce: Int, waiting: Int) {
    free = atOnce
    waitingLimit = waiting
  }

  /// Makes a hash for a new password.
  func hash(_ password: String) async throws -> String {
    try await run { try PasswordHash.make(password) }
  }

  /// Checks a password; without a stored hash it works as long, and the answer is no.
  func verify(_ password: String, stored: String?) async throws -> Bool {
    try await run {
      guard let stored else {
        _ = try PasswordHash.make(password)
        return false
      }
      return try PasswordHash.verify(password, stored: stored)
    }
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    if free > 0 {
      free -= 1
    } else {
      guard waiting.count < waitingLimit else { throw Busy() }
      // The place is handed over by the one who leaves, so `free` stays as it is.
      await withCheckedContinuation { waiting.append($0) }
    }
    defer { leave() }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }

  private func leave() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
