"""The real client and server, killed on purpose, with a middleman that loses answers on purpose.

A `Rig` is a server with its database, a middleman in front of it, and a home that is signed in. Its
`Books` say what was asked and acknowledged, and what came of it: nothing acknowledged may be lost,
nothing may be there twice, and server and store must be the same in the end.
"""

import collections
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from middleman import Middleman

# As `subprocess` says it.
KILLED = -signal.SIGKILL
PASSWORD = "correct horse battery\n"


class Rig:
    """A server, a middleman and a home; everything goes with the `with` that made it."""

    def __init__(self, programs, seed=0):
        self.client = os.path.join(programs, "todotui")
        self.server_program = os.path.join(programs, "todo-server")
        self.seed = seed

    def __enter__(self):
        self.place = tempfile.mkdtemp(prefix="todotui-test-")
        self.environment = {
            "HOME": self.place, "TMPDIR": self.place, "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
        }
        self.port = 0
        self.server = None
        try:
            self.start_server()
            self.middleman = Middleman(self.port, self.seed)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.kill_server()
        shutil.rmtree(self.place, ignore_errors=True)

    def start_server(self):
        database = os.path.join(self.place, "server.sqlite")
        self.server = subprocess.Popen(
            [self.server_program, "--port", str(self.port), "--database", database,
             "--rate-limit", "off", "--jwt-ttl", "12h", "--exit-when-idle", "1h"],
            env=self.environment, stdout=subprocess.PIPE, text=True,
        )
        line = self.server.stdout.readline()
        assert line.startswith("listening on "), "the server did not start"
        self.port = int(line.rsplit(":", 1)[1])

    def kill_server(self):
        if self.server:
            self.server.send_signal(signal.SIGKILL)
            self.server.wait()
            self.server.stdout.close()
            self.server = None

    def run(self, *arguments, text=None, before=()):
        return subprocess.run(
            [*before, self.client, *arguments], env=self.environment, input=text, text=True,
            capture_output=True,
        )

    def must(self, *arguments, text=None):
        done = self.run(*arguments, text=text)
        assert done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr}"
        return done.stdout

    def new_account(self):
        """Another home on another account: the old one is checked, and would only make all slow."""
        shutil.rmtree(os.path.join(self.place, ".local"), ignore_errors=True)
        self.must(
            "auth", "signup", "--email", f"{time.monotonic_ns()}@example.com", "--name", "Ada",
            "--password-stdin", "--server", f"http://127.0.0.1:{self.middleman.port}",
            text=PASSWORD,
        )
        self.user = json.loads(self.must("auth", "status", "--json"))["user"]["id"]
        self.token = self.must("auth", "token").strip()

    def stored(self):
        """The tasks of the store, without the network."""
        done = self.run("list", "--all", "--offline", "--json")
        if done.returncode != 0:
            return None, done.stderr
        return json.loads(done.stdout), done.stderr

    def served(self):
        """The tasks of the server, without the client."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                "GET", f"/api/{self.user}/tasks", headers={"Authorization": f"Bearer {self.token}"}
            )
            reply = connection.getresponse()
            assert reply.status == 200, f"the server answered {reply.status}"
            return json.loads(reply.read())
        finally:
            connection.close()

    def drain(self):
        """Syncs until nothing waits any more; what it said in the end, where that does not come."""
        for _ in range(30):
            done = self.run("sync", "--json")
            if done.returncode == 0:
                state = json.loads(done.stdout)
                if state["queued"] == 0 and state["failed"] == 0:
                    return None
            time.sleep(0.1)
        return done.stdout + done.stderr


class Books:
    """What was acknowledged, by title, and all that went wrong."""

    def __init__(self):
        self.attempted = 0
        self.acknowledged = set()
        self.completed = set()
        self.served = 0
        self.trouble = collections.defaultdict(list)

    def judge(self, title, status):
        """Whoever is not killed has saved the task, whatever became of the answer."""
        if status == 0:
            self.acknowledged.add(title)
        elif status != KILLED:
            self.trouble["ended otherwise"].append(f"{title}: {status}")

    def look(self, rig):
        """The store opens, holds what was acknowledged and complains of nothing."""
        rows, said = rig.stored()
        if rows is None or "damaged" in said or "set aside" in said:
            return self.trouble["does not open"].append(said)
        titles = {row["title"] for row in rows}
        self.trouble["acknowledged, and not in the store"] += sorted(self.acknowledged - titles)
        # What is in the store is shown, and so as good as acknowledged.
        self.acknowledged |= titles

    def settle(self, rig):
        """After a full sync: server and store have exactly what was acknowledged, once."""
        waiting = rig.drain()
        if waiting:
            self.trouble["does not drain"].append(waiting)
        served = collections.Counter(row["title"] for row in rig.served())
        stored = collections.Counter(row["title"] for row in rig.stored()[0])
        done = {row["title"] for row in rig.served() if row["completed"]}
        self.served += sum(served.values())
        self.trouble["lost"] += sorted(self.acknowledged - set(served))
        self.trouble["twice"] += sorted(title for title, count in served.items() if count > 1)
        self.trouble["never acknowledged"] += sorted(set(served) - self.acknowledged)
        self.trouble["otherwise in the store"] += sorted((served - stored) + (stored - served))
        self.trouble["completion lost"] += sorted(self.completed - done)
        self.trouble["completed by nobody"] += sorted(done - self.completed)

    def report(self, **more):
        trouble = {name: titles for name, titles in self.trouble.items() if titles}
        return {"attempted": self.attempted, "served": self.served, **more, "trouble": trouble}
