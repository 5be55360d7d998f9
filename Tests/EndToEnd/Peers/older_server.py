"""Listens on a Unix socket and says of itself that it is version 0.0.1, as an old server would.

Usage: older_server.py SOCKET
Prints one line when it listens, ends on SIGTERM or with its parent.
"""

import os
import socket
import sys
import threading
import time

BODY = b'{"status":"ok","version":"0.0.1"}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
)
parent = os.getppid()


def watch():
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()
os.makedirs(os.path.dirname(sys.argv[1]), mode=0o700, exist_ok=True)
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(16)
print("listening", flush=True)
while True:
    connection, _ = listener.accept()
    with connection:
        if connection.recv(65536):
            connection.sendall(ANSWER)
