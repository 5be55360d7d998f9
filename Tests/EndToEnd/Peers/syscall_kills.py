"""Kills `todotui add` (a commit, and its sending) or `todotui sync` (a drain) at its system calls.

Usage: syscall_kills.py PROGRAMS add|sync [STRIDE [OFFSET]]
strace kills on entering the Nth call of a name in any thread; what is tried is every such place from
the opening of the store on, or every STRIDE-th. Prints one JSON object: see killing.py.
"""

import json
import os
import re
import sys
import time

from killing import KILLED, Books, Rig

# On one processor there is one thread for what is asynchronous, so that counts are the same again.
ALONE = ["taskset", "-c", str(min(os.sched_getaffinity(0)))]
STORE = ".sqlite"
LINE = re.compile(r"^(\d+) +(\w+)\(")


def places(trace):
    """Every (call, count in its thread) from the opening of the store on, in order of time."""
    counts, found, is_open = {}, {}, False
    for line in trace:
        match = LINE.match(line)
        if not match:
            continue  # A signal, an end, or the second half of a call.
        thread, call = match.groups()
        counts[thread, call] = counts.get((thread, call), 0) + 1
        is_open = is_open or (call == "openat" and STORE in line)
        if is_open:
            found[call, counts[thread, call]] = None
    return list(found)


class Commit:
    """Adding a task, with the server in reach: the commit, the sending, the answer."""

    def __init__(self, rig, books):
        self.rig, self.books = rig, books

    def prepare(self, number):
        self.title = f"Task {number}"
        self.books.attempted += 1
        return ["add", self.title]

    def judge(self, done):
        self.books.judge(self.title, done.returncode)
        self.books.look(self.rig)


class Drain:
    """Sending what was saved while the server was out of reach: a creation and a completion."""

    def __init__(self, rig, books):
        self.rig, self.books = rig, books
        self.title = None

    def prepare(self, number):
        rig, books = self.rig, self.books
        rig.middleman.close()
        if self.title:
            rig.must("done", self.title)
            books.completed.add(self.title)
        self.title = f"Task {number:06}"
        rig.must("add", self.title)
        books.attempted += 1
        books.acknowledged.add(self.title)
        rig.middleman.open()
        return ["sync"]

    def judge(self, done):
        self.books.judge(self.title, done.returncode)
        self.books.look(self.rig)


def main(programs, kind, stride=1, offset=0):
    begin = time.monotonic()
    with Rig(programs) as rig:
        rig.new_account()
        books = Books()
        work = {"add": Commit, "sync": Drain}[kind](rig, books)
        log = os.path.join(rig.place, "trace")
        # The first one makes the store, which the others find.
        for number in (0, 1):
            done = rig.run(*work.prepare(number), before=[*ALONE, "strace", "-f", "-qq", "-o", log])
            work.judge(done)
            assert done.returncode == 0, done.stderr
        every = places(open(log))
        assert every, "the store was never opened"
        chosen = every[offset % stride :: stride]
        killed = 0
        for number, (call, count) in enumerate(chosen, start=2):
            arguments = work.prepare(number)
            done = rig.run(
                *arguments,
                before=[*ALONE, "strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                        "-e", f"inject={call}:signal=KILL:when={count}"],
            )
            killed += done.returncode == KILLED
            work.judge(done)
        books.settle(rig)
        names = len({call for call, _ in chosen})
        return books.report(
            places=len(every), tried=len(chosen), calls=names, killed=killed,
            seconds=round(time.monotonic() - begin),
        )


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))))
