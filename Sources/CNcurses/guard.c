#include "guard.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int fatal[] = {SIGTERM, SIGHUP, SIGINT,  SIGQUIT, SIGSEGV,
                            SIGBUS,  SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { COUNT = sizeof fatal / sizeof *fatal, STACK = 64 * 1024 };

static struct sigaction previous[COUNT];
static int installed[COUNT];
static int input_fd, output_fd;
static struct termios saved;
static char farewell[512];
static size_t farewell_count;
static volatile sig_atomic_t armed;
static void *stack;
static const int keyboard[] = {SIGINT, SIGQUIT};
static struct sigaction kept[2];
static int lent;

/// Only async-signal-safe calls (signal-safety(7)) on data set before.
static void restore(int number) {
  if (armed) {
    armed = 0;
    // A process in the background has no business with the terminal any more.
    pid_t foreground = tcgetpgrp(input_fd);
    if (foreground <= 0 || foreground == getpgrp()) {
      (void)!write(output_fd, farewell, farewell_count);
      tcsetattr(input_fd, TCSANOW, &saved);
    }
  }
  raise(number);
}

void guard_arm(int value) { armed = value; }

void guard_install(int input, int output, const struct termios *before, const char *bytes,
                   size_t count) {
  input_fd = input;
  output_fd = output;
  saved = *before;
  farewell_count = count < sizeof farewell ? count : sizeof farewell;
  memcpy(farewell, bytes, farewell_count);

  // A stack overflow leaves no room for the handler on the stack that overflowed.
  stack_t now;
  if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE) && (stack = malloc(STACK))) {
    stack_t ours = {.ss_sp = stack, .ss_size = STACK};
    sigaltstack(&ours, NULL);
  }
  // SA_RESETHAND: the signal raised again by the handler meets the default action.
  struct sigaction action = {.sa_handler = restore,
                             .sa_flags = SA_RESETHAND | SA_NODEFER | SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  sigaddset(&action.sa_mask, SIGTTOU);
  for (int i = 0; i < COUNT; i++) {
    sigaction(fatal[i], NULL, &previous[i]);
    // What the parent chose to ignore (nohup) stays ignored.
    installed[i] = previous[i].sa_handler != SIG_IGN;
    if (installed[i]) sigaction(fatal[i], &action, NULL);
  }
}

/// A handler, because an ignored signal would stay ignored in the child (execve(2)).
static void leave_to_child(int number) { (void)number; }

void guard_lend(void) {
  struct sigaction action = {.sa_handler = leave_to_child, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; !lent && i < 2; i++) sigaction(keyboard[i], &action, &kept[i]);
  lent = 1;
}

void guard_take_back(void) {
  for (int i = 0; lent && i < 2; i++) sigaction(keyboard[i], &kept[i], NULL);
  lent = 0;
}

void guard_remove(void) {
  armed = 0;
  guard_take_back();
  for (int i = 0; i < COUNT; i++) {
    struct sigaction now;
    // Handlers the program put over ours since then are its own affair.
    if (installed[i] && sigaction(fatal[i], NULL, &now) == 0 && now.sa_handler == restore)
      sigaction(fatal[i], &previous[i], NULL);
    installed[i] = 0;
  }
  if (!stack) return;
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack);
  stack = NULL;
}
