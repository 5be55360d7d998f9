"""Measures todotui's list beside tig, calcurse and mutt on lists of equal length, interleaved.

usage: screen.py [ROUNDS [LENGTH...]]

Everything is seen from the far side of a pseudo-terminal of 80 by 24: a frame is complete with the
last byte of a burst that 30 ms of silence follow. Writes are counted in a round of their own, under
strace. A program that shows no list within the limit has no figures.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import lists
from pseudoterminal import Emulator, Pty

ROWS, COLUMNS = 24, 80
KEYS, HELD = 30, 100
IDLE_SECONDS = 10
LIMIT = 60
# Seconds until a first screen beyond which a program is not started again for every round.
PATIENCE = 5


class NoList(Exception):
    """The program's list was not shown within the limit."""


def start(subject, prefix=()):
    """Starts the program; returns it and the milliseconds until its first complete frame."""
    pty = Pty([*prefix, *subject.argv], ROWS, COLUMNS, subject.environment)
    screen, fed, warm = Emulator(ROWS, COLUMNS), 0, not subject.warm
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        # What is read quickly is looked at afterwards: looking must not delay the reading.
        if pty.read(0.1):
            continue
        if not warm:
            pty.write(subject.warm)
            pty.settle(0.15)
            warm = True
        for when, data in pty.chunks[fed:]:
            screen.feed(data)
            fed += 1
            text = screen.text()
            if len(re.findall(subject.row, text)) >= subject.least and re.search(subject.whole, text):
                pty.settle(0.2)
                return pty, (when - pty.started) / 1e6
        if not pty.is_alive():
            break
    pty.end()
    raise NoList(screen.text())


def burst(pty, act, quiet=0.03):
    """Milliseconds from an act to the last byte it caused, and how many; None when it caused none."""
    pty.settle(0.005)
    first, begin = len(pty.chunks), time.monotonic_ns()
    act()
    pty.read(2)  # ncurses programs may wait a second for what follows an Esc.
    pty.settle(quiet)
    got = pty.chunks[first:]
    if not got:
        return None
    return (got[-1][0] - begin) / 1e6, sum(len(data) for _, data in got)


