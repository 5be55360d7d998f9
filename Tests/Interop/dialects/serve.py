"""A FastAPI task backend of any shape met in the wild, in memory, on a loopback port.

    python serve.py --shape NAME|FILE [--set key=json]... [--port 0] [--tasks N] [--log F]

Shapes: see shape.py for the keys and shapes/ for the named ones. Prints its address, alone on a line, once connections
are taken. --tasks N gives N samples (every third done, every second without a description) to whoever is first to call.
Ends with its parent, noticed within half a second. --log gets one JSON line a request: names, never values, of
headers, cookies and body keys; of values only method, path with query, status, Origin and the kind of Authorization.
"""

import argparse
import json
import os
import socket
import sys
from urllib.parse import parse_qsl

import uvicorn
from fastapi import FastAPI, Request

# At the end, so that the library fastapi is found before that folder.
sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import errors
from parent import end_with_parent
from shape import complete, load
from signin import SignIn
from tasks import Collection


def body_keys(body: bytes) -> list[str] | None:
    """The keys of a JSON object or a form; null without a body, `["?"]` for anything else."""
    if not body:
        return None
    try:
        value = json.loads(body)
        return list(value) if isinstance(value, dict) else ["?"]
    except ValueError:
        return [key for key, _ in parse_qsl(body.decode("latin-1"))] or ["?"]


def authorization(value: str | None) -> str | None:
    """The kind of a header's value."""
    if value is None:
        return None
    scheme, _, token = value.partition(" ")
    return f"{scheme} {'jwt' if token.count('.') == 2 else 'opaque'}"


def application(shape: dict, samples: int, log: str | None) -> FastAPI:
    """The backend that a shape describes."""
    app = FastAPI(title=shape["title"], openapi_url=shape["openapi"], docs_url=None, redoc_url=None)
    errors.install(app, shape["errors"])
    user = SignIn(app, shape).user
    for part in [shape, *(complete(given, shape) for given in shape["also"])]:
        Collection(app, part, user, samples if part is shape else 0)
    if not log:
        return app
    lines = open(log, "a", buffering=1)

    @app.middleware("http")
    async def record(request: Request, call_next):
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        line = {"method": request.method, "path": path, "status": 500, "body": body_keys(await request.body()),
                "headers": [name for name, _ in request.headers.items()], "origin": request.headers.get("origin"),
                "authorization": authorization(request.headers.get("authorization")), "cookies": list(request.cookies)}
        try:
            response = await call_next(request)
            line["status"] = response.status_code
            return response
        finally:
            lines.write(json.dumps(line) + "\n")

    return app


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--shape", required=True)
    arguments.add_argument("--set", action="append", default=[])
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--tasks", type=int, default=0)
    arguments.add_argument("--log")
    given = arguments.parse_args()
    app = application(load(given.shape, given.set), given.tasks, given.log)
    listener = socket.create_server(("127.0.0.1", given.port))
    end_with_parent()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
