"""Measures todotui with a server that is far away, asleep or silent, beside curl over the same way.

usage: far.py [ROUNDS]

The server is a real one on loopback; between it and the client stands a relay that delays what it
carries: a round trip of 250 ms, or 5 s more for the first answer, or nothing ever comes back. The
screen is seen from the far side of a pseudo-terminal, with keys pressed while its requests are under
way: `j` moves, a space completes a task, which is a change for the server.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

import lists
import screen
from killing import PASSWORD, Rig

WAYS = ("near", "far", "cold", "silent")
TASKS = 1000
KEYS = 20
# curl would wait for ever.
PATIENCE = 10


def milliseconds(argv, environment):
    begin = time.perf_counter_ns()
    done = subprocess.run(argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True)
    return (time.perf_counter_ns() - begin) / 1e6, done


def keys(rig, figures):
    """Keys while the first requests of a screen are under way, and while changes are."""
    environment = {**rig.environment, "TERM": "xterm-256color"}
    subject = lists.Subject("todotui", [rig.client], environment, lists.ROW, r"\? help|q quit")
    pty, first = screen.start(subject)
    figures.setdefault("first screen, ms", []).append(first)
    try:
        for key, name in ((b"j", "a move → frame, ms"), (b" j", "done and a move → frame, ms")):
            for _ in range(KEYS):
                if got := screen.burst(pty, lambda: pty.write(key), 0.01):
                    figures.setdefault(name, []).append(got[0])
    finally:
        pty.end()


def commands(rig, port, number, figures, outcomes):
    """A change and a list by whole commands, and curl's change."""
    headers = os.path.join(rig.place, "headers")
    took, done = milliseconds([rig.client, "add", f"Round {number}", "--json"], rig.environment)
    figures.setdefault("add, ms", []).append(took)
    outcomes.add(f"{done.returncode} {json.loads(done.stdout)['sync']}" if done.stdout
                 else str(done.returncode))
    took, _ = milliseconds([rig.client, "list"], rig.environment)
    figures.setdefault("list, ms", []).append(took)
    curl = ["curl", "-s", "-m", str(PATIENCE), "-H", f"@{headers}", "--json", '{"title": "curl"}',
            f"http://127.0.0.1:{port}/api/{rig.user}/tasks"]
    figures.setdefault("curl's change, ms", []).append(milliseconds(curl, rig.environment)[0])


def prepare(rig, port):
    """Signs in by way of the relay, fills the server and the mirror."""
    rig.must("--server", f"http://127.0.0.1:{port}", "auth", "signup", "--email",
             "bench@example.com", "--name", "Bench", "--password-stdin", text=PASSWORD)
    rig.must("add", lists.title(0))
    rig.user = json.loads(rig.must("auth", "status", "--json"))["user"]["id"]
    headers = os.open(os.path.join(rig.place, "headers"), os.O_WRONLY | os.O_CREAT, 0o600)
    with open(headers, "w", encoding="ascii") as file:
        file.write(f"Authorization: Bearer {rig.must('auth', 'token').strip()}\n")
    rig.kill_server()
    lists.fill(os.path.join(rig.place, "server.sqlite"), TASKS)
    rig.start_server()
    rig.must("sync")


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    figures, outcomes = {way: {} for way in WAYS}, {way: set() for way in WAYS}
    with Rig(os.path.abspath(".build/release")) as rig, tempfile.NamedTemporaryFile("w") as chosen:

        def choose(way):
            chosen.seek(0)
            chosen.truncate()
            chosen.write(way)
            chosen.flush()

        choose("near")
        relay = subprocess.Popen([sys.executable, "Tests/EndToEnd/Peers/distance.py",
                                  str(rig.port), chosen.name], stdout=subprocess.PIPE, text=True)
        try:
            port = int(relay.stdout.readline())
            prepare(rig, port)
            for number in range(rounds):
                print(f"round {number + 1} of {rounds}", file=sys.stderr)
                for way in WAYS:
                    for measure in (lambda: keys(rig, figures[way]),
                                    lambda: commands(rig, port, number, figures[way], outcomes[way])):
                        choose(way)
                        measure()
                        # What was queued goes before anything else is measured.
                        choose("near")
                        rig.must("sync", "--wait")
        finally:
            relay.terminate()
            relay.wait()
    print(f"{rounds} interleaved rounds, {TASKS} tasks, load {os.getloadavg()[0]:.1f} at the end")
    screen.table(TASKS, figures, ["first screen, ms", "a move → frame, ms",
                                  "done and a move → frame, ms", "add, ms", "list, ms",
                                  "curl's change, ms"], ratios=False)
    print("\n| | " + " | ".join(WAYS) + " |\n|---" + "|---" * len(WAYS) + "|")
    print("| what `add` said (exit status, sync) | "
          + " | ".join(", ".join(sorted(outcomes[way])) for way in WAYS) + " |")


main()
