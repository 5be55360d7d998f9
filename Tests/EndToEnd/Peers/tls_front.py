"""A company's network: a TLS front for one server, and the proxy by which alone it is reached.

Usage: tls_front.py TARGET_PORT NAME CERTIFICATE KEY LOG
Listens on a free loopback port as a proxy that knows only CONNECT and takes NAME:443 for the front; every
request line it gets is written to LOG. Prints its address, and ends with its parent.
"""

import os
import socket
import ssl
import sys
import threading
import time

TARGET, NAME, CERTIFICATE, KEY, LOG = sys.argv[1:]
CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
CONTEXT.load_cert_chain(CERTIFICATE, KEY)
LOCK = threading.Lock()


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    head = b""
    while b"\r\n\r\n" not in head:
        data = client.recv(1)
        if not data:
            return client.close()
        head += data
    line = head.split(b"\r\n", 1)[0].decode("latin-1")
    with LOCK, open(LOG, "a") as log:
        log.write(line + "\n")
    if line.split(" ")[:2] != ["CONNECT", NAME + ":443"]:
        client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
        return client.close()
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    try:
        inner = CONTEXT.wrap_socket(client, server_side=True)
    except OSError:
        return client.close()
    server = socket.create_connection(("127.0.0.1", int(TARGET)))
    threading.Thread(target=pump, args=(server, inner), daemon=True).start()
    pump(inner, server)


listener = socket.create_server(("127.0.0.1", 0))
parent = os.getppid()


def watch():
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()
print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
