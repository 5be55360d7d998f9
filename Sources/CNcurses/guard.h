/// Restores the terminal when the process dies of a signal. Private to this module.
#pragma once
#include <stddef.h>
#include <termios.h>

/// Remembers what to send and to set, and installs the handlers.
void guard_install(int input, int output, const struct termios *before, const char *bytes,
                   size_t count);
/// Whether there is anything to restore: not while the program is suspended.
void guard_arm(int armed);
/// A child has the terminal: the keyboard's signals, which reach us too, do nothing here.
void guard_lend(void);
/// The end of that.
void guard_take_back(void);
/// Puts the handlers back that were there before.
void guard_remove(void);
