#include "CPosixLoop.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <unistd.h>

static atomic_uint_fast64_t heard;
static atomic_int rung = -1;

int cposix_bell(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void cposix_ring(int bell) {
  static const uint64_t once = 1;
  if (bell >= 0) (void)!write(bell, &once, sizeof once);
}

int cposix_await_bell(int bell, int input, int network, int waits) {
  // poll passes over a negative descriptor.
  struct pollfd ready[] = {
      {.fd = bell, .events = POLLIN},
      {.fd = input, .events = POLLIN},
      {.fd = network, .events = POLLIN},
  };
  if (poll(ready, 3, !waits ? 0 : bell < 0 ? 20 : -1) <= 0) return 0;
  uint64_t count;
  if (ready[0].revents) (void)!read(bell, &count, sizeof count);
  return (ready[1].revents ? 1 : 0) | (ready[2].revents ? 2 : 0);
}

/// Only async-signal-safe calls (signal-safety(7)).
static void hear(int number) {
  int kept = errno;
  atomic_fetch_or(&heard, 1ull << number);
  cposix_ring(atomic_load(&rung));
  errno = kept;
}

void cposix_hear(int number, int bell) {
  struct sigaction now, action = {.sa_handler = hear, .sa_flags = SA_RESTART};
  sigemptyset(&action.sa_mask);
  atomic_store(&rung, bell);
  if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN && number != SIGWINCH) return;
  sigaction(number, &action, NULL);
}

void cposix_unhear(int number) {
  struct sigaction now;
  if (sigaction(number, NULL, &now) == 0 && now.sa_handler == hear) signal(number, SIG_DFL);
}

uint64_t cposix_heard(void) { return atomic_exchange(&heard, 0); }
