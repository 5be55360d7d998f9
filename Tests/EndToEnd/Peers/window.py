"""Plays steps in a shell on a pseudo-terminal and prints what was seen, as JSON.

usage: window.py STEPS       a file with {"rows", "columns", "steps": [[verb, argument...]...]}

  type TEXT       types text, and forgets what was heard before
  bytes HEX       the same for bytes that are no text
  hear TEXT       waits until the program wrote these bytes after the last typing
  wait TEXT...    waits until the picture shows all of them
  gone TEXT       waits until the picture shows it no more
  settle MS       reads until nothing came for so long
  resize R C      changes the window's size
  signal N        sends a signal to the program the shell runs
  look NAME       notes picture, modes, cursor, colours and line settings
  memory NAME     notes how much memory the program has in MB, and had at most
  save FILE       writes down everything written to the terminal so far

Prints {"looks": {...}, "trouble": null}, or in "trouble" why it could not go on. The environment is the
shell's; it has no line editor that would repair the terminal behind a program's back.
"""

import json
import os
import re
import sys
import termios
import time

from pseudoterminal import Emulator, Pty

LIMIT = 20


class Trouble(Exception):
    """A step that did not come to its end."""


class Window:
    """The shell, its terminal and what an emulator makes of it."""

    def __init__(self, rows, columns):
        self.pty = Pty(["/bin/sh", "-i"], rows, columns, {**os.environ, "PS1": "ready> "})
        self.emulator = Emulator(rows, columns)
        self.fed, self.heard, self.looks = 0, 0, {}
        self.hear("ready>")

    def catch_up(self):
        for _, data in self.pty.chunks[self.fed:]:
            self.emulator.feed(data)
        self.fed = len(self.pty.chunks)

    def until(self, what, condition):
        end = time.monotonic() + LIMIT
        while not condition():
            if time.monotonic() > end:
                self.catch_up()
                raise Trouble(f"{what}; shown was:\n{self.emulator.text()}")
            self.pty.read(0.05)

    def type(self, text):
        self.bytes(text.encode().hex())

    def bytes(self, digits):
        self.heard = len(self.pty.chunks)
        self.pty.write(bytes.fromhex(digits))

    def hear(self, text):
        self.until(f"“{text}” was not heard", lambda: text.encode() in self.raw(self.heard))

    def raw(self, first=0):
        return b"".join(data for _, data in self.pty.chunks[first:])

    def wait(self, *texts):
        def is_shown():
            self.catch_up()
            return all(text in self.emulator.text() for text in texts)
        self.until(f"{texts} did not appear", is_shown)

    def gone(self, text):
        def is_gone():
            self.catch_up()
            return text not in self.emulator.text()
        self.until(f"“{text}” did not go", is_gone)

    def settle(self, milliseconds):
        self.pty.settle(int(milliseconds) / 1000)

    def resize(self, rows, columns):
        self.catch_up()
        self.emulator.resize(int(rows), int(columns))
        self.pty.resize(int(rows), int(columns))

    def program(self):
        """The process the shell waits for."""
        path = f"/proc/{self.pty.pid}/task/{self.pty.pid}/children"
        found = []
        def is_there():
            with open(path, encoding="ascii") as file:
                found[:] = [int(word) for word in file.read().split()]
            return bool(found)
        self.until("the shell runs nothing", is_there)
        return found[0]

    def signal(self, number):
        program = self.program()
        self.heard = len(self.pty.chunks)
        os.kill(program, int(number))

    def memory(self, name):
        with open(f"/proc/{self.program()}/status", encoding="ascii") as file:
            found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", file.read(), re.MULTILINE))
        self.looks[name] = {"now": int(found["VmRSS"]) // 1000, "most": int(found["VmHWM"]) // 1000}

    def look(self, name):
        self.catch_up()
        screen = self.emulator.screen
        whole = screen.margins in (None, (0, screen.lines - 1))
        keypad = re.findall(rb"\x1b([=>])", self.raw())
        self.looks[name] = {
            "text": self.emulator.text(),
            "state": {
                "modes": " ".join(self.emulator.modes()),
                "keypad": "application" if keypad[-1:] == [b"="] else "numeric",
                "colours": "plain" if screen.cursor.attrs == screen.default_char else "coloured",
                "scrolling": "whole" if whole else str(screen.margins),
                "settings": repr(termios.tcgetattr(self.pty.slave)),
            },
        }

    def save(self, path):
        with open(path, "wb") as file:
            file.write(self.raw())


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        wanted = json.load(file)
    window, trouble = Window(wanted["rows"], wanted["columns"]), None
    try:
        for number, (verb, *arguments) in enumerate(wanted["steps"]):
            try:
                getattr(window, verb)(*arguments)
            except Trouble as reason:
                trouble = f"step {number + 1}, {verb} {arguments}: {reason}"
                break
    finally:
        window.pty.end()
    print(json.dumps({"looks": window.looks, "trouble": trouble}))


main()
