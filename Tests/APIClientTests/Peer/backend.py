"""A task backend that keeps its tasks in memory and speaks the shape a test gives it.

Prints its port in one line. Then each line on stdin is a command in JSON:
  {"make": PREFIX, "shape": {...}, "tasks": [{...}, ...]}   a backend below a path; prints "ok"
  {"log": PREFIX}     prints the requests below a path so far, as [[METHOD, TARGET, BODY], ...]
  {"tasks": PREFIX}   prints the tasks as they are now
Tasks are kept under the names they are sent with. Shape, all optional:
  slash: whether the collection's path ends with a slash; the other spelling answers 307
  list, single: keys around the array, and around a task
  total: {"name": KEY} says how many there are in all; {"page": KEY} how many the part has
  page: {"style": "page"|"offset", "position": NAME, "first": N, "size": NAME, "default": N, "max": N}
  single_get: false answers 405; answers: "task", "id", "message" or "empty" after a change
  done: the name of the done field; words: [OPEN, DONE]
  complete: "set", "toggle" or "stuck" (says yes and does nothing); update: "partial" or "whole"
  null: "ignored"; empty: "ignored" or "refused"
  endless: whether each part of the list is full of tasks nobody has seen
  leave: remove the first task before these requests for a list (counted from 1); "always" for all
"""
import json, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

backends, lock = {}, threading.Lock()


class Backend:
    def __init__(self, shape, tasks):
        self.shape, self.tasks, self.log, self.lists, self.last = shape, tasks, [], 0, []

    def done(self, is_done):
        words = self.shape.get("words")
        return words[is_done] if words else bool(is_done)

    def wrapped(self, value, keys):
        for key in reversed(keys):
            value = {key: value}
        return value

    def changed(self, task, status):
        kind = self.shape.get("answers", "task")
        if kind == "task":
            return status, self.wrapped(task, self.shape.get("single", []))
        if kind == "empty":
            return 204, None
        return status, {"message": "done"} if kind == "message" else {"id": task["id"]}

    def list(self, query):
        self.lists += 1
        leave = self.shape.get("leave", [])
        if leave == "always" or self.lists in leave:
            self.tasks.pop(0)
        part, page = self.tasks, self.shape.get("page")
        if page:
            size = min(int(query.get(page.get("size"), page["default"])), page["max"])
            start = int(query.get(page["position"], page.get("first", 0))) - page.get("first", 0)
            start *= size if page["style"] == "page" else 1
            part = part[start : start + size]
            if self.shape.get("endless"):
                done = self.shape.get("done", "completed")
                self.last = self.last[-1:] if page["style"] == "offset" else []
                fresh = range(self.lists * size, self.lists * size + size - len(self.last))
                self.last += [{"id": id, "title": "More", done: self.done(0)} for id in fresh]
                part = self.last
        answer = self.wrapped(part, self.shape.get("list", []))
        total = self.shape.get("total", {})
        if "name" in total:
            answer[total["name"]] = len(self.tasks)
        if "page" in total:
            answer[total["page"]] = len(part)
        return 200, answer

    def update(self, task, fields):
        done = self.shape.get("done", "completed")
        kept = dict(task)
        if self.shape.get("update") == "whole":
            for key in [key for key in task if key not in ("id", "created_at")]:
                del task[key]
        task.update(fields)
        if "description" in fields and not fields["description"]:
            rule = self.shape.get("null" if fields["description"] is None else "empty")
            if rule == "refused":
                task.clear()
                task.update(kept)
                return 422, {"detail": "too short"}
            if rule == "ignored":
                task["description"] = kept["description"]
        if self.shape.get("complete") == "stuck":
            task[done] = kept[done]
        return self.changed(task, 200)

    def complete(self, task, fields):
        done, way = self.shape.get("done", "completed"), self.shape.get("complete", "set")
        if way == "set":
            task[done] = fields[done]
        elif way == "toggle":
            task[done] = self.done(task[done] == self.done(False))
        return self.changed(task, 200)

    def answer(self, method, path, query, body):
        """Of paths below /tasks: status, body, and where a redirect leads."""
        if path in ("", "/"):
            slash = "/" if self.shape.get("slash") else ""
            if path != slash:
                return 307, None, slash
            if method == "GET":
                return *self.list(query), None
            task = {"id": len(self.tasks) + 1000, self.shape.get("done", "completed"): self.done(0)}
            self.tasks.append({**task, **json.loads(body), "created_at": "2026-11-21T00:00:00"})
            return *self.changed(self.tasks[-1], 201), None
        name, _, rest = path[1:].partition("/")
        task = next((task for task in self.tasks if str(task["id"]) == name), None)
        if not task:
            return 404, {"detail": "Task not found"}, None
        if method == "GET" and self.shape.get("single_get", True):
            return 200, self.wrapped(task, self.shape.get("single", [])), None
        if method == "DELETE":
            self.tasks.remove(task)
            return *self.changed(task, 200), None
        if method in ("PUT", "PATCH") and not rest:
            return *self.update(task, json.loads(body)), None
        if method == "PATCH" and rest == "complete":
            return *self.complete(task, json.loads(body or "{}")), None
        return 405, {"detail": "Method Not Allowed"}, None


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        parts = urlsplit(self.path)
        prefix, _, path = parts.path.partition("/tasks")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with lock:
            backend = backends[prefix]
            backend.log.append([self.command, self.path[len(prefix) :], body])
            status, answer, redirect = backend.answer(self.command, path, query, body)
            text = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        if redirect is not None:
            search = "?" + parts.query if parts.query else ""
            host = self.headers["Host"]
            self.send_header("Location", f"http://{host}{prefix}/tasks{redirect}{search}")
        if status != 204:
            self.send_header("Content-Length", str(len(text)))
            self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do


class Server(ThreadingHTTPServer):
    # The default of 5 refuses connections when many tests come at once.
    request_queue_size = 256


server = Server(("127.0.0.1", 0), Handler)
server.daemon_threads = True
print(server.server_address[1], flush=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
for line in sys.stdin:
    command = json.loads(line)
    with lock:
        if "make" in command:
            backends[command["make"]] = Backend(command["shape"], command["tasks"])
            print("ok", flush=True)
        elif "log" in command:
            print(json.dumps(backends[command["log"]].log), flush=True)
        else:
            print(json.dumps(backends[command["tasks"]].tasks), flush=True)
