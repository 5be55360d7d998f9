/// Everything Swift may know about ncurses and the terminal. No curses type crosses this line.
///
/// One terminal at a time, one thread at a time.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { CN_READY, CN_BUSY, CN_NOT_A_TERMINAL, CN_NO_USABLE_TERMINAL };

typedef struct {
  int status;
  /// TERM names a type this system does not know, so xterm-256color was taken.
  int substitute;
  /// The locale's characters are UTF-8 (C.UTF-8 is tried where the locale says nothing).
  int utf8;
  /// The descriptor keys come from: stdin, or /dev/tty where stdin is no terminal.
  int input;
} cn_opening;

typedef struct {
  int rows, columns;
} cn_extent;

enum { CN_BOLD = 1, CN_DIM = 2, CN_ITALIC = 4, CN_UNDERLINE = 8, CN_REVERSE = 16 };

/// -1 is the terminal's own colour, 0 and more an entry of its palette.
typedef struct {
  int16_t foreground, background;
  uint8_t attributes;
} cn_pen;

/// Takes the terminal: raw keys, alternate screen, bracketed paste, mouse, crash guard.
cn_opening cn_open(void);
/// Gives the terminal back as it was found, until `cn_resume`. While a child has it, the interrupt and
/// quit keys are the child's alone.
void cn_suspend(int to_child);
/// Takes it again; the screen is empty after this.
void cn_resume(void);
/// Gives it back for good. May be called twice.
void cn_close(void);
/// Asks the kernel for the window's size and tells curses.
cn_extent cn_measure(void);

/// Painting goes to a buffer that `cn_flush` sends with one write.
void cn_clear(void);
void cn_move(int row, int column);
/// Moves within the row; 0 when the terminal type has no such sequence.
int cn_move_right(int count);
void cn_set_pen(cn_pen pen);
void cn_put(uint8_t byte);
void cn_erase_to_end(void);
/// Whether the terminal type has a scrolling region and both ways to scroll it (csr, ind, ri).
int cn_can_scroll(void);
/// Moves the contents of rows `top` to `bottom` of `rows` up by `count`, down where that is negative.
/// Rows that become free have the pen's ground; where the cursor is after it is not known.
void cn_scroll(int top, int bottom, int count, int rows);
void cn_show_cursor(int visible);
void cn_flush(void);

/// Waits at most so many milliseconds, then reads what is there: the number of bytes, 0 when there
/// are none, -1 when there will never be any again.
long cn_read(uint8_t *buffer, size_t capacity, int milliseconds);

/// Keys whose bytes the terminal type describes: up, down, right, left, home, end, page up,
/// page down, insert, delete, back tab, then F1 to F12.
enum { CN_KEYS = 23 };
/// Writes the bytes of a key and returns how many there are; 0 when the type has no such key.
size_t cn_key_bytes(int key, uint8_t *buffer, size_t capacity);
