"""Serves an ASGI application on a free loopback port until its parent ends.

Usage: peer.py DIRECTORY   serves `app` of DIRECTORY/main.py
Prints its address, alone on a line, as soon as it answers. SIGTERM stops it; so does its parent's
death, noticed within half a second.
"""

import os
import socket
import sys

import uvicorn

from parent import end_with_parent


class Peer(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        if self.started:
            print(origin(sockets[0]), flush=True)


def listen():
    """Returns a socket on a free port, so that its address is known before the application is."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    return listener


def origin(listener):
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def serve(app, listener):
    end_with_parent()
    # A client that keeps its connection open must not hold up the end.
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
    Peer(config).run(sockets=[listener])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    # In place of this folder, whose "fastapi" is not the library.
    sys.path[0] = os.path.abspath(sys.argv[1])
    import main

    serve(main.app, listen())
