internal import Dispatch
internal import Glibc

/// An exclusive `flock` on a permanent file, held until the value is gone.
///
/// The file is never removed: unlocking and then unlinking lets two processes hold "the" lock, each
/// on a file of its own.
struct FileLock: ~Copyable {
  private let descriptor: Int32
  /// Where waiting is timed: `Task.sleep` would leave a timer that wakes the process once a second.
  private static let pauses = DispatchQueue(label: "todotui.file-lock")

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Gives the lock back; going out of scope does the same.
  consuming func release() {}

  /// Takes the lock, or gives nil when another descriptor, of any process, has it.
  static func attempt(_ path: String) throws(StoreError) -> FileLock? {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    let lock = FileLock(descriptor: descriptor)
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
    if errno == EWOULDBLOCK || errno == EINTR { return nil }
    throw .cannotOpen(path: path, errno: errno)
  }

  /// Takes the lock for the few milliseconds of setting up a database, blocking the thread.
  static func blocking(_ path: String) throws(StoreError) -> FileLock {
    for _ in 0..<500 {
      if let lock = try attempt(path) { return lock }
      usleep(10_000)
    }
    throw .busy(path: path)
  }

  /// Takes the lock without blocking a thread; nil when it was not free within `wait`.
  static func waiting(_ path: String, for wait: Duration) async throws(StoreError) -> FileLock? {
    let deadline = ContinuousClock.now.advanced(by: wait)
    while true {
      if let lock = try attempt(path) { return lock }
      if ContinuousClock.now >= deadline { return nil }
      await withCheckedContinuation { ready in
        pauses.asyncAfter(deadline: .now() + .milliseconds(20)) { ready.resume() }
      }
      if Task.isCancelled { return nil }
    }
  }
}
