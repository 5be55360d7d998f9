/// The output buffer and the terminal type's strings. Private to this module.
#pragma once
#include <stddef.h>

/// Looks up the strings of the terminal type, which must have cup, clear, el and sgr0.
void paint_open(int output, int colors);
void paint_close(void);
/// Appends a string of the terminal type, or nothing when it has none.
void paint_capability(const char *name);
void paint_text(const char *text);
/// What is in the buffer; `cn_flush` or `paint_discard` empties it.
const char *paint_bytes(size_t *count);
void paint_discard(void);
/// The pen and the cursor are in an unknown state: the next use sets them.
void paint_forget(void);
