#define _GNU_SOURCE
#include "CPosix.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int set_lock(int descriptor, int64_t byte, short type) {
  struct flock lock;
  memset(&lock, 0, sizeof lock);  // l_pid must be 0 for open-file-description locks.
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = byte;
  lock.l_len = 1;
  int result;
  do {
    result = fcntl(descriptor, F_OFD_SETLK, &lock);
  } while (result == -1 && errno == EINTR);
  if (result == 0) return 0;
  return errno == EACCES ? EAGAIN : errno;
}

int cposix_lock(int descriptor, int64_t byte) { return set_lock(descriptor, byte, F_WRLCK); }

int cposix_unlock(int descriptor, int64_t byte) { return set_lock(descriptor, byte, F_UNLCK); }

int cposix_rename_to_free_name(int directory, const char *from, const char *to) {
  if (renameat2(directory, from, directory, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  struct stat present;
  if (fstatat(directory, to, &present, AT_SYMLINK_NOFOLLOW) == 0) return EEXIST;
  if (errno != ENOENT) return errno;
  return renameat(directory, from, directory, to) == 0 ? 0 : errno;
}

int cposix_forbid_inspection(void) {
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}

int cposix_forbid_core_dumps(void) {
  const struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none) == 0 ? 0 : errno;
}

void cposix_share_heap(void) { mallopt(M_ARENA_MAX, 1); }

int cposix_reset_crash_signals(void) {
  static const int crashes[] = {SIGILL,  SIGTRAP, SIGABRT, SIGBUS,
                                SIGFPE, SIGSEGV, SIGSYS,  SIGQUIT};
  struct sigaction fallback;
  memset(&fallback, 0, sizeof fallback);
  fallback.sa_handler = SIG_DFL;
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) {
    if (sigaction(crashes[i], &fallback, NULL) != 0) return errno;
  }
  return 0;
}

void cposix_wipe(void *bytes, size_t count) {
  if (count > 0) explicit_bzero(bytes, count);
}

int cposix_random(void *bytes, size_t count) {
  size_t filled = 0;
  while (filled < count) {
    ssize_t some = getrandom((char *)bytes + filled, count - filled, 0);
    if (some < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    filled += (size_t)some;
  }
  return 0;
}

uint64_t cposix_nanoseconds_since_boot(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
