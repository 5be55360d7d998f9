"""What a recorded server answers: its recordings first, the documented rules of the real one where there is none.

Recorded, with the headers in their order (only Date is today's), wherever such a line exists: sign-up, get-session in
each form of credential, /token, sign-out, update-user, the refusals of a bearer and of a cookie's wrong name, the
refreshed session, the expired one. JWTs and dates in them are as recorded, so their times are past and their issuer is
the recorded base URL, not this port: the Origin that counts is that base URL's, as behind a proxy.

By the rules of the contract (contract/better-auth), where nothing is recorded:
- sign-in: the recorded sign-up's session, `redirect: false` in front; the account is the recorded one from the start,
  a sign-up is taken once and before any sign-in, and another address is refused with FAILED_TO_CREATE_USER;
- /token: the JWT of the recorded get-session. `trusted-origins` has no get-session and no JWT among its recordings:
  both are made here, and the JWT's signature is no signature;
- sign-out and update-user of servers that have none recorded, /ok, sessions that are signed out, wrong credentials;
- order and wording of refusals: 404, 415, 500 for malformed JSON, 403 for the Origin, 400, 401.
State: whether the session lives, and how often get-session was asked. In `short-session` the first answer is the young
session's, the second the refreshing one's, later ones those of a session just refreshed: no clock is involved.
"""

import base64
import fnmatch
import json
import threading
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

BASE = "/api/auth"
ROUTES = {("GET", "/ok"), ("GET", "/get-session"), ("GET", "/token"), ("POST", "/sign-up/email"),
          ("POST", "/sign-in/email"), ("POST", "/sign-out"), ("POST", "/update-user")}
JSON = [["content-type", "application/json"]]
TYPES = "application/x-www-form-urlencoded, application/json"


class Refused(Exception):
    """An answer that ends the handling of a request."""

    def __init__(self, status: int, code: str | None = None, message: str = "", bare: bool = False):
        super().__init__(code)
        body = json.dumps({"code": code, "message": message}, separators=(",", ":")) if code else ""
        self.answer = (status, [] if bare else JSON, body, "rule")


