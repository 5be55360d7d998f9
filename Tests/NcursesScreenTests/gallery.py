#!/usr/bin/env python3
"""Shows frames one after the other in terminals of their size and compares each with the frame.

usage: gallery.py PROBE FOLDER     exit 0, or 1 with a line for each difference

PROBE is ScreenProbe, FOLDER holds files in the form its `gallery` reads (GridText.swift). Every frame is
painted over the one before it, in pyte (emulate.py says what is compared) and in tmux (tmux.py does).
The last line says how many frames each of the two has shown.
"""
import os
import select
import subprocess
import sys
import tempfile

import pyte

import emulate
import tmux

QUESTION, ANSWER = b"\x1b[5n", b"\x1b[0n"
LIMIT = 20


def main():
    tmux.hear_signals()
    probe, folder = sys.argv[1], sys.argv[2]
    sizes = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            words = [int(word) for word in file.readline().split()[1:]]
        sizes.setdefault(tuple(words[:2]), []).append((name, tuple(words[2:])))
    wrong, shown = [], []
    for show in (in_pyte, in_tmux):
        count = 0
        for (rows, columns), frames in sizes.items():
            command = [probe, "gallery"] + [os.path.join(folder, name) for name, _ in frames]
            for (name, _), found in zip(frames, show(command, rows, columns, [c for _, c in frames])):
                count += 1
                wrong += [f"{show.__name__} {name}: {line}" for line in found]
        shown.append(count)
    print("\n".join(wrong + [f"shown {shown[0]} {shown[1]}"]))
    sys.exit(1 if wrong else 0)


def runs(errors):
    """What the probe says of one frame: its cells by row and column."""
    cells = {}
    for line in errors:
        if line == "painted\n":
            return cells
        if not line.startswith("run "):
            raise SystemExit(f"the probe said: {line}")
        _, row, column, width, front, back, attributes, certain, text = line[:-1].split(" ", 8)
        style = (int(front), int(back), int(attributes))
        for index, letter in enumerate(text if text.isascii() else [text]):
            cells[int(row), int(column) + index] = (int(width), letter, style, certain == "1")
    raise SystemExit("the probe ended")


def environment(terminal):
    """Who runs the tests may want no colours or be in tmux; the frames are for neither."""
    kept = {name: value for name, value in os.environ.items() if name not in ("TMUX", "NO_COLOR")}
    return {**kept, "TERM": terminal, "LC_ALL": "C.UTF-8"}


def in_pyte(command, rows, columns, cursors):
    """The differences of each frame."""
    screen = pyte.Screen(columns, rows)
    stream = pyte.ByteStream(screen)
    master, slave = os.openpty()
    emulator_size = f"stty rows {rows} columns {columns} <&0; exec \"$@\""
    probe = subprocess.Popen(["/bin/sh", "-c", emulator_size, "sh", *command], stdin=slave, stdout=slave,
                             stderr=subprocess.PIPE, start_new_session=True, encoding="utf-8",
                             env=environment("xterm-256color"))
    try:
        for cursor in cursors:
            written = b""
            while QUESTION not in written:
                if not select.select([master], [], [], LIMIT)[0]:
                    raise SystemExit(f"the probe is silent: {written!r}")
                written += os.read(master, 65536)
            stream.feed(written.replace(QUESTION, b""))
            os.write(master, ANSWER)
            cells = runs(probe.stderr)
            seen = None if screen.cursor.hidden else (screen.cursor.y, min(screen.cursor.x, columns - 1))
            yield emulate.differences(screen, list(whole(cells, rows, columns))) + at(cursor, seen)
            os.write(master, b"n")
    finally:
        os.close(slave)
        os.close(master)
        probe.wait(LIMIT)


def whole(cells, rows, columns):
    """Every cell in reading order, as `emulate.differences` wants them."""
    for row in range(rows):
        right = -1
        for column in range(columns):
            width, text, style, certain = cells.get((row, column), (1, " ", (-1, -1, 0), True))
            if column == right:
                width = 0
            elif width == 2:
                right = column + 1
            yield row, column, width, text, style, certain


def at(wanted, seen):
    wanted = wanted or None
    return [] if wanted == seen else [f"the cursor should be at {wanted}, is at {seen}"]


def in_tmux(command, rows, columns, cursors):
    """The differences of each frame."""
    with tempfile.TemporaryDirectory() as folder:
        said = os.path.join(folder, "said")
        os.mkfifo(said)
        base = ["tmux", "-u", "-S", os.path.join(folder, "socket"), "-f", "/dev/null"]

        def server(*words):
            return subprocess.run(base + list(words), check=True, capture_output=True, encoding="utf-8",
                                  env=environment("tmux-256color")).stdout

        place = ["-x", str(columns), "-y", str(rows)]
        line = f"TERM=tmux-256color exec {' '.join(command)} 2>{said}"
        server("new-session", "-d", *place, f"sleep 0.1; {line}", ";", "set", "status", "off", ";",
               "resize-window", *place)
        try:
            with open(said, encoding="utf-8") as errors:
                for cursor in cursors:
                    cells = runs(errors)
                    *shown, where = server(
                        "capture-pane", "-p", "-e", "-N", ";", "display-message", "-p",
                        "#{cursor_flag} #{cursor_y} #{cursor_x}", ";", "send-keys", "n",
                    ).removesuffix("\n").split("\n")
                    visible, y, x = (int(word) for word in where.split())
                    wanted = [[] for _ in range(rows)]
                    for row, _, width, text, style, certain in whole(cells, rows, columns):
                        if width:
                            wanted[row].append((text, style, certain))
                    found, pen = [], (-1, -1, 0)
                    for row in range(rows):
                        letters, pen = tmux.letters(shown[row] if row < len(shown) else "", pen)
                        found += tmux.compare(row, wanted[row], letters)
                    yield found + at(cursor, (y, min(x, columns - 1)) if visible else None)
        finally:
            subprocess.run(base + ["kill-server"], capture_output=True, check=False)


if __name__ == "__main__":
    main()
