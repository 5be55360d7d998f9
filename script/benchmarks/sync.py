"""Random histories of the sync engine in a release build: how many, what happened in them, what was found.

Usage: script/bench sync [HISTORIES [SEED]]
Two processes share them, with seeds of their own. What they have done is told as they go on, so that a run
that is stopped has a true figure too.
"""

import json
import os
import re
import subprocess
import sys
import time

PROCESSES = 2
# A machine has twenty histories; so much lie the seeds of two processes apart.
APART = 1_000_000


def reports(log):
    """The last whole tally of a process, and each history that failed."""
    tally, failed = {}, []
    for line in open(log, errors="replace"):
        if line.startswith("tally "):
            try:
                tally = json.loads(line.removeprefix("tally "))
            except json.JSONDecodeError:
                pass  # It is being written.
        elif match := re.search(r"seed \d+: history \d+: .*", line):
            failed.append(match.group())
    return tally, failed


def told(logs):
    """All tallies as one."""
    counts, failed = {}, []
    for log in logs:
        tally, more = reports(log)
        failed += more
        for name, count in tally.items():
            counts[name] = counts.get(name, 0) + count
    return counts, failed


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    build = ["swift", "build", "-c", "release", "--build-tests"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    # Each would wait for the other's lock on the build otherwise, and they build nothing.
    command = ["swift", "test", "--ignore-lock", "-c", "release", "--skip-build",
               "--filter", "lose nothing, make nothing"]
    start = time.monotonic()
    logs, runs = [], []
    for number in range(PROCESSES):
        logs.append(f".build/histories-{number}.log")
        variables = {
            "TODOTUI_HISTORIES": str(count // PROCESSES),
            "TODOTUI_SEED": str(seed + number * APART),
        }
        runs.append(subprocess.Popen(
            command, env={**os.environ, **variables}, stdout=open(logs[-1], "w"), stderr=subprocess.STDOUT,
        ))
    try:
        while any(run.poll() is None for run in runs):
            time.sleep(10)
            counts, failed = told(logs)
            print(f"{counts.get('histories', 0):,} histories, {len(failed)} failed", file=sys.stderr)
    except KeyboardInterrupt:
        for run in runs:
            run.terminate()
            run.wait()
    counts, failed = told(logs)
    seconds = time.monotonic() - start
    print(f"{counts.pop('histories', 0):,} histories in {seconds:.0f} s, seeds from {seed}\n")
    print("| what happened | times |")
    print("|---|---|")
    for name, times in sorted(counts.items()):
        print(f"| {name} | {times:,} |")
    print(f"| histories in which something was lost, or otherwise wrong | {len(failed)} |")
    for sentence in failed:
        print(f"\n{sentence}")
    return 1 if failed or any(run.returncode for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
