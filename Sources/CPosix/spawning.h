/// How children are started here: with default signals, none of them blocked.
#pragma once
#include <spawn.h>

typedef struct {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
} spawning;

/// Begins a plan; `flags` are posix_spawnattr_setflags' besides those for signals. 0 or an errno value.
int spawning_open(spawning *plan, short flags);
/// Starts the child, unless `result` says that the plan could not be made, and ends the plan.
int spawning_finish(spawning *plan, int result, const char *path, char *const arguments[],
                    char *const environment[], pid_t *process);
