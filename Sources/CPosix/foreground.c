#define _GNU_SOURCE
#include "CPosixForeground.h"
#include "spawning.h"

#include <errno.h>
#include <pthread.h>
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

static const int watched[] = {SIGTERM, SIGHUP,  SIGSEGV, SIGBUS,
                              SIGILL,  SIGTRAP, SIGABRT, SIGFPE};
enum { watched_count = sizeof watched / sizeof *watched, ending_count = 2 };
static struct sigaction former[watched_count];
static sigset_t former_mask;
/// The child's group, 0 for none; and the signal that ends it and then this process.
static volatile pid_t group;
static volatile sig_atomic_t ending;
static pthread_t waiter;

/// A stopped child would find the signal only when somebody continues it.
static void end_group(int number) {
  pid_t now = group;
  if (now <= 0) return;
  kill(-now, number);
  kill(-now, SIGCONT);
}

static void heed(int number) {
  int kept = errno;
  // Twice would be too much for editors that save what they have at the first.
  if (!ending) {
    ending = number;
    end_group(number);
    // The wait is to return, whichever thread got the signal.
    if (group > 0 && !pthread_equal(waiter, pthread_self())) pthread_kill(waiter, number);
  }
  errno = kept;
}

static void crash(int number) {
  // Known before the child is gone: whoever waits would take its file for one that is done with.
  ending = number;
  end_group(SIGHUP);
  for (int i = 0; i < watched_count; i++)
    if (watched[i] == number) sigaction(number, &former[i], NULL);
  raise(number);
}

static void watch(void) {
  struct sigaction action = {.sa_handler = heed};  // Without SA_RESTART: the wait is to return.
  sigset_t heeded;
  sigemptyset(&heeded);
  ending = 0;
  group = 0;
  waiter = pthread_self();
  pthread_sigmask(SIG_SETMASK, NULL, &former_mask);
  for (int i = 0; i < watched_count; i++) {
    if (i >= ending_count) action = (struct sigaction){.sa_handler = crash, .sa_flags = SA_ONSTACK};
    sigaction(watched[i], NULL, &former[i]);
    if (former[i].sa_handler == SIG_IGN && !sigismember(&former_mask, watched[i])) continue;
    sigaction(watched[i], &action, NULL);
    if (i < ending_count) sigaddset(&heeded, watched[i]);
  }
  pthread_sigmask(SIG_UNBLOCK, &heeded, NULL);
}

static void watch_no_more(void) {
  pthread_sigmask(SIG_SETMASK, &former_mask, NULL);
  for (int i = 0; i < watched_count; i++) sigaction(watched[i], &former[i], NULL);
}

/// Waits for a change of the child; once it is to end, three seconds.
static pid_t await_change(pid_t child, int *word) {
  struct timespec moment = {.tv_nsec = 20 * 1000 * 1000};
  while (!ending) {
    pid_t changed = waitpid(child, word, WUNTRACED);
    if (changed >= 0 || errno != EINTR) return changed;
  }
  for (int i = 0; i < 150; i++) {
    pid_t changed = waitpid(child, word, WNOHANG);
    if (changed != 0) return changed;
    nanosleep(&moment, NULL);
  }
  kill(-child, SIGKILL);
  return waitpid(child, word, 0);
}

int cposix_run_in_foreground(const char *path, char *const arguments[], char *const environment[],
                             int terminal, int *status, int *ended_by) {
  pid_t child = -1;
  watch();
  int result = start(path, arguments, environment, terminal, &child);
  // A child that could not be started may have taken the terminal already.
  if (result != 0) {
    give_terminal(terminal, getpgrp());
    watch_no_more();
    *ended_by = ending;
    return result;
  }
  group = child;
  if (ending) end_group(ending);
  int word = 0;
  for (;;) {
    if (await_change(child, &word) < 0) {
      if (errno == EINTR) continue;
      result = errno;
      break;
    }
    if (!WIFSTOPPED(word)) break;
    if (ending) continue;
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
  // What the child left running in its group goes with it.
  if (ending) kill(-child, SIGKILL);
  group = 0;
  watch_no_more();
  *ended_by = ending;
  // A child that ended in the background did not have it; the shell does.
  if (tcgetpgrp(terminal) == child) give_terminal(terminal, getpgrp());
  *status = WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
  return result;
}
