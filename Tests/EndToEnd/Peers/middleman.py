"""A middleman between client and server that loses answers, or is away, on purpose."""

import http.client
import http.server
import random
import socket
import threading

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host"}


class Middleman:
    """Forwards HTTP on a port that stays the same; loses answers to writes of tasks, or is away."""

    def __init__(self, port, seed):
        self.target = port
        self.chance = 0.0
        self.dropped = 0
        self.random = random.Random(seed)
        self.port = 0
        self.open()

    def open(self):
        middleman = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                middleman.forward(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = forward

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.http = Server(("127.0.0.1", self.port), Handler)
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self):
        """From now on nothing listens here."""
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def forward(self, request):
        length = int(request.headers.get("Content-Length") or 0)
        body = request.rfile.read(length)
        method, path = request.command, request.path
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        is_write = "/tasks" in path and method != "GET"
        connection = http.client.HTTPConnection("127.0.0.1", self.target, timeout=30)
        try:
            connection.request(method, path, body or None, headers)
            reply = connection.getresponse()
            content = reply.read()
        except (OSError, http.client.HTTPException):
            return self.cut(request)
        finally:
            connection.close()
        if is_write and self.random.random() < self.chance:
            self.dropped += 1
            return self.cut(request)
        try:
            request.send_response_only(reply.status)
            for name, value in reply.getheaders():
                if name.lower() not in HOP:
                    request.send_header(name, value)
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            request.wfile.write(content)
        except OSError:
            pass  # The client was killed.

    def cut(self, request):
        request.close_connection = True
        try:
            request.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
