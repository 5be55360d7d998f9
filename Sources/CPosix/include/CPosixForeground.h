#ifndef TODOTUI_CPOSIX_FOREGROUND_H
#define TODOTUI_CPOSIX_FOREGROUND_H

// A child that has the terminal to itself: the person's editor.

/// Runs `path` to its end as a process group of its own in the foreground of `terminal`, which is also
/// its stdin and stdout; signals are at their defaults. When it is stopped (^Z) this process's group
/// stops too, and both go on together. `arguments` and `environment` end with NULL.
///
/// SIGTERM and SIGHUP meanwhile end the child (unless they are ignored and not blocked, as nohup has it),
/// after three seconds by SIGKILL; `*ending` is the signal then, else 0, and the caller is to end by it.
/// A crash of this process takes the child with it.
///
/// Returns 0 or an errno value; `*status` is the exit status as shells say it. The terminal's
/// foreground is this process's group again then, whatever became of the child.
int cposix_run_in_foreground(const char *path, char *const arguments[], char *const environment[],
                             int terminal, int *status, int *ending);

#endif
