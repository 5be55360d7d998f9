#include "CPosixNetwork.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

int cposix_network(void) {
  struct sockaddr_nl here = {
      .nl_family = AF_NETLINK,
      .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR | RTMGRP_IPV4_ROUTE |
                   RTMGRP_IPV6_ROUTE,
  };
  int network = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  if (network < 0) return -1;
  if (bind(network, (struct sockaddr *)&here, sizeof here) == 0) return network;
  close(network);
  return -1;
}

int cposix_network_drain(int network) {
  // That something has changed is enough: of a message longer than this the rest is dropped.
  char start[64];
  for (;;) {
    if (recv(network, start, sizeof start, 0) >= 0) continue;
    // ENOBUFS: more was to be told than the socket holds (netlink(7)), which tells enough.
    if (errno != EINTR && errno != ENOBUFS) return errno == EAGAIN;
  }
}
