"""Tries the peers of this folder on each other, without the client.

Usage: .build/interop/bin/python Tests/Interop/check.py   after Tests/Interop/prepare
Worth a run after a change of requirements.txt or of a peer. TODOTUI_PROGRAMS is where todo-server
is; default .build/debug.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unittest

import httpx
import jwt

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAMS = os.environ.get("TODOTUI_PROGRAMS", ".build/debug")
FASTAPI = [sys.executable, HERE + "/peer.py", HERE + "/fastapi"]
PERSON = {"name": "Ada", "email": "ada@example.com", "password": "correct horse"}


def start(argv, **environment):
    process = subprocess.Popen(
        argv, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline().strip()
    unittest.addModuleCleanup(stop, process)
    return process, line.removeprefix("listening on ")


def stop(process):
    process.terminate()
    process.wait(10)
    process.stdout.close()


def closed_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}"


def setUpModule():
    global database, scratch
    scratch = tempfile.mkdtemp(prefix="interop-")
    unittest.addModuleCleanup(subprocess.run, ["rm", "-r", scratch])
    database = start([HERE + "/postgres"])[1]


def todo_server(name="db"):
    return start([
        PROGRAMS + "/todo-server", "serve", "--port", "0", "--rate-limit", "off",
        "--database", f"{scratch}/{name}.sqlite",
    ])  # fmt: skip


def better_auth(bearer):
    return start([sys.executable, HERE + "/better_auth/serve.py", bearer])


def task_api(auth, **environment):
    return start(FASTAPI, DATABASE_URL=database, BETTER_AUTH_URL=auth, **environment)[1]


def counted(target):
    log = tempfile.mktemp(dir=scratch)
    return start([sys.executable, HERE + "/counting_proxy.py", target, log])[1], log


def entries(log):
    with open(log) as lines:
        return [json.loads(line) for line in lines]


class Account:
    """Signs up at `auth` and gets a JWT, with a bearer token or with the signed cookie."""

    def __init__(self, auth, by_cookie=False, **person):
        self.auth = auth + "/api/auth"
        answer = httpx.post(self.auth + "/sign-up/email", json={**PERSON, **person})
        assert answer.status_code == 200, answer.text
        self.id = answer.json()["user"]["id"]
        if by_cookie:
            name = "better-auth.session_token"
            self.session = {"Cookie": f"{name}={answer.cookies[name]}"}
        else:
            token = answer.headers.get("set-auth-token") or answer.json()["token"]
            self.session = {"Authorization": f"Bearer {token}"}
        self.jwt = httpx.get(self.auth + "/token", headers=self.session).json()["token"]

    def sign_out(self):
        origin = {"Origin": jwt.decode(self.jwt, options={"verify_signature": False})["iss"]}
        return httpx.post(self.auth + "/sign-out", headers={**self.session, **origin})

    def tasks(self, api):
        headers = {"Authorization": f"Bearer {self.jwt}"}
        return httpx.Client(base_url=f"{api}/api/{self.id}", headers=headers)


class Tasks(unittest.TestCase):
    def says(self, answer, status, **fields):
        self.assertEqual(answer.status_code, status, answer.text)
        if fields:
            self.assertLessEqual(fields.items(), answer.json().items())
        return answer

    def walk(self, auth, api, **options):
        ada, eve = Account(auth, **options), Account(auth, email="eve@example.com", **options)
        with ada.tasks(api) as mine, eve.tasks(api) as hers:
            self.assertEqual(self.says(mine.get("/tasks"), 200).json(), [])
            one = self.says(mine.post("/tasks", json={"title": " Tea "}), 201, title="Tea").json()
            path = f"/tasks/{one['id']}"
            self.assertTrue(one["created_at"].endswith("Z"))
            self.assertEqual(one["user_id"], ada.id)
            self.says(mine.put(path, json={"description": "d"}), 200, title="Tea", description="d")
            self.says(mine.patch(path, json={"description": None}), 200, description=None)
            for done in (True, False):
                self.says(mine.patch(path + "/complete"), 200, completed=done)
            for _ in range(2):
                answer = mine.patch(path + "/complete", json={"completed": True})
                self.says(answer, 200, completed=True)
            for status, count in (("all", 1), ("completed", 1), ("pending", 0)):
                self.assertEqual(len(mine.get("/tasks", params={"status": status}).json()), count)
            for bad in ({}, {"title": "  "}, {"title": "x" * 201}, {"title": None}, {"title": 5},
                        {"title": "x", "description": "x" * 1001}, {"title": "a\0b"}):  # fmt: skip
                self.says(mine.post("/tasks", json=bad), 422)
            self.says(mine.put(path, json={"title": None}), 422)
            for answer in (hers.get(path), hers.put(path, json={}), hers.delete(path)):
                self.says(answer, 404)
            self.says(hers.get(f"{api}/api/{ada.id}/tasks"), 403)
            self.says(mine.delete(path), 204)
            self.says(mine.delete(path), 404)
        for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer x.y.z"}):
            answer = self.says(httpx.get(f"{api}/api/{ada.id}/tasks", headers=headers), 401)
            self.assertEqual(answer.headers["www-authenticate"], "Bearer")
        self.says(ada.sign_out(), 200, success=True)

    def test_todo_server_as_issuer(self):
        auth = todo_server()[1]
        api, log = counted(task_api(auth, JWT_ISSUER=auth, JWT_AUDIENCE=auth))
        self.walk(auth, api)
        kinds = {entry["authorization"] for entry in entries(log)}
        self.assertEqual(kinds, {"jwt", "none", "other"})  # the last two are the walk's own 401s
        self.assertTrue(all(entry["cookies"] == [] for entry in entries(log)))

    def test_proxied_auth(self):
        auth = todo_server("proxied")[1]
        api, log = counted(task_api(auth, PROXY_AUTH="1"))
        self.walk(api, api)
        self.assertIn("other", {entry["authorization"] for entry in entries(log)})
        signed_out = httpx.post(api + "/api/auth/sign-out")
        self.assertEqual(len(signed_out.headers.get_list("set-cookie")), 3)
        self.says(httpx.get(api + "/api/auth/get-session?disableRefresh=true"), 200)
        self.says(httpx.get(api + "/api/auth/nowhere"), 404)

    def test_better_auth_with_its_bearer_plugin(self):
        auth = better_auth("plugin")[1]
        self.walk(auth, task_api(auth))

    def test_better_auth_without_bearer(self):
        auth = better_auth("none")[1]
        api = task_api(auth, PROXY_AUTH="1")
        # Neither way leads to a JWT without the cookie.
        with self.assertRaises(KeyError):
            Account(auth, email="bob@example.com")
        self.walk(api, api, by_cookie=True)

    def test_the_issuer_goes_away(self):
        nowhere, (issuer, auth) = closed_port(), todo_server("away")
        ada = Account(auth)
        before, never = task_api(auth), task_api(auth, JWKS_URL=nowhere)
        with ada.tasks(before) as tasks:
            self.says(tasks.get("/tasks"), 200)
            issuer.kill()
            issuer.wait()
            self.says(tasks.get("/tasks"), 200)
        answer = self.says(ada.tasks(never).get("/tasks"), 503)
        self.assertEqual(answer.headers["retry-after"], "1")
        self.assertNotIn("www-authenticate", answer.headers)
        proxied = task_api(nowhere, PROXY_AUTH="1")
        self.says(httpx.get(proxied + "/api/auth/ok"), 502)

    def test_tokens_that_are_not_the_issuers(self):
        auth = todo_server("forged")[1]
        ada, api = Account(auth), task_api(auth, JWT_ISSUER=auth, JWT_AUDIENCE=auth)
        claims = jwt.decode(ada.jwt, options={"verify_signature": False})
        kid = jwt.get_unverified_header(ada.jwt)["kid"]
        self.says(ada.tasks(api).get("/tasks"), 200)
        for forged in (
            jwt.encode(claims, "x" * 32, "HS256", {"kid": kid}),
            jwt.encode(claims, "x" * 32, "HS256", {"kid": "unknown"}),
            jwt.encode(claims, None, "none", {"kid": kid}),
        ):
            ada.jwt, real = forged, ada.jwt
            self.says(ada.tasks(api).get("/tasks"), 401)
            ada.jwt = real
        for other in ({"JWT_ISSUER": "http://x"}, {"JWT_AUDIENCE": "http://x"}):
            self.says(ada.tasks(task_api(auth, **other)).get("/tasks"), 401)


class Proxy(unittest.TestCase):
    def test_a_request_is_noted_without_values(self):
        proxy, log = counted(better_auth("builtin")[1])
        with httpx.Client(base_url=proxy) as client:
            client.get("/x?q=secret", headers={"Cookie": "a=secret; b=secret"})
            client.get("/x", headers={"Authorization": "Bearer e30.secret.secret"})
            client.get("/x", headers={"Authorization": "Bearer secret.secret.secret"})
            client.get("/x", headers=[("Authorization", "Bearer e30.a.b")] * 2)
            # An iterator makes httpx send chunks.
            person = iter([json.dumps(PERSON).encode()[:9], json.dumps(PERSON).encode()[9:]])
            kind = {"Content-Type": "application/json"}
            answer = client.post("/api/auth/sign-up/email", content=person, headers=kind)
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(len(answer.headers.get_list("set-cookie")), 2)
        noted = entries(log)
        kinds = ["none", "jwt", "other", "other", "none"]
        self.assertEqual([entry["authorization"] for entry in noted], kinds)
        self.assertEqual((noted[0]["cookies"], noted[0]["query"]), (["a", "b"], ["q"]))
        self.assertNotIn("secret", json.dumps(noted))


class Ends(unittest.TestCase):
    def test_peers_end_with_a_killed_parent(self):
        for argv in (
            [HERE + "/postgres"],
            [sys.executable, HERE + "/better_auth/serve.py", "none"],
            [sys.executable, HERE + "/counting_proxy.py", "http://127.0.0.1:9", "/dev/null"],
        ):
            with self.subTest(argv):
                # The shell's child inherits the pipe, whose end comes when all of them have ended.
                shell = subprocess.Popen(["sh", "-c", '"$@" & wait', "sh", *argv],
                                         stdout=subprocess.PIPE)  # fmt: skip
                self.assertTrue(shell.stdout.readline())
                shell.kill()
                shell.wait()
                since = time.monotonic()
                self.assertEqual(shell.stdout.read(), b"")
                self.assertLess(time.monotonic() - since, 5)
                shell.stdout.close()


if __name__ == "__main__":
    unittest.main()
