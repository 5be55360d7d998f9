"""A Better Auth 1.4.22 server, replayed from recordings of the real one, on a loopback port.

    python replay.py --server NAME [--port 0] [--log F] [--ends-after N]
                     [--proxy-cookie] [--without-jwt]

NAME is one of the .jsonl files beside this one, which hold exchanges recorded from the real library, plus two keys of
ours: `credential` (which form was sent) and `when` (the session's state, or the Origin). Prints its address, alone on
a line. --log gets one JSON line a request, as dialects/serve.py writes it, plus the answer's source. Ends with its
parent, noticed within half a second. Needs nothing but Python's standard library.

Which answers are recorded and which follow from rules: see rules.py.
--ends-after N lets the session expire after N answers about it. --proxy-cookie adds the `__cf_bm` cookie of a proxy to
every answer. --without-jwt plays a server without the jwt plugin. Endpoints not named here are 404.
"""

import argparse
import email.utils
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from parent import end_with_parent
from rules import Replay


class Handler(BaseHTTPRequestHandler):
    """One connection; the answer's headers go out in their recorded order."""

    protocol_version = "HTTP/1.1"
    replay: Replay
    log = None
    proxy_cookie = False

    def handle_any(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with self.replay.lock:
            status, headers, body, source = self.replay.answer(self.command, self.path, self.headers, data)
        self.record(status, source, data)
        self.send_response_only(status)
        own = {"date", "connection", "keep-alive", "transfer-encoding"}
        for name, value in headers:
            if name.lower() not in own:
                self.send_header(name, value)
        if self.proxy_cookie:
            self.send_header("set-cookie", "__cf_bm=recorded-nowhere; path=/; HttpOnly; Secure; SameSite=None")
        self.send_header("Date", email.utils.formatdate(usegmt=True))
        self.send_header("Connection", "keep-alive")
        self.send_header("Keep-Alive", "timeout=5")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = body.encode()
        head = b"%x\r\n%s\r\n" % (len(chunk), chunk) if chunk else b""
        self.wfile.write(b"" if self.command == "HEAD" else head + b"0\r\n\r\n")

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = handle_any

    def record(self, status: int, source: str, data: bytes) -> None:
        if self.log is None:
            return
        try:
            keys = list(json.loads(data)) if data else None
        except (ValueError, TypeError):
            keys = ["?"]
        cookies = [part.strip().partition("=")[0] for part in self.headers.get("Cookie", "").split(";") if part.strip()]
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        kind = {0: "raw", 1: "signed", 2: "jwt"}.get(token.count("."), "?")
        line = {"method": self.command, "path": self.path, "status": status, "source": source, "body": keys,
                "headers": [name.lower() for name in self.headers.keys()], "origin": self.headers.get("Origin"),
                "authorization": f"{scheme} {kind}" if scheme else None, "cookies": cookies}
        self.log.write(json.dumps(line) + "\n")

    def log_message(self, *_: object) -> None:
        pass


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--server", required=True)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--log")
    arguments.add_argument("--ends-after", type=int)
    arguments.add_argument("--proxy-cookie", action="store_true")
    arguments.add_argument("--without-jwt", action="store_true")
    given = arguments.parse_args()
    Handler.replay = Replay(given.server, given.ends_after, not given.without_jwt)
    Handler.proxy_cookie = given.proxy_cookie
    Handler.log = open(given.log, "a", buffering=1) if given.log else None
    ThreadingHTTPServer.request_queue_size = 128
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    end_with_parent()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
