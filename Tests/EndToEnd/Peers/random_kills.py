"""Kills a process that adds tasks at random moments, behind a middleman that loses answers.

Usage: random_kills.py PROGRAMS KILLS [SEED [blind]]
Three of ten answers to a write are lost after the server committed. Every 25th kill takes the server
too, every 100th settles the books and goes on with a new account. With `blind` the client that adds is
blind_client.py, which repeats whatever had no answer: that must show as tasks that are there twice.
Nine of ten answers are lost then. Prints one JSON object: see killing.py.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

from killing import KILLED, Books, Rig

LOST = 0.3
# So that a few kills are enough.
LOST_BLIND = 0.9
BLIND = os.path.join(os.path.dirname(os.path.abspath(__file__)), "blind_client.py")


def adding(rig, title, is_blind):
    """What adds a task: the real client, or the one that must be found out."""
    if not is_blind:
        return [rig.client, "add", title]
    address = f"http://127.0.0.1:{rig.middleman.port}"
    outbox = os.path.join(rig.place, f"{rig.user}.outbox")
    return [sys.executable, BLIND, address, rig.user, rig.token, outbox, title]


def add(rig, words, patience):
    """Adds a task, or is killed after so many seconds; returns the status."""
    child = subprocess.Popen(
        words, env=rig.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        return child.wait()


def usual(rig, books, is_blind):
    """How long an addition takes, with a store that is new, in seconds."""
    begin = time.monotonic()
    books.judge("The first", add(rig, adding(rig, "The first", is_blind), 60))
    return time.monotonic() - begin


def main(programs, kills, seed=1, is_blind=False):
    begin = time.monotonic()
    chance = random.Random(seed)
    killed, servers, books, number = 0, 0, Books(), 0
    with Rig(programs, seed) as rig:
        while killed < kills:
            rig.new_account()
            rig.middleman.chance = LOST_BLIND if is_blind else LOST
            length, of_this = usual(rig, books, is_blind), 0
            while killed < kills and of_this < 100:
                number += 1
                books.attempted += 1
                title = f"Task {number}"
                status = add(rig, adding(rig, title, is_blind), chance.uniform(0, length))
                # So that three of four are killed, however busy the machine is.
                length *= 1.02 if status == KILLED else 0.94
                books.judge(title, status)
                if status == KILLED:
                    killed, of_this = killed + 1, of_this + 1
                    if killed % 25 == 0:
                        rig.kill_server()
                        rig.start_server()
                        servers += 1
                    if killed % 10 == 0 and not is_blind:
                        books.look(rig)
            if not is_blind:
                books.look(rig)
            rig.middleman.chance = 0
            books.settle(rig)
            books.acknowledged.clear()
        return books.report(
            killed=killed, servers=servers, dropped=rig.middleman.dropped, seed=seed,
            seconds=round(time.monotonic() - begin),
        )


if __name__ == "__main__":
    arguments = sys.argv[2:]
    blind = arguments[-1] == "blind"
    print(json.dumps(main(sys.argv[1], *map(int, arguments[: -1 if blind else None]), is_blind=blind)))
