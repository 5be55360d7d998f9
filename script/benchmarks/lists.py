"""Lists of equal length for the programs that are measured, each made by the program's own means."""

import json
import os
import shutil
import sqlite3
import subprocess
import uuid


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


def fill(path, count):
    """Makes the one task of a stopped server so many; as many requests would take minutes."""
    with sqlite3.connect(path) as database:
        columns = [row[1] for row in database.execute("PRAGMA table_info(task)")]
        first = dict(zip(columns, database.execute("SELECT * FROM task").fetchone()))
        rows = []
        for number in range(1, count):
            row = {**first, "id": str(uuid.UUID(int=number, version=4)), "title": title(number),
                   "created_at": first["created_at"] + number,
                   "updated_at": first["updated_at"] + number}
            if "number" in row:
                row["number"] += number
            rows.append([row[column] for column in columns])
        database.executemany(f"INSERT INTO task VALUES ({', '.join('?' * len(columns))})", rows)
        if "number" in first:
            database.execute("UPDATE task_counter SET number = number + ?", [count])
    database.close()


class Tasks:
    """A home of todotui's local profile with so many tasks, mirrored; the server can be stopped."""

    def __init__(self, program, place, count, environment):
        home = os.path.join(place, f"todotui-{count}")
        os.mkdir(home, 0o700)
        self.program = program
        self.environment = {**environment, "HOME": home, "TMPDIR": home}
        self.run("auth", "signup", "--email", "bench@example.com", "--name", "Bench",
                 "--password-stdin", text="a password of the bench\n")
        self.run("add", title(0))
        self.stop()
        fill(os.path.join(home, ".local/share/todotui/server/todo-server.sqlite"), count)
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


def printed(place, count, environment):
    """Command lines that print so many things to do, by name: calcurse's and taskwarrior's."""
    calcurse = items(place, count, environment).argv
    folder = os.path.join(place, f"task-{count}")
    os.mkdir(folder)
    settings = os.path.join(place, f"taskrc-{count}")
    with open(settings, "w", encoding="ascii") as file:
        file.write(f"data.location={folder}\nconfirmation=off\nverbose=nothing\n"
                   "defaultwidth=80\nrecurrence=off\n")
    # The form of its own file: `task import` looks for each task among all before it.
    with open(os.path.join(folder, "pending.data"), "w", encoding="ascii") as file:
        for number in range(count):
            file.write(f'[description:"{title(number)}" entry:"{1700000000 + number}" '
                       f'modified:"{1700000000 + number}" status:"pending" '
                       f'uuid:"{uuid.UUID(int=number + 1)}"]\n')
    return {"calcurse -t": [*calcurse, "-t"],
            "task list": ["task", f"rc:{settings}", "list"]}
