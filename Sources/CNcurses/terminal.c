#include "CNcurses.h"
#include "guard.h"
#include "paint.h"
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static SCREEN *screen;
static FILE *opened_input;
static struct termios before;
static int input_fd = -1;
static int running;

/// Bytes that make the terminal what it was before, apart from what curses itself undoes.
static void leave_modes(void) {
  paint_forget();
  cn_set_pen((cn_pen){-1, -1, 0});
  paint_text("\033[?1000l\033[?1006l\033[?2004l");
  paint_text("\033[?7h");
  cn_show_cursor(1);
}

/// No wrapping: a character the terminal draws wider than we think must not push its row. The types of
/// tmux and screen do not describe it (rmam), but both obey.
///
/// First what a program that crashed here may have left is undone (xterm, "Control Sequences"):
/// margins, origin and insert mode, line-drawing characters, other ways to report the mouse, focus
/// reports. The encoding of 1006 is asked for before the reports of 1000, so that none comes in the old
/// one, which no byte grammar can tell from keys.
static void enter_modes(void) {
  paint_forget();
  paint_text("\033[r\033[?6l\033[4l\033(B\017");
  paint_text("\033[?9l\033[?1002l\033[?1003l\033[?1004l\033[?1005l\033[?1015l\033[?1016l");
  paint_text("\033[?1006h\033[?1000h\033[?2004h");
  paint_text("\033[?7l");
  cn_show_cursor(0);
  cn_flush();
}

static int locale_is_utf8(void) {
  const char *chosen = setlocale(LC_CTYPE, "");
  const char *codeset = nl_langinfo(CODESET);
  // "C" says nothing about the terminal; a locale that names another codeset does.
  if (!chosen || !strcmp(codeset, "ANSI_X3.4-1968") || !strcmp(codeset, "US-ASCII"))
    return setlocale(LC_CTYPE, "C.UTF-8") != NULL;
  return !strcmp(codeset, "UTF-8");
}

static int has(const char *capability) {
  const char *string = tigetstr(capability);
  return string && string != (const char *)-1;
}

/// newterm installs handlers of its own for these; they are not wanted.
static SCREEN *new_terminal(const char *type, FILE *output, FILE *input) {
  static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
  struct sigaction kept[4];
  for (int i = 0; i < 4; i++) sigaction(signals[i], NULL, &kept[i]);
  SCREEN *made = newterm(type, output, input);
  for (int i = 0; i < 4; i++) sigaction(signals[i], &kept[i], NULL);
  if (made && !(has("cup") && has("clear") && has("el") && has("sgr0"))) {
    endwin();
    delscreen(made);
    made = NULL;
  }
  return made;
}

static void close_input(void) {
  if (opened_input) fclose(opened_input);
  opened_input = NULL;
  input_fd = -1;
}

static int open_input(void) {
  if (isatty(STDIN_FILENO)) {
    input_fd = STDIN_FILENO;
  } else {
    opened_input = fopen("/dev/tty", "r+e");
    input_fd = opened_input ? fileno(opened_input) : -1;
  }
  return input_fd >= 0 && tcgetattr(input_fd, &before) == 0;
}

/// What the crash guard is to send: all our modes undone, then curses' own.
static void install_guard(void) {
  // Half a frame may have left a scrolling region.
  paint_text("\033[r");
  leave_modes();
  paint_capability("rmkx");
  paint_capability("rmcup");
  size_t count;
  const char *bytes = paint_bytes(&count);
  guard_install(input_fd, STDOUT_FILENO, &before, bytes, count);
  paint_discard();
}

static void take(void) {
  guard_arm(1);
  refresh();
  // endwin switched the application keys off, and refresh does not bring them back.
  keypad(stdscr, TRUE);
  enter_modes();
  running = 1;
}

cn_opening cn_open(void) {
  cn_opening result = {.status = CN_BUSY, .input = -1};
  if (screen) return result;
  result.status = CN_NOT_A_TERMINAL;
  if (!isatty(STDOUT_FILENO) || !open_input()) {
    close_input();
    return result;
  }
  const char *type = getenv("TERM");
  if (type && *type && strcmp(type, "dumb")) {
    FILE *input = opened_input ? opened_input : stdin;
    screen = new_terminal(type, stdout, input);
    if (!screen) {
      screen = new_terminal("xterm-256color", stdout, input);
      result.substitute = screen != NULL;
    }
  }
  if (!screen) {
    close_input();
    result.status = CN_NO_USABLE_TERMINAL;
    return result;
  }
  const char *no_color = getenv("NO_COLOR");
  paint_open(STDOUT_FILENO, no_color && *no_color ? 0 : tigetnum("colors"));
  result.utf8 = locale_is_utf8();
  result.input = input_fd;
  result.status = CN_READY;
  install_guard();
  guard_arm(1);
  raw();
  noecho();
  nonl();
  take();
  return result;
}

void cn_suspend(int to_child) {
  if (!running) return;
  running = 0;
  paint_discard();
  leave_modes();
  cn_flush();
  endwin();
  tcsetattr(input_fd, TCSADRAIN, &before);
  guard_arm(0);
  if (to_child) guard_lend();
}

void cn_resume(void) {
  if (!screen || running) return;
  guard_take_back();
  take();
}

void cn_close(void) {
  cn_suspend(0);
  guard_remove();
  if (screen) delscreen(screen);
  screen = NULL;
  paint_close();
  close_input();
}

cn_extent cn_measure(void) {
  struct winsize window = {0};
  cn_extent extent = {0, 0};
  if (!screen) return extent;
  getmaxyx(stdscr, extent.rows, extent.columns);
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_row && window.ws_col) {
    if (window.ws_row != extent.rows || window.ws_col != extent.columns)
      resizeterm(window.ws_row, window.ws_col);
    extent = (cn_extent){window.ws_row, window.ws_col};
  }
  return extent;
}

long cn_read(uint8_t *buffer, size_t capacity, int milliseconds) {
  struct pollfd ready = {.fd = input_fd, .events = POLLIN};
  int count;
  do count = poll(&ready, 1, milliseconds);
  while (count < 0 && errno == EINTR);
  if (count == 0) return 0;
  ssize_t got = read(input_fd, buffer, capacity);
  if (got > 0) return got;
  return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

size_t cn_key_bytes(int key, uint8_t *buffer, size_t capacity) {
  static const char *const names[CN_KEYS] = {
      "kcuu1", "kcud1", "kcuf1", "kcub1", "khome", "kend", "kpp",  "knp",
      "kich1", "kdch1", "kcbt",  "kf1",   "kf2",   "kf3",  "kf4",  "kf5",
      "kf6",   "kf7",   "kf8",   "kf9",   "kf10",  "kf11", "kf12"};
  if (!screen || key < 0 || key >= CN_KEYS) return 0;
  const char *bytes = tigetstr(names[key]);
  if (!bytes || bytes == (const char *)-1) return 0;
  size_t count = strlen(bytes);
  if (count > capacity) return 0;
  memcpy(buffer, bytes, count);
  return count;
}