class Replay:
    """One recorded server: its exchanges, its settings, and the state of its one session."""

    def __init__(self, name: str, ends_after: int | None, jwt: bool):
        lines = (Path(__file__).parent / f"{name}.jsonl").read_text().splitlines()
        exchanges = [json.loads(line) for line in lines]
        self.recorded = {(e["method"], e["path"].removeprefix(BASE), e["credential"], e["when"]): e for e in exchanges}
        first = exchanges[0]
        settings, self.ends_after, self.jwt = first["server_env"], ends_after, jwt
        self.bearer = "NO_BEARER" not in settings
        self.signature = "BEARER_REQUIRE_SIGNATURE" in settings
        self.base = settings.get("BETTER_AUTH_URL") or "http://" + dict(first["request_headers"])["Host"]
        self.trusted = [self.base, *filter(None, settings.get("TRUSTED_ORIGINS", "").split(","))]
        self.sign_up, self.account = first, json.loads(first["request_body"])
        self.fresh = json.loads(first["response_body"])
        cookie = next(value for key, value in first["response_headers"] if key == "set-cookie").partition(";")
        self.cookie, _, self.signed = cookie[0].partition("=")
        self.attributes = cookie[2].replace(" Max-Age=10;", "").replace(" Max-Age=604800;", "")
        self.known = self.alive = False
        self.asked = 0
        self.lock = threading.Lock()

    # Checks

    def credential(self, headers) -> tuple[str, bool]:
        """Which form was sent, and whether it is the session's proof; a session cookie beats a bearer."""
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("Cookie", "").split(";"))
        if self.cookie in cookies:
            value, data = cookies[self.cookie].strip('"'), self.cookie.replace("_token", "_data") in cookies
            return "cookie and data" if data else "cookie", value in (self.signed, unquote(self.signed))
        given = headers.get("Authorization")
        if given is None:
            return ("other cookie" if cookies.keys() - {""} else "none"), False
        value = given.removeprefix("Bearer ")
        if "." in value:  # a percent sign's digits may be of either case, decoding it all breaks the proof
            return "signed", self.bearer and "%" in value and unquote(value) == unquote(self.signed)
        return "raw", self.bearer and not self.signature and value == self.fresh["token"]

    def state(self, headers) -> tuple[str, str]:
        """The form of the credential and the state that it meets."""
        form, proves = self.credential(headers)
        if not proves:
            # An unknown raw bearer is looked up and found dead, unlike one that is not looked at.
            looked_up = form == "raw" and self.bearer and not self.signature
            return form, "dead" if looked_up else "ignored"
        if not self.alive:
            return form, "dead"
        if self.ends_after is not None and self.asked >= self.ends_after:
            return form, "expired"
        return form, "alive"

    def check_origin(self, headers) -> None:
        """A cookie of any name on a request that is no GET needs an Origin or Referer that is trusted."""
        if "Cookie" not in headers:
            return
        origin = headers.get("Origin") or headers.get("Referer")
        if origin in (None, "null"):
            raise Refused(403, "MISSING_OR_NULL_ORIGIN", "Missing or null Origin")
        parts = urlsplit(origin)
        exact = f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else origin
        for rule in self.trusted:
            custom = not rule.startswith(("http://", "https://")) and exact.startswith(rule)
            if custom or (fnmatch.fnmatchcase(exact, rule) if "*" in rule else exact == rule):
                return
        raise Refused(403, "INVALID_ORIGIN", "Invalid origin")

    def body(self, headers, data: bytes, form: bool) -> object:
        """The decoded body; None where there is none."""
        kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if not data or not kind:
            return None
        if kind == "application/json":
            try:
                return json.loads(data)
            except ValueError:
                raise Refused(500, bare=True) from None
        if kind == "application/x-www-form-urlencoded" and form:
            return dict(parse_qsl(data.decode()))
        allowed = TYPES if form else "application/json"
        text = f'Content-Type "{kind}" is not allowed. Allowed types: {allowed}'
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", text)

    # Answers

    def replayed(self, *key: str):
        """A recorded answer, or None."""
        if (e := self.recorded.get(key)) is None:
            return None
        headers = [pair for pair in e["response_headers"] if self.jwt or pair[0] != "set-auth-jwt"]
        return e["status"], headers, e["response_body"], f"recorded {e['case']}"

    def session_cookie(self) -> list[list[str]]:
        """The headers that hand out the session again."""
        seconds = "10" if "short" in self.sign_up["server"] else "604800"
        cookie = [["set-cookie", f"{self.cookie}={self.signed}; Max-Age={seconds};{self.attributes}"]]
        if not self.bearer:
            return JSON + cookie
        return [["access-control-expose-headers", "set-auth-token"], *JSON, ["set-auth-token", self.signed], *cookie]

    def deletions(self) -> list[list[str]]:
        prefix = self.cookie.removesuffix("session_token")
        names = [prefix + name for name in ("session_token", "session_data", "dont_remember")]
        return [["set-cookie", f"{name}=; Max-Age=0;{self.attributes}"] for name in names]

    def newest_jwt(self) -> str:
        for e in self.recorded.values():
            for key, value in e["response_headers"]:
                if key == "set-auth-jwt":
                    return value
        user = self.fresh["user"]
        claims = {"iat": 1795241264, **user, "sub": user["id"], "exp": 1795242164, "iss": self.base, "aud": self.base}
        parts = [json.dumps(part).encode() for part in ({"alg": "EdDSA", "kid": "none"}, claims)] + [bytes(64)]
        return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)

    def get_session(self, headers, path: str):
        form, state = self.state(headers)
        if state == "alive":
            self.asked += 1
            due = ("GET", "/get-session", "cookie", "due") in self.recorded
            state = "alive" if self.asked == 1 or not due else "due" if self.asked == 2 else "refreshed"
            for other in (form, "cookie", "signed"):
                for query in (path, "/get-session"):
                    if found := self.replayed("GET", query, other, state):
                        return found
            user, token = self.fresh["user"], self.fresh["token"]
            session = {"expiresAt": user["createdAt"].replace("-11-21", "-11-28"), "token": token,
                       "createdAt": user["createdAt"], "updatedAt": user["createdAt"], "ipAddress": "",
                       "userAgent": headers.get("User-Agent", ""), "userId": user["id"], "id": user["id"]}
            shown = [["access-control-expose-headers", "set-auth-jwt"], *JSON, ["set-auth-jwt", self.newest_jwt()]]
            text = json.dumps({"session": session, "user": user}, separators=(",", ":"))
            return 200, shown if self.jwt else JSON, text, "rule"
        if found := self.replayed("GET", "/get-session", form, state):
            return found
        return 200, JSON + (self.deletions() if state in ("dead", "expired") else []), "null", "rule"

    def token(self, headers):
        if not self.jwt:
            raise Refused(404, bare=True)
        form, state = self.state(headers)
        if state == "alive":
            self.asked += self.ends_after is not None
            body = json.dumps({"token": self.newest_jwt()}, separators=(",", ":"))
            for other in (form, "cookie", "signed"):
                if found := self.replayed("GET", "/token", other, state):
                    return found
            return 200, JSON, body, "rule"
        return self.replayed("GET", "/token", form, state) or (401, JSON, "", "rule")

    def sign(self, path: str, body: object):
        if not isinstance(body, dict):
            got = {type(None): "undefined", list: "array", str: "string", bool: "boolean"}.get(type(body), "number")
            raise Refused(400, "VALIDATION_ERROR", f"[body] Invalid input: expected object, received {got}")
        needed = ("name", "email", "password") if path == "/sign-up/email" else ("email", "password")
        if issues := [f"[body.{name}] Invalid input: expected string, received "
                      + ("undefined" if name not in body else "other") for name in needed
                      if not isinstance(body.get(name), str)]:
            raise Refused(400, "VALIDATION_ERROR", "; ".join(issues))
        same = body["email"].lower() == self.account["email"]
        if path == "/sign-in/email":
            if not same or body["password"] != self.account["password"]:
                raise Refused(401, "INVALID_EMAIL_OR_PASSWORD", "Invalid email or password")
            self.known, self.alive, self.asked = True, True, 0
            text = json.dumps({"redirect": False, **self.fresh}, separators=(",", ":"))
            return 200, self.sign_up["response_headers"], text, "rule: sign-in with the recorded sign-up's session"
        if len(body["password"].encode("utf-16-le")) // 2 < 8:
            raise Refused(400, "PASSWORD_TOO_SHORT", "Password too short")
        if not same:
            raise Refused(422, "FAILED_TO_CREATE_USER", "Failed to create user")
        if self.known:
            raise Refused(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL", "User already exists. Use another email.")
        self.known, self.alive, self.asked = True, True, 0
        return self.replayed("POST", path, "none", "any")

    def answer(self, method: str, path: str, headers, data: bytes):
        """Status, headers, body and where they come from."""
        route = urlsplit(path).path.removeprefix(BASE) if path.startswith(BASE + "/") else ""
        try:
            if (method, route) not in ROUTES:
                raise Refused(404, bare=True)
            if method == "GET":
                if route == "/ok":
                    return 200, JSON, '{"ok":true}', "rule"
                if route == "/token":
                    return self.token(headers)
                return self.get_session(headers, path.removeprefix(BASE))
            body = self.body(headers, data, route.startswith("/sign-") and route != "/sign-out")
            form, state = self.state(headers)
            origin = headers.get("Origin", "")
            if found := self.replayed(method, route, form, origin):
                if state == "alive" or found[0] == 403:
                    return found
            self.check_origin(headers)
            if route.startswith("/sign-") and route != "/sign-out":
                return self.sign(route, body)
            if route == "/update-user":
                if state != "alive":
                    raise Refused(401)
                made = 200, self.session_cookie(), '{"status":true}', "rule"
                return self.replayed(method, route, form, state) or made
            self.alive = self.alive and state not in ("alive", "expired")
            made = 200, JSON + self.deletions(), '{"success":true}', "rule"
            return self.replayed(method, route, form, "any") or made
        except Refused as refusal:
            return refusal.answer
