internal import Glibc

/// Starts a POSIX thread that runs `body` once; nil when there is none to have.
///
/// It must be joined. It blocks every signal but those of its own faults: the program's signals go to
/// the program's threads, and a SIGPIPE from TLS becomes the EPIPE that libcurl expects.
func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  var blocked = sigset_t()
  var former = sigset_t()
  unsafe sigfillset(&blocked)
  for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS] {
    unsafe sigdelset(&blocked, fault)
  }
  // A new thread inherits the mask of the one that makes it.
  unsafe pthread_sigmask(SIG_SETMASK, &blocked, &former)
  defer { unsafe pthread_sigmask(SIG_SETMASK, &former, nil) }
  let box = unsafe Unmanaged.passRetained(ThreadBody(body))
  var thread = pthread_t()
  let code = unsafe pthread_create(
    &thread,
    nil,
    { context in
      guard let context = unsafe context else { return nil }
      unsafe Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().body()
      return nil
    },
    box.toOpaque()
  )
  if code == 0 { return thread }
  unsafe box.release()
  return nil
}

private final class ThreadBody: Sendable {
  let body: @Sendable () -> Void

  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
