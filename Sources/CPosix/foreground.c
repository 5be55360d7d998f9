#define _GNU_SOURCE
#include "CPosixForeground.h"
#include "spawning.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/// Who has the terminal; a process of the background is stopped by SIGTTOU for asking, unless it is
/// blocked (POSIX, tcsetpgrp).
static void give_terminal(int terminal, pid_t group) {
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &output, &before);
  tcsetpgrp(terminal, group);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int start(const char *path, char *const arguments[], char *const environment[],
                 int terminal, pid_t *child) {
  spawning plan;
  int result = spawning_open(&plan, POSIX_SPAWN_SETPGROUP);
  if (result != 0) return result;
  posix_spawnattr_setpgroup(&plan.attributes, 0);
  // Before it runs, so that its first look finds it in the foreground.
  result = posix_spawn_file_actions_addtcsetpgrp_np(&plan.files, terminal);
  if (result == 0) result = posix_spawn_file_actions_adddup2(&plan.files, terminal, 0);
  if (result == 0) result = posix_spawn_file_actions_adddup2(&plan.files, terminal, 1);
  return spawning_finish(&plan, result, path, arguments, environment, child);
}

/// Stops this process's group, as ^Z would have, and comes back when somebody lets it go on.
static void stop_ourselves(void) {
  kill(0, SIGTSTP);
  // The signal may stop another thread first, and a group that nobody could continue does not stop.
  struct timespec moment = {.tv_nsec = 50 * 1000 * 1000};
  while (nanosleep(&moment, &moment) != 0 && errno == EINTR) {
  }
}

int cposix_run_in_foreground(const char *path, char *const arguments[], char *const environment[],
                             int terminal, int *status) {
  pid_t child = -1;
  int result = start(path, arguments, environment, terminal, &child);
  // A child that could not be started may have taken the terminal already.
  if (result != 0) {
    give_terminal(terminal, getpgrp());
    return result;
  }
  int word = 0;
  for (;;) {
    if (waitpid(child, &word, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      result = errno;
      break;
    }
    if (!WIFSTOPPED(word)) break;
    struct termios modes;
    int known = tcgetattr(terminal, &modes) == 0;
    if (tcgetpgrp(terminal) == child) give_terminal(terminal, getpgrp());
    stop_ourselves();
    // Continued in the background (bg) the terminal is somebody else's, and the child stops again.
    if (tcgetpgrp(terminal) == getpgrp()) {
      // First: a process of the background is stopped for it.
      if (known) tcsetattr(terminal, TCSADRAIN, &modes);
      give_terminal(terminal, child);
    }
    kill(-child, SIGCONT);
  }
  // A child that ended in the background did not have it; the shell does.
  if (tcgetpgrp(terminal) == child) give_terminal(terminal, getpgrp());
  *status = WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
  return result;
}
