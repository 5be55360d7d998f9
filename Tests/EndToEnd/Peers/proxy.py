"""Forwards HTTP to one server, logs "METHOD path", and misbehaves on request.

Usage: proxy.py TARGET LOG FAULT
FAULT is a file "KIND PART" (absent: none); KIND applies to request lines that contain PART:
  silent       takes the request and never answers, forwards nothing
  mute         forwards the request and never answers
  drop-reply   forwards the request and closes without an answer
  html         answers 200 with a web page, forwards nothing
  status-N     answers N with a small JSON error, forwards nothing
  hostile      answers 422 with a reason that a terminal would obey, forwards nothing
  half         forwards and sends half of the answer's body
  sessionless  forwards, then makes the session disappear from a sign-up's answer: token null, no
               cookie, no set-auth-token
  unverified   the same for a sign-up, and refuses a sign-in, as a server does that wants the e-mail
               address confirmed first
  token-JWT    forwards, and gives this JWT wherever the server gives one
  clock+N      forwards, and says in Date that it is N seconds later (clock-N: earlier)
Listens on a free loopback port, prints its address, and ends with its parent.
"""

import email.utils
import http.client
import http.server
import json
import os
import socket
import sys
import threading
import time
import urllib.parse

TARGET = urllib.parse.urlsplit(sys.argv[1])
LOG, FAULT = sys.argv[2], sys.argv[3]
LOCK = threading.Lock()
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


def fault(line):
    try:
        kind, _, part = open(FAULT).read().strip().partition(" ")
    except FileNotFoundError:
        return None
    return kind if part in line else None


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, headers, body, cut=False):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close()

    def close(self):
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def wait(self):
        """Until the client goes away."""
        self.close_connection = True
        try:
            self.connection.recv(1)
        except OSError:
            pass

    def forward(self):
        line = f"{self.command} {self.path}"
        with LOCK, open(LOG, "a") as log:
            log.write(line + "\n")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        kind = fault(line)
        if kind == "silent":
            return self.wait()
        if kind == "html":
            page = b"<!doctype html><title>Log in to the network</title>"
            return self.answer(200, [("Content-Type", "text/html")], page)
        if kind == "hostile":
            text = json.dumps({"detail": "no\x1b[31m\x1b]0;owned\x07 \u202e\x9b2J"}).encode()
            return self.answer(422, [("Content-Type", "application/json")], text)
        if kind == "unverified" and "/sign-in/" in line:
            text = b'{"code":"EMAIL_NOT_VERIFIED","message":"Email not verified"}'
            return self.answer(403, [("Content-Type", "application/json")], text)
        if kind and kind.startswith("status-"):
            text = b'{"detail":"said by the test"}'
            return self.answer(int(kind[7:]), [("Content-Type", "application/json")], text)
        connection = http.client.HTTPConnection(TARGET.hostname, TARGET.port, timeout=30)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP}
        if kind == "half":
            # "Not modified" has no body that could be halved.
            headers = {k: v for k, v in headers.items() if k.lower() != "if-none-match"}
        try:
            connection.request(self.command, self.path, body or None, headers)
            reply = connection.getresponse()
            content = reply.read()
        except OSError:
            return self.close()
        finally:
            connection.close()
        if kind == "drop-reply":
            return self.close()
        if kind == "mute":
            return self.wait()
        replied = reply.getheaders()
        if kind in ("sessionless", "unverified"):
            content = json.dumps({**json.loads(content), "token": None}).encode()
            replied = [h for h in replied if h[0].lower() not in ("set-auth-token", "set-cookie")]
        if kind and kind.startswith("token-"):
            if self.path.endswith("/token"):
                content = json.dumps({"token": kind[6:]}).encode()
            replied = [(k, kind[6:] if k.lower() == "set-auth-jwt" else v) for k, v in replied]
        if kind and kind.startswith("clock"):
            replied = [h for h in replied if h[0].lower() != "date"]
            moment = time.time() + int(kind[5:])
            replied.append(("Date", email.utils.formatdate(moment, usegmt=True)))
        self.answer(reply.status, replied, content, cut=kind == "half")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
parent = os.getppid()


def watch():
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


threading.Thread(target=watch, daemon=True).start()
print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
server.serve_forever()
