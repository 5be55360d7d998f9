"""A shape: one way in which public FastAPI task backends differ, as a flat JSON object.

Absent keys have the values of DEFAULTS, which make a bare list under the user's path with a toggle.
`load` takes a file or the name of one in shapes/, and `key=json` overrides; an unknown key is an error.

Which shapes show which row of contract/tasks-api, "In the wild" (`about` in each file says the rest):

base path       /api/{user_id}/tasks canonical, toggle-plain, put-replace, toggle-object; /api/tasks tasks-envelope,
                status-upper, user-in-body; /api/v1/tasks v1-items-camel, put-required; /api/todos todos, null-ignored;
                /api/v1/{..}/tasks v1-user-data; /tasks/ root-undeclared; /api/v1/todos v1-todos-status;
                /api/users/{user_id}/tasks users-toggle; another parameter v1-user-data, complete-required
trailing slash  slash-form, root-undeclared (also on one task), v1-todos-status, status-route, mixed-case,
                required-fields
complete        toggle toggle-plain, v1-items-camel; its body sets: complete-required, optional canonical; it wants an
                object: toggle-object; a field by PUT/PATCH tasks-envelope, slash-form, root-undeclared, status-upper,
                mixed-case, put-*; /status v1-todos-status, status-route; /toggle users-toggle, by POST todos
list            bare toggle-plain; {tasks} tasks-envelope, put-*, user-in-body; {todos, total} todos; {items}
                v1-items-camel, status-upper; {data: {tasks, pagination}} v1-user-data
single          bare toggle-plain; {task} put-required; {todo} todos; {data, message} v1-user-data
done            is_completed tasks-envelope, mixed-case, required-fields; is_complete todos; completion_status
                v1-todos-status; status root-undeclared, status-route, in capitals status-upper
case            camel v1-items-camel; mixed mixed-case
create          200 required-fields (priority and category required), user-in-body
update          both canonical, mixed-case, put-required; PATCH only slash-form, status-upper; whole put-*
delete          200 with a body todos, v1-user-data, users-toggle
paging          page+limit tasks-envelope; page+pageSize v1-items-camel, no maximum; skip+limit slash-form,
                user-in-body; limit+offset v1-user-data; defaults of 10, 20, 50, 100
token           HS256 of its own toggle-plain (JSON), slash-form (OAuth2 form), v1-items-camel {token}, v1-user-data
                {data: {token}}, users-toggle {user, token}; elsewhere any JWT
refusals        each form of errors.py once; a missing token is 403 in toggle-plain, root-undeclared, complete-required
dates           0, 3 and 6 decimals, without a time users-toggle; null ignored null-ignored
odd ones        two-collections, team-only, list-required, undescribed, lie-*
"""

import json
import pathlib

DEFAULTS = {
    "title": "Tasks",  # the application's name; means nothing
    "openapi": "/openapi.json",  # null: serves no description
    "path": "/api/{user_id}/tasks",  # the list; a trailing slash is meant, the other spelling answers 307
    "item_id": "task_id",  # the path parameter of one task
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
    "status_filter": True,  # a free `status` parameter: an unknown word, even `all`, matches nothing; or its words
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
