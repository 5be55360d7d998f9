"""A shape: one way in which public FastAPI task backends differ, as a flat JSON object.

Absent keys have the values of DEFAULTS, which are the canonical contract's except that nothing is optional there.
`load` takes a file or the name of one in shapes/, and `key=json` overrides; an unknown key is an error.
"""

import json
import pathlib

DEFAULTS = {
    "title": "Tasks",  # the application's name; means nothing
    "openapi": "/openapi.json",  # null: serves no description
    "path": "/api/{user_id}/tasks",  # the list; a trailing slash is meant, the other spelling answers 307
    "item_slash": False,  # whether the paths of one task end in a slash too
    "path_values": {},  # path parameters that are not the user, with the one value that exists
    "reads_single": True,
    "response_model": True,  # false: answers are not described
    "list": [],  # keys that lead to the array
    "meta": [],  # of total, page, limit, total_pages: beside the array
    "meta_key": None,  # gathers `meta` under one key
    "single": [],  # keys that lead to the task
    "single_message": False,  # a `message` beside it
    "id": "uuid",  # or integer
    "case": "snake",  # or camel, or mixed: answers camel, accepts snake
    "done": "completed",  # the field's name in snake case; null: there is none
    "words": None,  # for a status: its words, the first means open and the last done
    "fields": ["description"],  # and priority, due_date, tags, category, in snake case
    "priorities": ["low", "medium", "high"],  # empty: any text
    "due": "date-time",  # or date
    "tags": "array",  # or text
    "decimals": 6,  # of a second; "date": no time at all
    "zone": "",  # behind dates; empty: naive, meaning UTC
    "create_status": 201,
    "create_required": [],  # beside the title
    "user_in_body": None,  # the required field that takes the user's id
    "update": ["PUT"],  # and PATCH
    "put": "partial",  # replace: absent fields get defaults; required: absent fields are refused
    "done_in_update": True,
    "null_ignored": False,
    "complete": {"method": "PATCH", "route": "complete", "body": None},
    # body: null, "empty" (an object must be there), or the field that sets; optional: it may be left out, then toggles
    "delete_status": 204,
    "paging": None,  # {"style": page|offset, "position": name, "size": name, "default": n, "max": n or null}
    "status_filter": True,  # a free `status` parameter: a word it does not know matches no task
    "sorts": [],  # the words of an enumerated `sort` parameter
    "errors": "detail",  # see errors.py
    "missing_token": 401,
    "auth": "jwt",  # any JWT, its signature not looked at; or hs256: its own only
    "login": None,  # {"path", "form": json|form, "identity": email|username, "answer", "register": path or null}
    "also": [],  # further collections: these keys over the others
    "lies": [],  # of complete-toggles, update-ignores-done, paging-ignored
}
COMPLETE = {"method": "PATCH", "route": "complete", "body": None, "optional": False}


def load(name: str, overrides: list[str]) -> dict:
    """The shape of a file, or of shapes/`name`.json, with `key=json` overrides."""
    path = pathlib.Path(name)
    if not path.suffix:
        path = pathlib.Path(__file__).parent / "shapes" / f"{name}.json"
    given = json.loads(path.read_text())
    for override in overrides:
        key, _, value = override.partition("=")
        given[key] = json.loads(value)
    return complete(given, DEFAULTS)


def complete(given: dict, base: dict) -> dict:
    """The shape `base` with the keys of `given`."""
    if unknown := set(given) - set(DEFAULTS) - {"about"}:
        raise SystemExit(f"unknown keys in the shape: {sorted(unknown)}")
    shape = {**base, **given}
    shape["complete"] = shape["complete"] and {**COMPLETE, **shape["complete"]}
    return shape


def wire(shape: dict, name: str, writing: bool) -> str:
    """What a field in snake case is called in requests or in answers."""
    if shape["case"] == "snake" or (shape["case"] == "mixed" and writing):
        return name
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
