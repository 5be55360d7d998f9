#ifndef TODOTUI_CPOSIX_JOBS_H
#define TODOTUI_CPOSIX_JOBS_H

// How the process sleeps while nothing happens. Swift runs jobs and timers of no particular executor
// on libdispatch's pool, and on Linux the first of them starts a timer that looks after that pool once
// a second for as long as the process lives. libdispatch's other pool, which serial queues use, needs
// no looking after.

#include <stdint.h>

/// From here on Swift's jobs run on the other pool, through the hook the runtime has for this
/// (swift/Runtime/Concurrency.h). To be called before any job ran; calling again does nothing.
/// `Task.sleep` goes round the hook: `cposix_call_later` is what does not.
void cposix_run_jobs_without_timer(void);

/// Calls `body` on the other pool once so many nanoseconds have passed, suspended time included.
void cposix_call_later(uint64_t nanoseconds, void *context, void (*body)(void *context));

#endif
