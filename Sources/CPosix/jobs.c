#include "CPosixJobs.h"

#define SWIFT_CALL __attribute__((swiftcall))

// swift/Runtime/Concurrency.h; no header of the toolchain declares these for C.
typedef SWIFT_CALL void (*enqueue)(void *job);
extern SWIFT_CALL void (*swift_task_enqueueGlobal_hook)(void *job, enqueue original);
/// An executor is two words; both 0 is none in particular.
extern SWIFT_CALL void swift_job_run(void *job, uintptr_t identity, uintptr_t implementation);

// libdispatch, queue.h and time.h.
extern void *dispatch_get_global_queue(intptr_t quality, uintptr_t flags);
extern void dispatch_async_f(void *queue, void *context, void (*work)(void *));
extern void dispatch_after_f(uint64_t when, void *queue, void *context, void (*work)(void *));
extern uint64_t dispatch_time(uint64_t base, int64_t nanoseconds);
/// Now, on the clock that counts suspended time (time_private.h, DISPATCH_MONOTONICTIME_NOW).
static const uint64_t boottime_now = 1ull << 63;

static void *other_pool(void) {
  static const uintptr_t overcommit = 2;  // queue_private.h, DISPATCH_QUEUE_OVERCOMMIT
  return dispatch_get_global_queue(0, overcommit);
}

static void run(void *job) { swift_job_run(job, 0, 0); }

static SWIFT_CALL void add(void *job, enqueue original) {
  (void)original;
  dispatch_async_f(other_pool(), job, run);
}

void cposix_run_jobs_without_timer(void) {
  if (other_pool()) swift_task_enqueueGlobal_hook = add;
}

void cposix_call_later(uint64_t nanoseconds, void *context, void (*body)(void *)) {
  int64_t delay = nanoseconds < INT64_MAX ? (int64_t)nanoseconds : INT64_MAX;
  dispatch_after_f(dispatch_time(boottime_now, delay), other_pool(), context, body);
}
