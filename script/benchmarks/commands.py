"""Measures whole commands against curl, interleaved, on a throw-away server; prints medians and ratios."""

import json, os, shutil, statistics, subprocess, sys, tempfile, time

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
program = os.path.abspath(".build/release/todotui")
place = tempfile.mkdtemp()
environment = {"PATH": os.environ["PATH"], "HOME": place, "TMPDIR": place, "LANG": "C.UTF-8"}


def run(*command, text=None):
    return subprocess.run(
        command, env=environment, input=text, text=True, capture_output=True, check=True
    ).stdout


def milliseconds(command):
    begin = time.perf_counter_ns()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter_ns() - begin) / 1e6


try:
    run(program, "auth", "signup", "--email", "bench@example.com", "--name", "Bench",
        "--password-stdin", text="a password of the bench\n")
    run(program, "add", "-", text="".join(f"Task {n}\n" for n in range(20)))
    user = json.loads(run(program, "auth", "status", "--json"))["user"]["id"]
    socket = json.loads(run(program, "local", "status", "--json"))["socket"]
    token = run(program, "auth", "token").strip()
    headers = os.path.join(place, "headers")
    with open(os.open(headers, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(f"Authorization: Bearer {token}\n")
    commands = {
        "curl, 20 tasks": ["curl", "-s", "--unix-socket", socket, "-H", f"@{headers}",
                           f"http://localhost/api/{user}/tasks"],
        "todotui list": [program, "list"],
        "todotui list --offline": [program, "list", "--offline"],
        "todotui add": [program, "add", "One more"],
        "todotui --version": [program, "--version"],
    }
    times = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            times[name].append(milliseconds(command))
    base = statistics.median(times["curl, 20 tasks"])
    commit = run("git", "rev-parse", "--short", "HEAD").strip()
    print(f"commit {commit}, {os.cpu_count()} cores, {rounds} interleaved rounds, whole processes\n")
    print("| command | median ms | p90 ms | ratio to curl |\n|---|---|---|---|")
    for name, values in times.items():
        median = statistics.median(values)
        p90 = sorted(values)[int(len(values) * 0.9)]
        print(f"| {name} | {median:.1f} | {p90:.1f} | {median / base:.2f} |")
finally:
    subprocess.run([program, "-q", "local", "stop"], env=environment)
    shutil.rmtree(place, ignore_errors=True)
