#define _GNU_SOURCE
#include "CPosixProcess.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

struct awaited {
  pid_t process;
  void *context;
  void (*ended)(void *, int);
};

static void *await_end(void *argument) {
  struct awaited awaited = *(struct awaited *)argument;
  int status = 0;
  free(argument);
  while (waitpid(awaited.process, &status, 0) < 0 && errno == EINTR) continue;
  awaited.ended(awaited.context, status);
  return NULL;
}

int cposix_await(pid_t process, void *context, void (*ended)(void *, int)) {
  struct awaited *awaited = malloc(sizeof *awaited);
  if (awaited == NULL) return errno;
  *awaited = (struct awaited){process, context, ended};
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
  int result = pthread_attr_init(&attributes);
  if (result == 0) {
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    // Signals are for the threads that know what to do with them.
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&thread, &attributes, await_end, awaited);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
  }
  if (result != 0) free(awaited);
  return result;
}
