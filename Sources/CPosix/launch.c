#define _GNU_SOURCE
#include "CPosixLaunch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

void cposix_occupy_standard_descriptors(void) {
  // Reading from the first and writing to the second fails as it would have; messages go nowhere.
  static const int wrong_way[] = {O_WRONLY, O_RDONLY, O_WRONLY};
  for (int number = 0; number < 3; number++) {
    if (fcntl(number, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is given out, and those below are taken.
    if (open("/dev/null", wrong_way[number]) != number) return;
  }
}

/// 128 and the signal's number after a death by signal, as shells say it.
static int status_word(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int cposix_run_as_first_process(char *const arguments[]) {
  static const int forwarded[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCONT};
  sigset_t awaited, none;
  sigemptyset(&awaited);
  sigemptyset(&none);
  for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++)
    sigaddset(&awaited, forwarded[i]);
  sigaddset(&awaited, SIGCHLD);
  sigprocmask(SIG_BLOCK, &awaited, NULL);

  posix_spawnattr_t attributes;
  pid_t child = -1;
  if (posix_spawnattr_init(&attributes) != 0) return -1;
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  posix_spawnattr_setsigmask(&attributes, &none);
  int result = posix_spawn(&child, "/proc/self/exe", NULL, &attributes, arguments, environ);
  posix_spawnattr_destroy(&attributes);
  if (result != 0) {
    sigprocmask(SIG_UNBLOCK, &awaited, NULL);
    return -1;
  }
  for (;;) {
    siginfo_t signal;
    if (sigwaitinfo(&awaited, &signal) < 0) continue;
    // What the terminal sends reaches the child by itself.
    if (signal.si_signo != SIGCHLD && signal.si_code <= 0) kill(child, signal.si_signo);
    int status;
    pid_t ended;
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
      if (ended == child) return status_word(status);
  }
}
