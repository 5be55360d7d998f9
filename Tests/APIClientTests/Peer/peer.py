"""An HTTP peer that does exactly what a test scripts: right, wrong, or half.

Usage: peer.py tcp HOST | unix PATH | tls HOST CERTIFICATE KEY
Prints its port (0 for a socket) in one line. Then each line on stdin is a command in JSON:
  {"on": "GET /path", "answers": [[STEP, ...], ...]}   the last answer repeats; prints "ok"
  {"log": PREFIX}                                      prints what was received below a path, as JSON
Steps: {"bytes": BASE64}, {"fill": COUNT}, {"hold": true} (until the other side closes),
{"close": true}, {"drop-reused": true} (close unless this is the connection's first request).
A target without a script answers 404. Ends when stdin does.
"""
import base64, json, os, socket, sys, threading

scripts, log, lock = {}, [], threading.Lock()


def read_request(stream):
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    method, target, _ = line.decode("latin-1").split(" ", 2)
    headers = []
    while (line := stream.readline()) not in (b"\r\n", b""):
        name, value = line.decode("latin-1").rstrip("\r\n").split(":", 1)
        headers.append([name, value.strip()])
    size = next((int(v) for n, v in headers if n.lower() == "content-length"), 0)
    return method, target, headers, stream.read(size)


def next_answer(key):
    with lock:
        answers = scripts.get(key)
        if not answers:
            return None
        return answers.pop(0) if len(answers) > 1 else answers[0]


def perform(steps, connection, stream, is_first):
    """False when the connection is over."""
    for step in steps:
        if "bytes" in step:
            connection.sendall(base64.b64decode(step["bytes"]))
        elif "fill" in step:
            for _ in range(step["fill"] // 65536):
                connection.sendall(b" " * 65536)
            connection.sendall(b" " * (step["fill"] % 65536))
        elif "hold" in step:
            stream.read(1)
            return False
        elif "close" in step or ("drop-reused" in step and not is_first):
            return False
    return True


def serve(connection):
    is_first = True
    try:
        with connection, connection.makefile("rb") as stream:
            while request := read_request(stream):
                method, target, headers, body = request
                with lock:
                    log.append(
                        {
                            "method": method,
                            "target": target,
                            "headers": headers,
                            "body": body.decode("utf-8", "replace"),
                        }
                    )
                steps = next_answer(method + " " + target)
                if steps is None:
                    steps = [{"bytes": base64.b64encode(NOT_FOUND)}]
                if not perform(steps, connection, stream, is_first):
                    connection.shutdown(socket.SHUT_RDWR)
                    return
                is_first = False
    except (OSError, ValueError):
        pass  # The other side went away, which tests do on purpose.


NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def accept(listener, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=begin, args=(connection, context), daemon=True).start()


def begin(connection, context):
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
    except OSError:
        return
    serve(connection)


def main(kind, place, *files):
    context = None
    if kind == "unix":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(place)
    else:
        listener = socket.socket()
        listener.bind((place, 0))
    if kind == "tls":
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
    listener.listen(256)
    print(0 if kind == "unix" else listener.getsockname()[1], flush=True)
    threading.Thread(target=accept, args=(listener, context), daemon=True).start()
    for line in sys.stdin:
        command = json.loads(line)
        with lock:
            if "log" in command:
                below = [entry for entry in log if entry["target"].startswith(command["log"])]
                print(json.dumps(below), flush=True)
            else:
                scripts[command["on"]] = command["answers"]
                print("ok", flush=True)
    if kind == "unix":
        os.unlink(place)


main(*sys.argv[1:])
