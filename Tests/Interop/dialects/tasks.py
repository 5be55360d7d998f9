"""One collection of tasks in memory, with the routes that its shape asks for.

A title that is one of 402, 409, 429, 500 and 503 makes creation fail in that way, to show how a client takes it.
"""

import inspect
import itertools
import re
import uuid
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import create_model

from models import Models
from shape import wire

REFUSALS = {"402": "Plan limit reached", "409": "A task with this title exists", "429": "Too many requests",
            "503": "Database unavailable"}
NEEDED = inspect.Parameter.empty


def now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None)


class Collection:
    """The tasks of every user, in the order of their making."""

    def __init__(self, app: FastAPI, shape: dict, user: Any, samples: int):
        self.app, self.shape, self.user, self.samples = app, shape, user, samples
        self.tasks: dict[str, list[dict]] = {}
        self.numbers = itertools.count(1)
        self.open, self.closed = (shape["words"][0], shape["words"][-1]) if shape["words"] else (False, True)
        self.models = Models(shape)
        self.names = ["title", *shape["fields"]]
        self.routes()

    def make(self, owner: str, values: dict, moment: datetime) -> dict:
        number = next(self.numbers)
        task = {"id": number if self.models.key is int else uuid.uuid4(), "user_id": owner, "title": values["title"]}
        if done := self.shape["done"]:
            task[done] = values.get(done, self.open)
        task |= {name: values.get(name) for name in self.shape["fields"]}
        task |= {"created_at": moment, "updated_at": moment}
        self.tasks.setdefault(owner, []).append(task)
        return task

    def owned(self, owner: str) -> list[dict]:
        """A user's tasks; whoever is first to ask finds the samples."""
        count, self.samples = self.samples, 0
        start = datetime(2026, 1, 1, 12, 0, 0, 123456)
        for n in range(1, count + 1):
            values = {"title": f"Task {n:03}", self.shape["done"]: self.closed if n % 3 == 0 else self.open,
                      "description": f"Description {n}" if n % 2 else None}
            self.make(owner, values, start + timedelta(minutes=n))
        return self.tasks.setdefault(owner, [])

    def find(self, call: dict) -> dict:
        for task in self.owned(call["owner"]):
            if task["id"] == call[self.shape["item_id"]]:
                return task
        raise HTTPException(404, "Task not found")

    # Routes

    def route(self, method: str, path: str, act: Any, more: dict, **options: Any) -> None:
        """Adds a route; FastAPI reads its parameters from a signature made here, `act` gets them in a dictionary."""
        names, fixed, item = re.findall(r"{(\w+)}", path), self.shape["path_values"], self.shape["item_id"]
        users = [name for name in names if name not in fixed and name != item]
        kinds = {name: (self.models.key if name == item else str, NEEDED) for name in names}
        kinds |= more | {"owner": (Annotated[str, Depends(self.user)], NEEDED)}

        def handler(**call: Any) -> Any:
            if unknown := [name for name, value in fixed.items() if call.get(name) != value]:
                raise HTTPException(404, f"Unknown {unknown[0]}")
            if any(call[name] != call["owner"] for name in users):
                raise HTTPException(403, "Not authorized to access this user's tasks")
            return act(call)

        only = inspect.Parameter.KEYWORD_ONLY
        handler.__signature__ = inspect.Signature(
            [inspect.Parameter(name, only, annotation=kind, default=value) for name, (kind, value) in kinds.items()]
        )
        handler.__name__ = f"{act.__name__}_{self.models.name.lower()}"
        if not self.shape["response_model"]:
            options["response_model"] = None
        self.app.add_api_route(path, handler, methods=[method], **options)

    def routes(self) -> None:
        shape, models = self.shape, self.models
        base, slash, done = shape["path"], "/" if shape["item_slash"] else "", shape["done"]
        item, single = f"{base.rstrip('/')}/{{{shape['item_id']}}}", {"response_model": models.single}
        self.route("GET", base, self.all, self.list_parameters(), response_model=models.page)
        new = {"data": (self.new_body(), NEEDED)}
        self.route("POST", base, self.create, new, status_code=shape["create_status"], **single)
        if shape["reads_single"]:
            self.route("GET", item + slash, self.read, {}, **single)
        changes = self.names + ([done] if done and shape["done_in_update"] else [])
        for method in shape["update"]:
            form = shape["put"] if method == "PUT" else "partial"
            required = {"partial": set(), "replace": {"title"}, "required": set(changes)}[form]
            body = models.body("Update" if method == "PUT" else "Patch", changes, required)
            self.route(method, item + slash, self.updater(form, changes), {"data": (body, NEEDED)}, **single)
        if way := done and shape["complete"]:
            more = {}
            if way["body"]:
                field = {} if way["body"] == "empty" else {wire(shape, way["body"], True): (models.types[done], ...)}
                body = create_model("CompleteRequest", **field)
                more = {"data": (body | None, None) if way["optional"] else (body, NEEDED)}
            self.route(way["method"], f"{item}/{way['route']}{slash}", self.complete, more, **single)
        gone = {"status_code": 204, "response_class": Response} if shape["delete_status"] == 204 else {}
        self.route("DELETE", item + slash, self.delete, {}, response_model=None, **gone)

    def new_body(self) -> Any:
        shape, required = self.shape, set(self.shape["create_required"])
        new = self.models.body("Create", self.names, {"title"} | required)
        beside = required.difference(self.names) | ({shape["user_in_body"]} - {None})
        texts = {wire(shape, name, True): (str, ...) for name in sorted(beside)}
        return create_model(f"{self.models.name}CreateRequest", __base__=new, **texts) if texts else new

    def list_parameters(self) -> dict:
        shape, more = self.shape, {}
        if (words := shape["status_filter"]) and shape["done"]:
            more["status"] = (str | None, None) if words is True else (Literal[tuple(words)] | None, None)
        if shape["sorts"]:
            more["sort"] = (Literal[tuple(shape["sorts"])], shape["sorts"][0])
        if paging := shape["paging"]:
            first = 1 if paging["style"] == "page" else 0
            more[paging["position"]] = (Annotated[int, Query(ge=first)], first)
            more[paging["size"]] = (Annotated[int, Query(ge=1, le=paging["max"])], paging["default"])
        return more

    # Handlers

    def all(self, call: dict) -> Any:
        tasks, done, paging = self.owned(call["owner"]).copy(), self.shape["done"], self.shape["paging"]
        status, words = call.get("status"), self.shape["words"]
        if status and (status != "all" or self.shape["status_filter"] is True):
            wanted = {word: word for word in words} if words else {"pending": False, "completed": True}
            tasks = [task for task in tasks if status in wanted and task[done] == wanted[status]]
        if call.get("sort") == "title":
            tasks.sort(key=lambda task: task["title"])
        total, page, size = len(tasks), 1, len(tasks)
        if paging and "paging-ignored" not in self.shape["lies"]:
            position, size = call[paging["position"]], call[paging["size"]]
            page, start = (position, (position - 1) * size) if paging["style"] == "page" else (1, position)
            tasks = tasks[start : start + size]
        return self.models.many(tasks, total, page, size)

    def create(self, call: dict) -> Any:
        body, owner, shape = call["data"], call["owner"], self.shape
        if (name := shape["user_in_body"]) and getattr(body, wire(shape, name, True)) != owner:
            raise HTTPException(403, "Cannot create tasks for another user")
        values = self.models.given(body, self.names)
        if text := REFUSALS.get(values["title"]):
            status = int(values["title"])
            raise HTTPException(status, text, {"Retry-After": "1"} if status in (429, 503) else None)
        if values["title"] == "500":
            raise RuntimeError("asked for")
        self.owned(owner)
        return self.models.one(self.make(owner, values, now()), "Task created")

    def read(self, call: dict) -> Any:
        return self.models.one(self.find(call), "Task found")

    def updater(self, form: str, names: list[str]) -> Any:
        done = self.shape["done"]

        def update(call: dict) -> Any:
            task, values = self.find(call), self.models.given(call["data"], names)
            if form != "partial":
                values = {name: self.open if name == done else None for name in names} | values
            if "update-ignores-done" in self.shape["lies"]:
                values.pop(done, None)
            kept = names if self.shape["null_ignored"] else ("title", done)
            task |= {name: value for name, value in values.items() if value is not None or name not in kept}
            task["updated_at"] = now()
            return self.models.one(task, "Task updated")

        return update

    def complete(self, call: dict) -> Any:
        task, done, field = self.find(call), self.shape["done"], self.shape["complete"]["body"]
        value = self.open if task[done] == self.closed else self.closed
        if field not in (None, "empty") and call["data"] is not None and "complete-toggles" not in self.shape["lies"]:
            value = self.models.given(call["data"], [field])[field]
        task |= {done: value, "updated_at": now()}
        return self.models.one(task, "Task updated")

    def delete(self, call: dict) -> Any:
        self.tasks[call["owner"]].remove(self.find(call))
        return Response(status_code=204) if self.shape["delete_status"] == 204 else {"message": "Task deleted"}
