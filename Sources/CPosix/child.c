#define _GNU_SOURCE
#include "CPosixProcess.h"
#include "spawning.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/// Both ends are closed in every other child. An end on 0, 1 or 2 cannot be: main occupies those.
static int make_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

static int start(const char *path, char *const arguments[], char *const environment[], int input,
                 int messages, pid_t *process) {
  spawning plan;
  int result = spawning_open(&plan, 0);
  if (result != 0) return result;
  result = posix_spawn_file_actions_adddup2(&plan.files, input, 0);
  if (result == 0)
    result = posix_spawn_file_actions_addopen(&plan.files, 1, "/dev/null", O_WRONLY, 0);
  if (result == 0) result = posix_spawn_file_actions_adddup2(&plan.files, messages, 2);
  return spawning_finish(&plan, result, path, arguments, environment, process);
}

int cposix_run(const char *path, char *const arguments[], char *const environment[],
               const uint8_t *input, size_t count, uint8_t *said, size_t capacity, size_t *used,
               int *status) {
  int in[2], out[2];
  *used = 0;
  int result = make_pipe(in);
  if (result != 0) return result;
  result = make_pipe(out);
  if (result != 0) {
    close(in[0]);
    close(in[1]);
    return result;
  }
  pid_t process = -1;
  result = start(path, arguments, environment, in[0], out[1], &process);
  close(in[0]);
  close(out[1]);
  // SIGPIPE of a child that reads nothing is not ours to die of.
  struct sigaction ignore = {.sa_handler = SIG_IGN}, former;
  sigaction(SIGPIPE, &ignore, &former);
  while (result == 0 && count > 0) {
    ssize_t sent = write(in[1], input, count);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) break;
    input += sent;
    count -= (size_t)sent;
  }
  close(in[1]);
  sigaction(SIGPIPE, &former, NULL);
  uint8_t rest[512];
  while (result == 0) {
    // What is more than there is room for is read all the same, so that the child can end.
    size_t room = capacity - *used;
    ssize_t got = room > 0 ? read(out[0], said + *used, room) : read(out[0], rest, sizeof rest);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    if (room > 0) *used += (size_t)got;
  }
  close(out[0]);
  if (result != 0) return result;
  int word = 0;
  while (waitpid(process, &word, 0) < 0)
    if (errno != EINTR) return errno;
  *status = WIFSIGNALED(word) ? 128 + WTERMSIG(word) : WEXITSTATUS(word);
  return 0;
}
