#define _GNU_SOURCE
#include "CPosixProcess.h"
#include "spawning.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int cposix_spawn_detached(const char *path, char *const arguments[], char *const environment[],
                          const char *log, pid_t *process) {
  spawning plan;
  int result = spawning_open(&plan, POSIX_SPAWN_SETSID);
  if (result != 0) return result;
  posix_spawn_file_actions_t *files = &plan.files;
  result = posix_spawn_file_actions_addopen(files, 0, "/dev/null", O_RDONLY, 0);
  if (result == 0) result = posix_spawn_file_actions_addopen(files, 1, "/dev/null", O_WRONLY, 0);
  if (result == 0)
    result = posix_spawn_file_actions_addopen(files, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (result == 0) result = posix_spawn_file_actions_addchdir_np(files, "/");
  // The screen's descriptors must not live on in the server: a terminal would stay open.
  if (result == 0) result = posix_spawn_file_actions_addclosefrom_np(files, 3);
  return spawning_finish(&plan, result, path, arguments, environment, process);
}

int cposix_listener(const char *path, pid_t *process) {
  struct sockaddr_un address;
  struct ucred peer;
  socklen_t size = sizeof peer;
  memset(&address, 0, sizeof address);
  address.sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address.sun_path) return ENAMETOOLONG;
  strcpy(address.sun_path, path);
  int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connection < 0) return errno;
  int result = 0;
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0)
    result = errno;
  else if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    result = errno;
  else
    *process = peer.pid;
  close(connection);
  return result;
}

static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ending_count = sizeof endings / sizeof endings[0] };
static struct sigaction former[ending_count];
static volatile sig_atomic_t held;

static void hold(int number) { held = number; }

void cposix_hold_endings(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = hold;  // Without SA_RESTART: a read is to return.
  held = 0;
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &action, &former[i]);
}

int cposix_held_ending(void) { return held; }

void cposix_release_endings(void) {
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &former[i], NULL);
  if (held != 0) raise(held);
}
