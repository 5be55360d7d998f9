"""Kills the client everywhere; prints what was killed, and what was lost or repeated (nothing)."""

import os
import platform
import subprocess
import sys

import random_kills
import syscall_kills

programs = os.path.abspath(".build/release")
kills = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1

commit = subprocess.run(
    ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=True
).stdout.strip()
print(f"commit {commit}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
      f"seed {seed}\n")
print("| killed | places | kills | added | at the server | answers lost | wrong | s |")
print("|---|---|---|---|---|---|---|---|")
wrong = {}


def row(name, report):
    print(f"| {name} | {report.get('places', '–')} | {report['killed']} | {report['attempted']} | "
          f"{report['served']} | {report.get('dropped', '–')} | {len(report['trouble'])} | "
          f"{report['seconds']} |", flush=True)
    wrong.update({f"{name}: {kind}": titles for kind, titles in report["trouble"].items()})


row("`add`, at every system call", syscall_kills.main(programs, "add"))
row("`sync`, at every system call", syscall_kills.main(programs, "sync"))
row("`add`, at random", random_kills.main(programs, kills, seed))
for kind, titles in wrong.items():
    print(f"\n{kind}: {', '.join(titles[:20])}")
sys.exit(1 if wrong else 0)
