#include "paint.h"
#include "CNcurses.h"
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static int output_fd = -1;
static int colors;
static char *bytes;
static size_t used, room;
static cn_pen pen;
static int pen_known, shows_cursor;
static const char *move_to, *move_right, *front, *ground, *plain;
static const char *region, *forward, *back;
/// Pens are SGR sequences (ECMA-48), with 39 and 49 for the terminal's own colours.
static int speaks_sgr;

static int append(int byte) {
  if (used == room) {
    size_t larger = room ? room * 2 : 16384;
    char *grown = realloc(bytes, larger);
    if (!grown) return EOF;
    bytes = grown;
    room = larger;
  }
  bytes[used++] = (char)byte;
  return byte;
}

/// A string of the terminal type; tigetstr says (char *)-1 for a name that is no string.
static const char *string_of(const char *name) {
  const char *found = tigetstr(name);
  return found == (const char *)-1 ? NULL : found;
}

/// tputs knows the padding some terminal types ask for.
static void send(const char *string) {
  if (string) tputs(string, 1, append);
}

void paint_open(int output, int available_colors) {
  output_fd = output;
  colors = available_colors;
  move_to = string_of("cup");
  front = string_of("setaf");
  ground = string_of("setab");
  if (!front || !ground) colors = 0;
  plain = string_of("sgr0");
  // The line-drawing set is never entered, so leaving it (3 bytes) can be left out.
  if (plain && strstr(plain, "\033[m")) plain = "\033[m";
  const char *own = string_of("op"), *bold = string_of("bold");
  speaks_sgr = plain && !strcmp(plain, "\033[m") && bold && !strcmp(bold, "\033[1m") &&
               (!colors || (own && !strcmp(own, "\033[39;49m") && !strncmp(front, "\033[", 2)));
  move_right = string_of("cuf");
  region = string_of("csr");
  forward = string_of("ind");
  back = string_of("ri");
  paint_forget();
}

void paint_close(void) {
  free(bytes);
  bytes = NULL;
  used = room = 0;
  output_fd = -1;
}

void paint_capability(const char *name) { send(string_of(name)); }

void paint_text(const char *text) {
  while (*text) append(*text++);
}

const char *paint_bytes(size_t *count) {
  *count = used;
  return bytes;
}

void paint_discard(void) { used = 0; }

void paint_forget(void) {
  pen_known = 0;
  shows_cursor = -1;
}

void cn_put(uint8_t byte) { append(byte); }

void cn_move(int row, int column) { send(tiparm(move_to, row, column)); }

int cn_move_right(int count) {
  if (!move_right) return 0;
  send(tiparm(move_right, count));
  return 1;
}

void cn_clear(void) {
  cn_set_pen((cn_pen){-1, -1, 0});
  // A window that grew while a frame scrolled has kept the region of its former size.
  if (cn_can_scroll()) paint_text("\033[r");
  paint_capability("clear");
}

void cn_erase_to_end(void) { paint_capability("el"); }

int cn_can_scroll(void) { return region && forward && back; }

void cn_scroll(int top, int bottom, int count, int rows) {
  send(tiparm(region, top, bottom));
  cn_move(count < 0 ? top : bottom, 0);
  for (int i = 0; i < abs(count); i++) send(count < 0 ? back : forward);
  send(tiparm(region, 0, rows - 1));
}

void cn_show_cursor(int visible) {
  if (shows_cursor == visible) return;
  shows_cursor = visible;
  paint_capability(visible ? "cnorm" : "civis");
}

/// The entry this terminal can show. Eight colours know the bright ones as bold.
static int16_t available(int16_t color, uint8_t *attributes) {
  if (color < 0 || color >= 256 || colors <= 0) return -1;
  if (color < colors) return color;
  if (color >= 16 || colors < 8) return -1;
  *attributes |= CN_BOLD;
  return color - 8;
}

static void add_attributes(uint8_t wanted) {
  if (wanted & CN_BOLD) paint_capability("bold");
  if (wanted & CN_DIM) paint_capability("dim");
  if (wanted & CN_ITALIC) paint_capability("sitm");
  if (wanted & CN_UNDERLINE) paint_capability("smul");
  if (wanted & CN_REVERSE) paint_capability("rev");
}

static void add_number(char *sgr, const char *number) {
  if (*sgr) strcat(sgr, ";");
  strcat(sgr, number);
}

/// The parameters of a colour sequence, which lie between `ESC [` and `m`.
static void add_color(char *sgr, const char *sequence) {
  char number[32];
  size_t count = strlen(sequence);
  if (count < 4 || count > sizeof number) return;
  memcpy(number, sequence + 2, count - 3);
  number[count - 3] = 0;
  add_number(sgr, number);
}

/// One sequence for the whole change, where the terminal type speaks ECMA-48.
static void change_pen(cn_pen wanted) {
  static const struct { uint8_t bit; const char *name, *number; } attributes[] = {
      {CN_BOLD, "bold", "1"}, {CN_DIM, "dim", "2"}, {CN_ITALIC, "sitm", "3"},
      {CN_UNDERLINE, "smul", "4"}, {CN_REVERSE, "rev", "7"}};
  char sgr[96] = "";
  if (!pen_known || pen.attributes & ~wanted.attributes) {
    add_number(sgr, "0");
    pen = (cn_pen){-1, -1, 0};
  }
  for (int i = 0; i < 5; i++)
    if (wanted.attributes & ~pen.attributes & attributes[i].bit && string_of(attributes[i].name))
      add_number(sgr, attributes[i].number);
  if (wanted.foreground != pen.foreground) {
    if (wanted.foreground < 0) add_number(sgr, "39");
    else add_color(sgr, tiparm(front, wanted.foreground));
  }
  if (wanted.background != pen.background) {
    if (wanted.background < 0) add_number(sgr, "49");
    else add_color(sgr, tiparm(ground, wanted.background));
  }
  if (!*sgr) return;
  paint_text("\033[");
  if (strcmp(sgr, "0")) paint_text(sgr);
  append('m');
}

void cn_set_pen(cn_pen wanted) {
  uint8_t ignored = 0;
  wanted.foreground = available(wanted.foreground, &wanted.attributes);
  wanted.background = available(wanted.background, &ignored);
  if (speaks_sgr) {
    change_pen(wanted);
    pen = wanted;
    pen_known = 1;
    return;
  }
  int adds = pen_known && !(pen.attributes & ~wanted.attributes) &&
             (wanted.foreground >= 0 || pen.foreground < 0) &&
             (wanted.background >= 0 || pen.background < 0);
  if (!adds) {
    send(plain);
    pen = (cn_pen){-1, -1, 0};
    pen_known = 1;
  }
  add_attributes(wanted.attributes & (uint8_t)~pen.attributes);
  if (wanted.foreground != pen.foreground) send(tiparm(front, wanted.foreground));
  if (wanted.background != pen.background) send(tiparm(ground, wanted.background));
  pen = wanted;
}

void cn_flush(void) {
  size_t sent = 0;
  while (output_fd >= 0 && sent < used) {
    ssize_t count = write(output_fd, bytes + sent, used - sent);
    if (count >= 0) {
      sent += (size_t)count;
    } else if (errno == EAGAIN) {
      // Another program may have left the terminal in non-blocking mode.
      struct pollfd ready = {.fd = output_fd, .events = POLLOUT};
      poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      break;
    }
  }
  used = 0;
}
