"""Lists of equal length for the programs that are measured, each made by the program's own means."""

import http.client
import json
import os
import shutil
import socket
import subprocess


VERBS = ("Buy", "Call", "Water", "Repair", "Read", "Answer", "Plan", "Clean", "Book", "Return")
THINGS = ("the old bicycle", "two tickets to Lisbon", "a letter", "the roof above the kitchen", "tea",
          "notes of the last meeting", "the neighbours", "a very long chapter about rivers", "plums",
          "the tax form", "library books before they are due", "the dentist", "a present")


def title(number):
    """Neighbours differ in length and words, as real titles do: no picture is a shift of another."""
    return f"{number} {VERBS[number * 7 % 10]} {THINGS[number * 5 % 13]}"


# A title as far as the narrowest of the lists shows it.
ROW = r"\d+ (?:" + "|".join(VERBS) + ") "


class Subject:
    """A program with its list: how it starts, and how its screen is known to be whole."""

    def __init__(self, name, argv, environment, row, whole, *, least=15, warm=b"", ask=None,
                 down=b"j"):
        self.name, self.argv, self.environment = name, argv, environment
        # `least` rows that match `row`, and `whole` somewhere: the first complete frame.
        self.row, self.whole, self.least = row, whole, least
        # Keys that lead to the list, keys that open something Esc closes, the key one row down.
        self.warm, self.ask, self.down = warm, ask, down


class Connection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Tasks:
    """A home of todotui's local profile with so many tasks, mirrored; the server can be stopped."""

    def __init__(self, program, place, count, environment):
        home = os.path.join(place, f"todotui-{count}")
        os.mkdir(home, 0o700)
        self.program = program
        self.environment = {**environment, "HOME": home, "TMPDIR": home}
        self.run("auth", "signup", "--email", "bench@example.com", "--name", "Bench",
                 "--password-stdin", text="a password of the bench\n")
        user = json.loads(self.run("auth", "status", "--json"))["user"]["id"]
        token = self.run("auth", "token").strip()
        connection = Connection(json.loads(self.run("local", "status", "--json"))["socket"])
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for number in range(count):
            body = json.dumps({"title": title(number)})
            connection.request("POST", f"/api/{user}/tasks", body, headers)
            answer = connection.getresponse()
            if answer.status != 201:
                raise SystemExit(f"the server answered {answer.status}: {answer.read()}")
            answer.read()
        connection.close()
        self.run("sync")
        held = len(json.loads(self.run("list", "--offline", "--all", "--json")))
        if held != count:
            raise SystemExit(f"the mirror holds {held} tasks instead of {count}")
        # Without todo-server beside it the program cannot start one: the server stays stopped.
        self.lonely = os.path.join(place, "lonely", "todotui")
        if not os.path.exists(self.lonely):
            os.mkdir(os.path.dirname(self.lonely))
            shutil.copy(program, self.lonely)

    def run(self, *words, text=None):
        done = subprocess.run([self.program, *words], env=self.environment, input=text, text=True,
                              capture_output=True)
        if done.returncode:
            raise SystemExit(f"todotui {' '.join(words)}: {done.stderr}")
        return done.stdout

    def stop(self):
        subprocess.run([self.program, "-q", "local", "stop"], env=self.environment)

    def subject(self, alone=False):
        return Subject("todotui", [self.lonely if alone else self.program], self.environment,
                       ROW, r"\? help|q quit|neither beside", ask=b"/a")


def commits(place, count, environment):
    """tig on a repository with so many commits."""
    folder = os.path.join(place, f"tig-{count}")
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True, env=environment)
    stream = []
    for number in range(count):
        text = title(number) + "\n"
        stream.append(f"commit refs/heads/main\ncommitter Bench <bench@example.com> "
                      f"{1700000000 + number} +0000\ndata {len(text)}\n{text}\n")
    subprocess.run(["git", "fast-import", "--quiet"], input="".join(stream).encode(), check=True,
                   cwd=folder, env=environment)
    subprocess.run(["git", "gc", "-q"], check=True, cwd=folder, env=environment)
    subject = Subject("tig", ["tig"], {**environment, "GIT_DIR": os.path.join(folder, ".git"),
                                       "GIT_WORK_TREE": folder},
                      ROW, r"commit 1 of \d+", ask=b":a")
    return subject


def mails(place, count, environment):
    """mutt on a mailbox file with so many mails."""
    box = os.path.join(place, f"mutt-{count}")
    with open(box, "w", encoding="ascii") as file:
        for number in range(count):
            date = f"Tue, 14 Nov 2023 {number // 3600 % 24:02}:{number // 60 % 60:02}:00 +0000"
            file.write(f"From bench@example.com Tue Nov 14 22:13:20 2023\n"
                       f"From: Bench <bench@example.com>\nTo: bench@example.com\nDate: {date}\n"
                       f"Message-ID: <{number}@example.com>\nStatus: RO\n"
                       f"Subject: {title(number)}\n\nA line.\n\n")
    settings = os.path.join(place, "muttrc")
    with open(settings, "w", encoding="ascii") as file:
        file.write("set quit=yes\nset folder=/nonexistent\nset sort=reverse-mailbox-order\n")
    # Esc begins a longer key in mutt's prompts; they are left with ^G.
    return Subject("mutt", ["mutt", "-n", "-F", settings, "-R", "-f", box], environment,
                   ROW, r"Mutt:.*Msgs:")


def items(place, count, environment):
    """calcurse on a list of so many things to do."""
    folder = os.path.join(place, f"calcurse-{count}")
    os.mkdir(folder)
    with open(os.path.join(folder, "todo"), "w", encoding="ascii") as file:
        for number in range(count):
            file.write(f"[1] {title(number)}\n")
    # The list is the third of its panels.
    return Subject("calcurse", ["calcurse", "-D", folder], environment, ROW,
                   r"Help|Quit", least=5, warm=b"\t\t", ask=b"a")
