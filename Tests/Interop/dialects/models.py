"""What travels: Pydantic models of a shape, which FastAPI describes, and tasks as answers and requests hold them."""

import enum
import uuid
from datetime import date, datetime, timezone
from typing import Annotated, Any

from pydantic import Field, WithJsonSchema, create_model

from shape import wire


class Models:
    """The models of one collection; their attributes are the wire's names, so that descriptions show those."""

    def __init__(self, shape: dict):
        self.shape = shape
        self.name = "Task" if shape["done"] else "Project"
        self.key = int if shape["id"] == "integer" else uuid.UUID
        self.types = {
            "title": Annotated[str, Field(min_length=1, max_length=200)],
            "description": Annotated[str, Field(max_length=1000)],
            "priority": self.words("Priority", shape["priorities"]) or str,
            "due_date": date if shape["due"] == "date" else datetime,
            "tags": list[str] if shape["tags"] == "array" else str,
            "category": str,
        }
        own = {"id": self.key, "user_id": str, "title": str}
        if shape["done"]:
            own[shape["done"]] = self.types[shape["done"]] = self.words("TaskStatus", shape["words"]) or bool
        more = {name: self.dated(shape["due"]) if name == "due_date" else self.types[name] for name in shape["fields"]}
        stamp = self.dated("date" if shape["decimals"] == "date" else "date-time")
        fields = {name: (kind, ...) for name, kind in own.items()}
        fields |= {name: (kind | None, None) for name, kind in more.items()}
        fields |= {name: (stamp, ...) for name in ("created_at", "updated_at")}
        answer = create_model(f"{self.name}Response", **{wire(shape, name, False): f for name, f in fields.items()})
        beside = {"message": (str, ...)} if shape["single_message"] else {}
        self.single = self.envelope(shape["single"], answer, "Response", beside)
        counts = {wire(shape, name, False): (int, ...) for name in shape["meta"]}
        if shape["meta_key"]:
            counts = {shape["meta_key"]: (create_model("Pagination", **counts), ...)}
        self.page = self.envelope(shape["list"], list[answer], "ListResponse", counts)

    @staticmethod
    def words(name: str, words: list[str] | None) -> Any:
        """An enumeration, None without words."""
        return enum.Enum(name, {word.upper(): word for word in words}, type=str) if words else None

    @staticmethod
    def dated(form: str) -> Any:
        """A date in answers: text as this backend writes it, described as dates are."""
        return Annotated[str, WithJsonSchema({"type": "string", "format": form})]

    def envelope(self, keys: list[str], inner: Any, suffix: str, beside: dict) -> Any:
        """The model `inner` behind these keys, with the fields `beside` it."""
        for key in reversed(keys):
            inner = create_model(f"{self.name}{key.capitalize()}{suffix}", **{key: (inner, ...)}, **beside)
            beside = {}
        return inner

    def body(self, suffix: str, names: list[str], required: set[str]) -> Any:
        """A request's model."""
        fields = {}
        for name in names:
            clears = suffix != "Create" and name not in ("title", self.shape["done"])
            kind = self.types[name]
            kind = kind | None if clears or name not in required else kind
            fields[wire(self.shape, name, True)] = (kind, ... if name in required else None)
        return create_model(f"{self.name}{suffix}", **fields)

    def given(self, body: Any, names: list[str]) -> dict:
        """What a request carries, by canonical name."""
        sent = body.model_dump(exclude_unset=True)
        known = {wire(self.shape, name, True): name for name in names}
        return {known[key]: getattr(value, "value", value) for key, value in sent.items() if key in known}

    def stamp(self, moment: date | datetime | None, form: str) -> str | None:
        """A date as this backend writes it."""
        if moment is None or form == "date" or self.shape["decimals"] == "date":
            return moment and moment.strftime("%Y-%m-%d")
        if moment.tzinfo:
            moment = moment.astimezone(timezone.utc)
        decimals = self.shape["decimals"]
        fraction = f".{moment:%f}"[: 1 + decimals] if decimals else ""
        return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}{self.shape['zone']}"

    def shown(self, task: dict) -> dict:
        """A task as answers hold it, before its envelope."""
        dates = {"created_at": "date-time", "updated_at": "date-time", "due_date": self.shape["due"]}
        shown = {}
        for name, value in task.items():
            value = self.stamp(value, dates[name]) if name in dates else value
            shown[wire(self.shape, name, False)] = str(value) if isinstance(value, uuid.UUID) else value
        return shown

    def one(self, task: dict, message: str) -> Any:
        """The answer about one task."""
        answer: Any = self.shown(task)
        for key in reversed(self.shape["single"]):
            answer = {key: answer} | ({"message": message} if self.shape["single_message"] else {})
        return answer

    def many(self, tasks: list[dict], total: int, page: int, size: int) -> Any:
        """The answer with a list."""
        shape, answer = self.shape, [self.shown(task) for task in tasks]
        known = {"total": total, "page": page, "limit": size, "total_pages": -(-total // size) if size else 1}
        counts = {wire(shape, name, False): known[name] for name in shape["meta"]}
        counts = {shape["meta_key"]: counts} if shape["meta_key"] else counts
        for key in reversed(shape["list"]):
            answer, counts = {key: answer} | counts, {}
        return answer
