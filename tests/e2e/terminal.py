"""A real terminal to run the app in: tmux on a server of its own, typed into and read from."""

from __future__ import annotations

import contextlib
import os
import select
import shlex
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path


class Terminal:
    """`drawn` is the reading end of a pipe that carries all that the program draws, and ends with it."""

    def __init__(self, socket: Path, name: str, drawn: int) -> None:
        self._tmux = ["tmux", "-S", str(socket)]
        self._name = name
        self._drawn = drawn

    def press(self, *keys: str) -> None:
        subprocess.run([*self._tmux, "send-keys", "-t", self._name, *keys], check=True, timeout=10)

    def kill(self) -> None:
        """SIGKILL for the program in it: as a crash or a power cut, it can tidy up nothing."""
        shown = [*self._tmux, "list-panes", "-t", self._name, "-F", "#{pane_pid}"]
        pid = subprocess.run(shown, capture_output=True, text=True, timeout=10, check=True).stdout
        os.kill(int(pid), signal.SIGKILL)

    def screen(self) -> str:
        command = [*self._tmux, "capture-pane", "-p", "-t", self._name]
        return subprocess.run(command, capture_output=True, text=True, timeout=10, check=True).stdout

    def wait_for(self, text: str, seconds: float = 20.0) -> str:
        """The screen, as soon as `text` stands on it."""
        until = time.monotonic() + seconds
        while text not in (screen := self.screen()):
            assert self._draws(f"“{text}”", until), f"the program ended without “{text}”:\n{screen}"
        return screen

    def wait_for_drawing(self, seconds: float = 20.0) -> None:
        assert self._draws("anything new", time.monotonic() + seconds), "the program ended"

    def wait_until_ended(self, seconds: float = 10.0) -> float:
        """Until the program has ended: how long that took."""
        began = time.monotonic()
        while self._draws("the end of the program", began + seconds):
            pass
        return time.monotonic() - began

    def _draws(self, what: str, until: float) -> bool:
        """Until the program draws (True) or has ended (False). Fails at `until`: `what` did not come."""
        left = until - time.monotonic()
        if left <= 0 or not select.select([self._drawn], [], [], left)[0]:
            raise AssertionError(f"{what} did not come in time:\n{self.screen()}")
        return bool(os.read(self._drawn, 1 << 16))


@contextlib.contextmanager
def terminal(
    folder: Path, command: list[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """`command` in a terminal of `size` (columns, rows); ended with the block."""
    # a socket of its own: the server of a terminal that has just ended may still be going
    own = Path(tempfile.mkdtemp(dir=folder))
    socket, pipe = own / "tmux", own / "drawn"
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    os.mkfifo(pipe)
    given = [f"{key}={value}" for key, value in environment.items()]
    line = shlex.join(["env", "-i", *given, *command])
    columns, rows = map(str, size)
    start = ["new-session", "-d", "-s", "stage", "-x", columns, "-y", rows, line]
    drawn = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        carry = ["pipe-pane", "-t", "stage", f"exec cat > {shlex.quote(str(pipe))}"]
        subprocess.run([*tmux, *start, ";", *carry], check=True, timeout=10)
        yield Terminal(socket, "stage", drawn)
    finally:
        subprocess.run([*tmux, "kill-server"], capture_output=True, timeout=10)
        os.close(drawn)
