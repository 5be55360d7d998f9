"""One collection of tasks in memory, with the routes and models that its shape asks for.

A title that is one of 402, 409, 429, 500 and 503 makes creation fail in that way, to show how a client takes it.
"""

import enum
import inspect
import itertools
import re
import uuid
from datetime import date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import ConfigDict, Field, WithJsonSchema, create_model

from shape import wire

DATES = {"date": date, "date-time": datetime}
REFUSALS = {"402": "Plan limit reached", "409": "A task with this title exists", "429": "Too many requests",
            "503": "Database unavailable"}


class Collection:
    """The tasks of every user, in the order of their making."""

    def __init__(self, app: FastAPI, shape: dict, user: Any, samples: int):
        self.app, self.shape, self.user, self.samples = app, shape, user, samples
        self.tasks: dict[str, list[dict]] = {}
        self.numbers = itertools.count(1)
        words = shape["words"]
        self.open, self.closed = (words[0], words[-1]) if words else (False, True)
        self.name = "Task" if shape["done"] else "Project"
        self.model_types()
        self.routes()

    # Models

    def model_types(self) -> None:
        shape = self.shape
        done = enum.Enum("TaskStatus", {w.upper(): w for w in shape["words"]}, type=str) if shape["words"] else bool
        rank = enum.Enum("Priority", {w.upper(): w for w in shape["priorities"]}, type=str)
        self.types = {
            "title": Annotated[str, Field(min_length=1, max_length=200)],
            "description": Annotated[str, Field(max_length=1000)],
            "priority": rank if shape["priorities"] else str,
            "due_date": DATES[shape["due"]],
            "tags": list[str] if shape["tags"] == "array" else str,
            "category": str,
            shape["done"]: done,
        }
        self.key = int if shape["id"] == "integer" else uuid.UUID
        shown = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
        due = Annotated[str, WithJsonSchema({"type": "string", "format": shape["due"]})]
        own = {"id": self.key, "user_id": str, "title": str} | ({shape["done"]: done} if shape["done"] else {})
        more = {name: (due if name == "due_date" else self.types[name]) | None for name in shape["fields"]}
        stamps = {"created_at": shown, "updated_at": shown}
        self.answer = create_model(f"{self.name}Response", **{
            wire(shape, name, False): (kind, ... if name not in more else None)
            for name, kind in (own | more | stamps).items()
        })
        self.single = self.envelope(shape["single"], self.answer, "Response")
        self.page = self.envelope(shape["list"], list[self.answer], "ListResponse")

    def envelope(self, keys: list[str], inner: Any, suffix: str) -> Any:
        shape, extra = self.shape, {}
        if suffix == "Response" and shape["single_message"]:
            extra = {"message": (str, ...)}
        if suffix == "ListResponse" and shape["meta"]:
            counts = {wire(shape, name, False): (int, ...) for name in shape["meta"]}
            extra = {shape["meta_key"]: (create_model("Pagination", **counts), ...)} if shape["meta_key"] else counts
        for depth, key in enumerate(reversed(keys)):
            inner = create_model(f"{self.name}{key.capitalize()}{suffix}", **{key: (inner, ...)}, **extra)
            extra = {}
        return inner

    def body(self, suffix: str, names: list[str], required: set[str]) -> Any:
        """A request model; its attributes are the wire's names, FastAPI hands it over as given."""
        fields = {}
        for name in names:
            kind = self.types[name]
            clears = suffix != "Create" and name not in ("title", self.shape["done"])
            kind = kind | None if clears or name not in required else kind
            fields[wire(self.shape, name, True)] = (kind, ... if name in required else None)
        return create_model(f"{self.name}{suffix}", **fields)

    def given(self, body: Any, names: list[str]) -> dict:
        """What a request carries, by canonical name."""
        sent = body.model_dump(exclude_unset=True)
        known = {wire(self.shape, name, True): name for name in names}
        values = {known[key]: value for key, value in sent.items() if key in known}
        return {name: value.value if isinstance(value, enum.Enum) else value for name, value in values.items()}

    # Answers

    def stamp(self, moment: Any, form: str = "date-time") -> str | None:
        if not isinstance(moment, datetime) or form == "date" or self.shape["decimals"] == "date":
            return moment and moment.strftime("%Y-%m-%d")
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
        decimals = self.shape["decimals"]
        return f"{moment:%Y-%m-%dT%H:%M:%S}" + (f".{moment:%f}"[:1 + decimals] if decimals else "") + self.shape["zone"]

    def shown(self, task: dict) -> dict:
        out = {}
        for name, value in task.items():
            if name in ("created_at", "updated_at"):
                value = self.stamp(value)
            elif name == "due_date":
                value = self.stamp(value, self.shape["due"])
            elif name == "id" and not isinstance(value, int):
                value = str(value)
            out[wire(self.shape, name, False)] = value
        return out

    def one(self, task: dict, message: str) -> Any:
        out: Any = self.shown(task)
        for key in reversed(self.shape["single"]):
            out = {key: out} | ({"message": message} if self.shape["single_message"] else {})
        return out

    def many(self, tasks: list[dict], total: int, page: int, size: int) -> Any:
        shape, out = self.shape, [self.shown(task) for task in tasks]
        known = {"total": total, "page": page, "limit": size, "total_pages": -(-total // size) if size else 1}
        meta = {wire(shape, name, False): known[name] for name in shape["meta"]}
        meta = {shape["meta_key"]: meta} if shape["meta_key"] else meta
        for key in reversed(shape["list"]):
            out, meta = {key: out} | meta, {}
        return out

    # Tasks

    def make(self, owner: str, values: dict, moment: datetime | None = None) -> dict:
        moment = moment or datetime.now(timezone.utc).replace(tzinfo=None)
        number = next(self.numbers)
        task = {"id": number if self.key is int else uuid.uuid4(), "user_id": owner, "title": values["title"]}
        task |= {name: values.get(name) for name in self.shape["fields"]}
        if self.shape["done"]:
            task[self.shape["done"]] = values.get(self.shape["done"]) or self.open
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
            if task["id"] == call["task_id"]:
                return task
        raise HTTPException(404, "Task not found")

    def change(self, task: dict, values: dict) -> None:
        task |= values
        task["updated_at"] = datetime.now(timezone.utc).replace(tzinfo=None)

    # Routes

    def route(self, method: str, path: str, act: Any, more: dict, **options: Any) -> None:
        """Adds a route whose handler has the parameters that FastAPI reads from a signature."""
        users = [name for name in re.findall(r"{(\w+)}", self.shape["path"]) if name not in self.shape["path_values"]]
        names = re.findall(r"{(\w+)}", path)
        kinds = {name: (self.key if name == "task_id" else str, inspect.Parameter.empty) for name in names}
        kinds |= more | {"owner": (Annotated[str, Depends(self.user)], inspect.Parameter.empty)}

        def handler(**call: Any) -> Any:
            for name, value in self.shape["path_values"].items():
                if name in names and call[name] != value:
                    raise HTTPException(404, f"Unknown {name}")
            if any(call[name] != call["owner"] for name in users):
                raise HTTPException(403, "Not authorized to access this user's tasks")
            return act(call)

        only = inspect.Parameter.KEYWORD_ONLY
        handler.__signature__ = inspect.Signature(
            [inspect.Parameter(name, only, annotation=kind, default=value) for name, (kind, value) in kinds.items()]
        )
        handler.__name__ = f"{act.__name__}_{self.name.lower()}"
        if not self.shape["response_model"]:
            options["response_model"] = None
        self.app.add_api_route(path, handler, methods=[method], **options)

    def routes(self) -> None:
        shape, needed = self.shape, inspect.Parameter.empty
        base, slash = shape["path"], "/" if shape["item_slash"] else ""
        item = f"{base.rstrip('/')}/{{task_id}}"
        done, names = shape["done"], ["title", *shape["fields"]]
        if done and shape["done_in_update"]:
            names.append(done)
        self.route("GET", base, self.all, self.list_parameters(), response_model=self.page)
        new = self.body("Create", ["title", *shape["fields"]], {"title", *shape["create_required"]})
        if owner := shape["user_in_body"]:
            new = create_model("TaskCreateBody", __base__=new, **{wire(shape, owner, True): (str, ...)})
        if listing := set(shape["create_required"]) - set(names):
            new = create_model("TaskCreateIn", __base__=new, **{wire(shape, name, True): (str, ...) for name in listing})
        self.route("POST", base, self.create, {"data": (new, needed)}, response_model=self.single,
                   status_code=shape["create_status"])
        if shape["reads_single"]:
            self.route("GET", item + slash, self.read, {}, response_model=self.single)
        for method in shape["update"]:
            form = shape["put"] if method == "PUT" else "partial"
            required = {"partial": set(), "replace": {"title"}, "required": set(names)}[form]
            body = self.body(f"Update{method.capitalize() if method == 'PATCH' else ''}", names, required)
            self.route(method, item + slash, self.updater(form, names), {"data": (body, needed)},
                       response_model=self.single)
        if way := done and shape["complete"]:
            more = {}
            if way["body"]:
                field = {} if way["body"] == "empty" else {way["body"]: (self.types[done], ...)}
                body = create_model("CompleteRequest", **field)
                more = {"data": (body | None, None) if way["optional"] else (body, needed)}
            self.route(way["method"], f"{item}/{way['route']}{slash}", self.complete, more, response_model=self.single)
        gone = {"status_code": 204, "response_class": Response} if shape["delete_status"] == 204 else {}
        self.route("DELETE", item + slash, self.delete, {}, response_model=None, **gone)

    def list_parameters(self) -> dict:
        shape, more = self.shape, {}
        if shape["status_filter"] and shape["done"]:
            more["status"] = (str | None, None)
        if shape["sorts"]:
            more["sort"] = (Literal[tuple(shape["sorts"])], shape["sorts"][0])
        if paging := shape["paging"]:
            first = 1 if paging["style"] == "page" else 0
            more[paging["position"]] = (Annotated[int, Query(ge=first)], first)
            more[paging["size"]] = (Annotated[int, Query(ge=1, le=paging.get("max"))], paging["default"])
        return more

    def all(self, call: dict) -> Any:
        tasks, done, paging = list(self.owned(call["owner"])), self.shape["done"], self.shape["paging"]
        if status := call.get("status"):
            words = self.shape["words"] or {"pending": False, "completed": True}
            wanted = {word: word for word in words} if self.shape["words"] else words
            tasks = [task for task in tasks if status in wanted and task[done] == wanted[status]]
        if call.get("sort") == "title":
            tasks.sort(key=lambda task: task["title"])
        total, page, size = len(tasks), 1, len(tasks)
        if paging and "paging-ignored" not in self.shape["lies"]:
            position, size = call[paging["position"]], call[paging["size"]]
            page, start = (position, (position - 1) * size) if paging["style"] == "page" else (1, position)
            tasks = tasks[start:start + size]
        return self.many(tasks, total, page, size)

    def create(self, call: dict) -> Any:
        body = call["data"]
        if owner := self.shape["user_in_body"]:
            if getattr(body, wire(self.shape, owner, True)) != call["owner"]:
                raise HTTPException(403, "Cannot create tasks for another user")
        values = self.given(body, ["title", *self.shape["fields"]])
        if values["title"] in REFUSALS:
            status = int(values["title"])
            raise HTTPException(status, REFUSALS[values["title"]], {"Retry-After": "1"} if status in (429, 503) else None)
        if values["title"] == "500":
            raise RuntimeError("asked for")
        self.owned(call["owner"])
        return self.one(self.make(call["owner"], values), "Task created")

    def read(self, call: dict) -> Any:
        return self.one(self.find(call), "Task found")

    def updater(self, form: str, names: list[str]) -> Any:
        done = self.shape["done"]

        def update(call: dict) -> Any:
            task, values = self.find(call), self.given(call["data"], names)
            if form != "partial":
                values = {name: self.open if name == done else None for name in names if name != "title"} | values
            if "update-ignores-done" in self.shape["lies"]:
                values.pop(done, None)
            keeps = {"title", done} | (set(names) if self.shape["null_ignored"] else set())
            self.change(task, {name: v for name, v in values.items() if v is not None or name not in keeps})
            return self.one(task, "Task updated")

        return update

    def complete(self, call: dict) -> Any:
        task, done, field = self.find(call), self.shape["done"], self.shape["complete"]["body"]
        value = self.open if task[done] == self.closed else self.closed
        if field not in (None, "empty") and call["data"] is not None and "complete-toggles" not in self.shape["lies"]:
            value = getattr(call["data"], field)
            value = value.value if isinstance(value, enum.Enum) else value
        self.change(task, {done: value})
        return self.one(task, "Task updated")

    def delete(self, call: dict) -> Any:
        self.tasks[call["owner"]].remove(self.find(call))
        return Response(status_code=204) if self.shape["delete_status"] == 204 else {"message": "Task deleted"}
