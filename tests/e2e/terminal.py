"""A real terminal to run the app in: tmux on a server of its own, typed into and read from."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path


class Terminal:
    def __init__(self, socket: Path, name: str) -> None:
        self._tmux = ["tmux", "-S", str(socket)]
        self._name = name

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
        while True:
            screen = self.screen()
            if text in screen:
                return screen
            if time.monotonic() > until:
                raise AssertionError(f"“{text}” did not come within {seconds:g} s:\n{screen}")

    def wait_until_ended(self, seconds: float = 10.0) -> float:
        """Until the program has ended: how long that took."""
        began = time.monotonic()
        while subprocess.run([*self._tmux, "has-session", "-t", self._name], capture_output=True).returncode == 0:
            if time.monotonic() - began > seconds:
                raise AssertionError(f"the program did not end within {seconds:g} s:\n{self.screen()}")
        return time.monotonic() - began


@contextlib.contextmanager
def terminal(
    folder: Path, command: list[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
) -> Iterator[Terminal]:
    """`command` in a terminal of `size` (columns, rows); ended with the block."""
    socket = folder / "tmux"
    given = [f"{key}={value}" for key, value in environment.items()]
    line = shlex.join(["env", "-i", *given, *command])
    columns, rows = map(str, size)
    start = [
        "tmux",
        "-S",
        str(socket),
        "-f",
        "/dev/null",
        "new-session",
        "-d",
        "-s",
        "stage",
        "-x",
        columns,
        "-y",
        rows,
    ]
    subprocess.run([*start, line], check=True, timeout=10)
    try:
        yield Terminal(socket, "stage")
    finally:
        subprocess.run(["tmux", "-S", str(socket), "kill-server"], capture_output=True, timeout=10)
