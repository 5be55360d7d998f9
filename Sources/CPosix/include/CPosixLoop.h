#ifndef TODOTUI_CPOSIX_LOOP_H
#define TODOTUI_CPOSIX_LOOP_H

// What one thread waits for: a bell that any thread may ring, input, news of the network, and
// signals. Every call on the bell takes -1, for none.

#include <stdint.h>

/// An eventfd; -1 when there are no descriptors left.
int cposix_bell(void);

/// Ends a wait, or the next one. From any thread.
void cposix_ring(int bell);

/// Waits until the bell was rung, or `input` or `network` can be read or never will be (EOF, an
/// error); with `waits` 0 it only looks. Both may be -1. Without a bell it waits a moment only.
///
/// Returns 1 when there is input, plus 2 when there is something of the network, else 0.
int cposix_await_bell(int bell, int input, int network, int waits);

/// From here on a signal rings the bell instead of doing what it did. An ignored one stays ignored,
/// because whoever started us wants it so (nohup); but for SIGWINCH, which ends nothing anyway.
void cposix_hear(int number, int bell);

/// Gives a signal that is heard its default action.
void cposix_unhear(int number);

/// The signals heard since the last call; bit n is signal n.
uint64_t cposix_heard(void);

#endif
