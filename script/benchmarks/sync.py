"""Random histories of the sync engine in a release build: how many, how long, and what was found.

Usage: script/bench sync [HISTORIES]
"""

import os
import subprocess
import sys
import time


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    build = ["swift", "build", "-c", "release", "--build-tests"]
    subprocess.run(build, check=True, stdout=sys.stderr)
    start = time.monotonic()
    command = [
        "swift", "test", "-c", "release", "--skip-build", "--filter", "Random histories",
    ]
    run = subprocess.run(command, env={**os.environ, "TODOTUI_HISTORIES": str(count)})
    seconds = time.monotonic() - start
    print("| Histories | Seconds | Outcome |")
    print("| ---: | ---: | --- |")
    print(f"| {count:,} | {seconds:.0f} | {'none failed' if run.returncode == 0 else 'failed'} |")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
