#ifndef TODOTUI_CPOSIX_NETWORK_H
#define TODOTUI_CPOSIX_NETWORK_H

// What the kernel tells of the machine's links, addresses and routes (rtnetlink(7)).

/// A socket that can be read when one of them has changed; -1 where there is none to be had.
int cposix_network(void);

/// Takes away all that waits there. Returns 0 when the socket will never tell anything more.
int cposix_network_drain(int network);

#endif
