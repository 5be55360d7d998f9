"""A program on a pseudo-terminal of its own, seen from the terminal's side.

`Pty` keeps every byte the program wrote with the time it was read; `Emulator` makes a picture of
them (pyte). script/bench measures with it, window.py tests with it.
"""

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time

import pyte

# pyte takes these for other sequences, or prints their tails.
UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;:]*[A-Za-z]|\x1b\[\?[0-9;]*(?:[umn]|\$p)|\x1b\[[0-9;]*(?: q|t)"
    rb"|\x1bP.*?\x1b\\|\x1b[()%][0-9A-Z]",
    re.DOTALL,
)


class Pty:
    """Starts `argv` as the leader of a session whose terminal is a new pseudo-terminal."""

    def __init__(self, argv, rows=24, columns=80, environment=None, folder=None):
        self.master, self.slave = os.openpty()
        self.resize(rows, columns)
        self.settings = termios.tcgetattr(self.slave)
        self.chunks = []
        place = os.ttyname(self.slave)
        back = os.getcwd()
        if folder:
            os.chdir(folder)
        self.started = time.monotonic_ns()
        self.pid = os.posix_spawnp(
            argv[0],
            argv,
            os.environ if environment is None else environment,
            # Opened by the leader of a new session, it becomes the controlling terminal.
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, place, os.O_RDWR, 0),
                (os.POSIX_SPAWN_DUP2, 0, 1),
                (os.POSIX_SPAWN_DUP2, 0, 2),
            ],
            setsid=True,
            setsigmask=[],
            setsigdef=[signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP,
                       signal.SIGPIPE, signal.SIGTERM],
        )
        os.chdir(back)
        self.status = None

    def resize(self, rows, columns):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Reads once, waiting at most so long; False when nothing came."""
        if not select.select([self.master], [], [], max(0, seconds))[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        if data:
            self.chunks.append((time.monotonic_ns(), data))
        return bool(data)

    def write(self, data):
        """Types all of it, reading meanwhile; the time of the first byte."""
        begin = time.monotonic_ns()
        while data:
            readable, writable, _ = select.select([self.master], [self.master], [])
            if readable:
                self.read(0)
            if writable:
                # Less than a line discipline's buffer, so that the write cannot block.
                data = data[os.write(self.master, data[:2048]):]
        return begin

    def settle(self, quiet, limit=10):
        """Reads until nothing came for `quiet` seconds, at most `limit` in all."""
        end = time.monotonic() + limit
        while time.monotonic() < end and self.read(quiet):
            pass

    def is_alive(self):
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def has_ended(self):
        """Whether the leader and everything it left in its process group are gone."""
        self.is_alive()
        try:
            os.killpg(self.pid, 0)
            return False
        except ProcessLookupError:
            return True

    def end(self):
        """Ends the leader's process group, gently first, and closes the terminal."""
        for number in (signal.SIGHUP, signal.SIGKILL):
            limit = time.monotonic() + 2
            if not self.has_ended():
                os.killpg(self.pid, number)
            while not self.has_ended() and time.monotonic() < limit:
                self.read(0.01)
        os.close(self.master)
        os.close(self.slave)


class Emulator:
    """What a terminal shows after the bytes it was fed."""

    def __init__(self, rows, columns):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.rest = b""

    def feed(self, data):
        data = self.rest + data
        # A sequence cut by the end of a read waits for its other half.
        cut = re.search(rb"\x1b(?:[\[(][0-?]*[ -/]*|P[^\x1b]*)?\Z", data)
        self.rest = data[cut.start():] if cut else b""
        data = data[: cut.start()] if cut else data
        self.stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))

    def resize(self, rows, columns):
        self.screen.resize(rows, columns)

    def lines(self):
        return [line.rstrip() for line in self.screen.display]

    def text(self):
        return "\n".join(self.lines())

    def modes(self):
        """Modes that are on; private ones as "?25"."""
        return sorted(f"?{mode >> 5}" if mode >= 32 else str(mode) for mode in self.screen.mode)
