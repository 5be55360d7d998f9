#!/usr/bin/env python3
"""Paints a frame into tmux and compares the pane with the frame, cell by cell.

usage: tmux.py PROBE FRAME     exit 0, or 1 with a line for each difference

PROBE is ScreenProbe, FRAME a file in the form its `paint` reads (GridText.swift). The pane is read with
`capture-pane -e`, which gives text and SGR but no columns: up to the first grapheme of a row whose
width is uncertain (the last field of a cell line) everything must be equal; behind it the certain
graphemes must come in order with their style. That they stand in their columns is for emulate.py.
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata

BITS = {1: 1, 2: 2, 3: 4, 4: 8, 7: 16}


def hear_signals():
    """A test's thread may block every signal, and a server that inherits that never ends."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def main():
    hear_signals()
    probe, frame = sys.argv[1], sys.argv[2]
    with open(frame, encoding="utf-8") as file:
        rows, columns = (int(word) for word in file.readline().split()[1:3])
    with tempfile.TemporaryDirectory() as folder:
        said = os.path.join(folder, "said")
        base = ["tmux", "-u", "-S", os.path.join(folder, "socket"), "-f", "/dev/null"]
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        # Who runs the tests may want no colours; the frame has them.
        for name in ("TMUX", "NO_COLOR"):
            environment.pop(name, None)
        command = f"TERM=tmux-256color exec '{probe}' paint '{frame}' hold 2>'{said}'"
        subprocess.run(
            base + ["new-session", "-d", "-x", str(columns), "-y", str(rows), command,
                    ";", "set", "status", "off", ";", "resize-window", "-x", str(columns), "-y", str(rows)],
            check=True, env=environment)
        try:
            deadline = time.monotonic() + 10
            while time.monotonic() < deadline:
                time.sleep(0.02)
                if not os.path.exists(said):
                    continue
                with open(said, encoding="utf-8") as file:
                    lines = file.read().splitlines()
                if "painted" in lines:
                    break
            # The pane has been read by tmux once it answers a later command.
            time.sleep(0.2)
            shown = subprocess.run(base + ["capture-pane", "-p", "-e", "-N"], check=True,
                                   capture_output=True, env=environment).stdout.decode().split("\n")
        finally:
            subprocess.run(base + ["kill-server"], env=environment)
    wanted = cells_of(lines, rows)
    wrong = []
    pen = (-1, -1, 0)
    for row in range(rows):
        line, pen = letters(shown[row] if row < len(shown) else "", pen)
        wrong += compare(row, wanted[row], line)
    print("\n".join(wrong))
    sys.exit(1 if wrong or not any(wanted) else 0)


def cells_of(lines, rows):
    wanted = [[] for _ in range(rows)]
    for line in lines:
        if line.startswith("cell "):
            _, row, _, width, scalars, front, back, attributes, certain = line.split()
            if width != "0":
                text = "".join(chr(int(scalar, 16)) for scalar in scalars.split(","))
                wanted[int(row)].append((text, (int(front), int(back), int(attributes)), certain == "1"))
    return wanted


def letters(line, pen):
    """The scalars of a captured line, each with the pen it has; tmux carries the pen over lines."""
    result = []
    for part in re.split(r"(\x1b\[[\d;]*m|\x0e|\x0f)", line):
        if part.startswith("\x1b["):
            pen = changed(pen, [int(number or 0) for number in part[2:-1].split(";")])
        elif part not in ("\x0e", "\x0f"):
            result += [(scalar, pen) for scalar in part]
    return result, pen


def changed(pen, numbers):
    front, back, attributes = pen
    while numbers:
        number = numbers.pop(0)
        if number == 0:
            front, back, attributes = -1, -1, 0
        elif number in BITS:
            attributes |= BITS[number]
        elif number in (38, 48):
            index = numbers[1]
            del numbers[:2]
            front, back = (index, back) if number == 38 else (front, index)
        elif number in (39, 49):
            front, back = (-1, back) if number == 39 else (front, -1)
        else:
            for base, bright in ((30, 90), (40, 100)):
                index = number - base if base <= number < base + 8 else number - bright + 8
                if 0 <= index < 16:
                    front, back = (index, back) if base == 30 else (front, index)
                    break
    return front, back, attributes


def compare(row, wanted, shown):
    """Exact up to the first uncertain grapheme of a row; behind it blanks are not counted."""
    at = 0
    exact = True
    for index, (text, style, certain) in enumerate(wanted):
        if not exact:
            if text == " " or not certain:
                continue
            # Skips blanks and what tmux made of uncertain graphemes.
            form = unicodedata.normalize("NFC", text)
            while at < len(shown) and not starts(shown, at, text, form):
                at += 1
        if not certain:
            exact = False
            continue
        if at >= len(shown) and text == " ":
            continue
        form = unicodedata.normalize("NFC", text)
        if not starts(shown, at, text, form):
            got = "".join(letter for letter, _ in shown[at:at + 8])
            return [f"row {row} cell {index}: {text!r} should come, is {got!r}"]
        pen = shown[at][1]
        inkless = text == " " and not style[2] & 24
        if pen != style and not (inkless and pen[1] == style[1] and not pen[2] & 24):
            return [f"row {row} cell {index}: {text!r} should be drawn {style}, is {pen}"]
        at += len(text) if starts(shown, at, text, text) else len(form)
    return []


def starts(shown, at, text, form):
    got = "".join(letter for letter, _ in shown[at:at + len(text)])
    return got == text or got.startswith(form)


if __name__ == "__main__":
    main()
