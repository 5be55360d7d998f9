#define _GNU_SOURCE
#include "spawning.h"

#include <signal.h>

int spawning_open(spawning *plan, short flags) {
  int result = posix_spawn_file_actions_init(&plan->files);
  if (result != 0) return result;
  result = posix_spawnattr_init(&plan->attributes);
  if (result != 0) {
    posix_spawn_file_actions_destroy(&plan->files);
    return result;
  }
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setflags(&plan->attributes,
                           (short)(flags | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK));
  posix_spawnattr_setsigdefault(&plan->attributes, &all);
  posix_spawnattr_setsigmask(&plan->attributes, &none);
  return 0;
}

int spawning_finish(spawning *plan, int result, const char *path, char *const arguments[],
                    char *const environment[], pid_t *process) {
  if (result == 0)
    result = posix_spawn(process, path, &plan->files, &plan->attributes, arguments, environment);
  posix_spawnattr_destroy(&plan->attributes);
  posix_spawn_file_actions_destroy(&plan->files);
  return result;
}
