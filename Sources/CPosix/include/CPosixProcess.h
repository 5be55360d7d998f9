#ifndef TODOTUI_CPOSIX_PROCESS_H
#define TODOTUI_CPOSIX_PROCESS_H

// Starting and finding the embedded server: posix_spawn with its attribute objects, and the
// credentials behind a Unix socket. Every call returns 0 or an errno value.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Starts `path` in a session of its own, away from our terminal: stdin and stdout are /dev/null,
/// stderr is appended to `log`, signals are at their defaults, directory is `/`. `arguments` and
/// `environment` end with NULL.
int cposix_spawn_detached(const char *path, char *const arguments[], char *const environment[],
                          const char *log, pid_t *process);

/// Calls `ended` with the wait status of a child once it has ended, on a thread of its own that sleeps
/// until then; the child is no zombie after that. An error number, and no call, when there is no thread.
int cposix_await(pid_t process, void *context, void (*ended)(void *, int));

/// Runs `path` to its end, with `count` bytes on its stdin and nothing on its stdout. What it says on
/// stderr, up to `capacity` bytes, is in `said`, `*used` bytes long; `*status` is its exit status as
/// shells say it. `arguments` and `environment` end with NULL.
int cposix_run(const char *path, char *const arguments[], char *const environment[],
               const uint8_t *input, size_t count, uint8_t *said, size_t capacity, size_t *used,
               int *status);

/// Connects to the Unix socket at `path` and closes again; `*process` is who listens on it
/// (SO_PEERCRED). ECONNREFUSED or ENOENT mean that nobody does.
int cposix_listener(const char *path, pid_t *process);

/// From here to cposix_release_endings SIGINT, SIGTERM, SIGHUP and SIGQUIT end no process but make
/// a waiting read fail with EINTR.
void cposix_hold_endings(void);

/// The signal that came since, 0 for none.
int cposix_held_ending(void);

/// Gives the signals their former meaning and delivers the one that was held, if any.
void cposix_release_endings(void);

#endif
