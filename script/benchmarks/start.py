"""Measures how todotui starts from its mirror, with no server and none to be started.

usage: start.py [ROUNDS [LENGTH...]]

First screens, what keys typed before them lead to, keys and memory beside tig and calcurse on lists of
equal length, from the far side of a pseudo-terminal; then whole commands that print a list, beside
calcurse's and taskwarrior's. Rounds are interleaved.
"""

import os
import subprocess
import sys
import time

import lists
import screen
from pseudoterminal import Emulator, Pty

LETTERS = b"pa"
# The longest list that whole commands print.
LONGEST_PRINTED = 10_000


def once(subject, finds):
    """One start: figures by name, each a list of values."""
    pty, first = screen.start(subject)
    figures = {"first screen, ms": [first]}

    def note(name, got):
        if got is not None:
            figures.setdefault(name, []).append(got)

    try:
        for name, value in zip(screen.MEMORY, screen.memory(pty.pid)):
            note(name, value)
        for _ in range(screen.KEYS):
            if got := screen.burst(pty, lambda: pty.write(subject.down)):
                note("key → frame, ms", got[0])
        if finds:
            pty.write(b"/")
            pty.settle(0.15)
            for number, letter in enumerate(LETTERS):
                if got := screen.burst(pty, lambda: pty.write(bytes([letter]))):
                    note("filter, later letter → frame, ms" if number
                         else "filter, first letter → frame, ms", got[0])
            # The next start would come back with the filter.
            for _ in range(2):
                pty.write(b"\x1b")
                pty.settle(0.15)
    finally:
        pty.end()
    return figures


def typed_ahead(subject):
    """Milliseconds until keys that were typed at once have led to the second row: all rows are there."""
    pty = Pty(subject.argv, screen.ROWS, screen.COLUMNS, subject.environment)
    pty.write(b"gj")
    seen, fed = Emulator(screen.ROWS, screen.COLUMNS), 0
    try:
        while pty.read(screen.LIMIT):
            for when, data in pty.chunks[fed:]:
                seen.feed(data)
                fed += 1
                lines = seen.text().split("\n")
                if len(lines) > 3 and lines[3].lstrip().startswith("▸"):
                    pty.settle(0.2)
                    return (when - pty.started) / 1e6
        raise screen.NoList(seen.text())
    finally:
        pty.end()


def milliseconds(argv, environment):
    """A whole process, its output thrown away."""
    begin = time.perf_counter_ns()
    subprocess.run(argv, env=environment, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (time.perf_counter_ns() - begin) / 1e6


def commands(tasks, length, rounds, place, environment):
    """Prints the table of whole commands."""
    peers = lists.printed(os.path.join(place, "printed"), length, environment)
    ours = {"todotui list --offline": [tasks.lonely, "list", "--offline"]}
    figures = {name: {"whole command, ms": []} for name in (*ours, *peers)}
    for number in range(rounds + 1):
        for name, argv in (*ours.items(), *peers.items()):
            took = milliseconds(argv, tasks.environment if name in ours else environment)
            if number:  # The first fills caches.
                figures[name]["whole command, ms"].append(took)
    screen.table(length, figures, ["whole command, ms"])


def measure(length, rounds, place, program, environment):
    """Prepares the lists, measures and prints."""
    tasks = lists.Tasks(program, place, length, environment)
    tasks.stop()
    ours = tasks.subject(alone=True)
    subjects = [ours, *(make(place, length, environment) for make in (lists.commits, lists.items))]
    figures = {subject.name: {} for subject in subjects}
    able = screen.able_to_start(subjects, length, figures)
    for number in range(rounds):
        print(f"{length} rows, round {number + 1} of {rounds}", file=sys.stderr)
        for subject in able:
            for name, values in once(subject, subject is ours).items():
                figures[subject.name].setdefault(name, []).extend(values)
        figures[ours.name].setdefault("typed ahead, ms", []).append(typed_ahead(ours))
    screen.table(length, figures, [
        "first screen, ms", "typed ahead, ms", "key → frame, ms", "filter, first letter → frame, ms",
        "filter, later letter → frame, ms", *screen.MEMORY])
    if length <= LONGEST_PRINTED:
        os.makedirs(os.path.join(place, "printed"), exist_ok=True)
        commands(tasks, length, rounds, place, environment)


screen.main(measure, 20)