def memory(pid):
    """Resident, proportional and anonymous memory in MB; only the last has no file behind it."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        kilobytes = dict(re.findall(r"^(\w+):\s+(\d+) kB", file.read(), re.MULTILINE))
    return tuple(int(kilobytes[name]) / 1000 for name in ("Rss", "Pss", "Anonymous"))


MEMORY = ("resident, MB", "proportional, MB", "anonymous, MB")


def wake_ups(pid):
    """How often the threads of a process have slept and been woken so far."""
    count = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/status", encoding="ascii") as file:
            count += int(re.search(r"\bvoluntary_ctxt_switches:\s+(\d+)", file.read())[1])
    return count


def once(subject, first_subject):
    """One round of one program: figures by name, each a list of values."""
    figures = {}

    def note(name, value):
        if value is not None:
            figures.setdefault(name, []).append(value)

    pty, first = start(first_subject)
    note("first screen, ms", first)
    if first_subject is not subject:
        pty.end()
        pty, _ = start(subject)
    try:
        for _ in range(KEYS):
            if got := burst(pty, lambda: pty.write(subject.down)):
                note("key → frame, ms", got[0])
                note("bytes a key", got[1])
        if got := burst(pty, lambda: pty.write(subject.down * HELD), 0.15):
            note("100 held keys, ms", got[0])
            note("100 held keys, bytes", got[1])
        if got := burst(pty, lambda: pty.resize(40, 120), 0.15):
            note("resize → frame, ms", got[0])
        if subject.ask:
            pty.write(subject.ask)
            pty.settle(0.15)
            if got := burst(pty, lambda: pty.write(b"\x1b"), 0.15):
                note("Esc → effect, ms", got[0])
        for name, value in zip(MEMORY, memory(pty.pid)):
            note(name, value)
    finally:
        pty.end()
    return figures


def writes(subject):
    """How many write calls on the terminal one key costs."""
    log = tempfile.NamedTemporaryFile("r")
    pty, _ = start(subject, ("strace", "-f", "-qq", "-y", "-e", "trace=write,writev", "-o", log.name))
    try:
        log.read()
        for _ in range(KEYS):
            burst(pty, lambda: pty.write(subject.down), 0.1)
        return len(re.findall(r"\bwritev?\(\d+</dev/(?:pts/\d+|tty)>", log.read())) / KEYS
    finally:
        pty.end()


def idle(subjects):
    """Wake-ups a second of each program while nothing happens, all watched at once."""
    running = []
    try:
        for subject in subjects:
            running.append((subject.name, start(subject)[0]))
        # Threads of a pool that have nothing to do end after some seconds.
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for _, pty in running:
                pty.settle(0.1, 1)
        before = {name: wake_ups(pty.pid) for name, pty in running}
        time.sleep(IDLE_SECONDS)
        return {name: max(0, wake_ups(pty.pid) - before[name]) / IDLE_SECONDS for name, pty in running}
    finally:
        for _, pty in running:
            pty.end()


ORDER = ["first screen, ms", "key → frame, ms", "bytes a key", "writes a key",
         "100 held keys, ms", "100 held keys, bytes", "resize → frame, ms", "Esc → effect, ms",
         "idle wake-ups a second", *MEMORY]


def table(length, figures, order, ratios=True):
    """Markdown; the ratio is the first program's median to the best of the others'."""
    names = list(figures)
    last = " to the best peer |" if ratios else ""
    print(f"\n{length:,} rows\n\n| p50 / p90 | {' | '.join(names)} |{last}")
    print("|---" * (len(names) + 1 + ratios) + "|")
    for figure in order:
        cells, middle = [], {}
        for name in names:
            values = sorted(figures[name].get(figure, []))
            if not values:
                cells.append("–")
                continue
            middle[name] = statistics.median(values)
            high = values[min(len(values) - 1, int(len(values) * 0.9))]
            digits = 0 if "bytes" in figure else 1 if high >= 10 or "MB" in figure else 2
            cells.append(f"{middle[name]:.{digits}f}"
                         + (f" / {high:.{digits}f}" if len(values) > 1 else ""))
        best = min((middle[name] for name in names[1:] if name in middle), default=0)
        ratio = f"{middle[names[0]] / best:.2f}" if best and names[0] in middle else "–"
        print(f"| {figure} | {' | '.join(cells)} |" + (f" {ratio} |" if ratios else ""), flush=True)


def able_to_start(subjects, length, figures):
    """Those to be measured in rounds, after one start that does not count: it fills caches.

    One that takes longer than PATIENCE has that start as its only figure.
    """
    able = []
    for subject in subjects:
        try:
            pty, first = start(subject)
            pty.end()
            if first < PATIENCE * 1000:
                able.append(subject)
            else:
                figures[subject.name]["first screen, ms"] = [first]
        except NoList as shown:
            print(f"{subject.name} shows no list of {length} rows in {LIMIT} s:\n{shown}",
                  file=sys.stderr)
    return able


def measure(length, rounds, place, program, environment):
    """Prepares the lists, measures and prints."""
    tasks = lists.Tasks(program, place, length, environment)
    alone, ours = tasks.subject(alone=True), tasks.subject()
    peers = [make(place, length, environment) for make in (lists.commits, lists.items, lists.mails)]
    figures = {subject.name: {} for subject in (ours, *peers)}
    able = able_to_start((ours, *peers), length, figures)
    for number in range(rounds):
        print(f"{length} rows, round {number + 1} of {rounds}", file=sys.stderr)
        for subject in able:
            if subject is ours:
                tasks.stop()
            for name, values in once(subject, alone if subject is ours else subject).items():
                figures[subject.name].setdefault(name, []).extend(values)
    for subject in able:
        figures[subject.name]["writes a key"] = [writes(subject)]
    for name, value in idle(able).items():
        figures[name]["idle wake-ups a second"] = [value]
    tasks.stop()
    table(length, figures, ORDER)


def main(measure, rounds):
    """Measures every length asked for in a place of its own, under the head that tells where."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else rounds
    lengths = [int(word) for word in sys.argv[2:]] or [1_000, 10_000, 100_000]
    program = os.path.abspath(".build/release/todotui")
    place = tempfile.mkdtemp()
    environment = {"PATH": os.environ["PATH"], "HOME": place, "TMPDIR": place, "LANG": "C.UTF-8",
                   "TERM": "xterm-256color"}
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    with open("/proc/cpuinfo", encoding="ascii") as file:
        processor = re.search(r"model name\s*: (.*)", file.read())
    print(f"commit {commit.stdout.strip()}, {os.cpu_count()} cores"
          f" ({processor[1] if processor else 'unknown'}), Linux {os.uname().release.split('-')[0]},"
          f" {time.strftime('%F')}, {rounds} interleaved rounds,"
          f" load {os.getloadavg()[0]:.1f} at the start", flush=True)
    try:
        for length in lengths:
            measure(length, rounds, place, program, environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main(measure, 10)
