"""Forwards HTTP to one server and notes, for each request, what it carried but never a value.

Usage: counting_proxy.py TARGET LOG   e.g. counting_proxy.py http://127.0.0.1:8000 requests.jsonl
Appends one JSON object a line to LOG before a request is forwarded:
  method, path   the path without its query
  query          names of the query's fields
  headers        names of all headers, lower-case, in order
  authorization  none | jwt | other; jwt is "Bearer " and three dot-separated parts, the first of
                 them base64url of a JSON object; other also when there are several
  cookies        names of the cookies
  origin         the Origin header or null: an address, not a secret
Host goes through as it came, so that redirects lead back here. Listens on a free loopback port,
prints its address, alone on a line, and ends with its parent, noticed within half a second.
"""

import base64
import http.client
import http.server
import json
import os
import sys
import urllib.parse

from parent import end_with_parent

# What is said to the next hop only (RFC 9110, 7.6.1). The body is framed anew, by its length.
HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"}


def is_object(part):
    try:
        decoded = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        return isinstance(json.loads(decoded), dict)
    except ValueError:
        return False


def kind(authorizations):
    if not authorizations:
        return "none"
    scheme, _, token = authorizations[0].partition(" ")
    parts = token.split(".")
    is_jwt = scheme == "Bearer" and len(parts) == 3 and all(parts) and is_object(parts[0])
    return "jwt" if is_jwt and len(authorizations) == 1 else "other"


def notes(method, target, headers):
    path, _, query = target.partition("?")
    cookies = [pair for header in headers.get_all("Cookie", []) for pair in header.split(";")]
    return {
        "method": method,
        "path": path,
        "query": [name for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True)],
        "headers": [name.lower() for name in headers.keys()],
        "authorization": kind(headers.get_all("Authorization", [])),
        "cookies": [pair.partition("=")[0].strip() for pair in cookies],
        "origin": headers.get("Origin"),
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass  # trailers
        return b"".join(parts)

    def forward(self):
        line = json.dumps(notes(self.command, self.path, self.headers)) + "\n"
        # One write to a file opened for appending: lines of threads do not mix.
        os.write(self.server.log, line.encode())
        body = self.body()
        upstream = http.client.HTTPConnection(self.server.target, timeout=30)
        try:
            upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                if name.lower() not in HOP | {"content-length"}:
                    upstream.putheader(name, value)
            if body or "Content-Length" in self.headers:
                upstream.putheader("Content-Length", str(len(body)))
            upstream.endheaders(body or None)
            reply = upstream.getresponse()
            self.answer(reply, reply.read())
        except (OSError, http.client.HTTPException):
            self.close_connection = True
        finally:
            upstream.close()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = forward

    def answer(self, reply, body):
        self.send_response_only(reply.status, reply.reason)
        # Of a HEAD and a 304 the length is that of the body that was not sent.
        is_bodiless = self.command == "HEAD" or reply.status in (204, 304)
        for name, value in reply.getheaders():
            if name.lower() not in HOP and (is_bodiless or name.lower() != "content-length"):
                self.send_header(name, value)
        if not is_bodiless:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    end_with_parent()
    proxy = Proxy(("127.0.0.1", 0), Handler)
    proxy.target = urllib.parse.urlsplit(sys.argv[1]).netloc
    proxy.log = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    print(f"http://127.0.0.1:{proxy.server_address[1]}", flush=True)
    proxy.serve_forever()


main()
