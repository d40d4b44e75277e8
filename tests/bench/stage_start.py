"""From the command to a stage that takes keys, against an empty Textual app in the same terminal (at most 2.5 times).

Both are timed from outside: started in a terminal (a pty), typed to at their first output, watched until they react.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.shared import ROOT

ROUNDS = 7
MOST = 2.5

EMPTY = """
from textual.app import App


class Empty(App):
    def on_key(self, event):
        self.exit()


Empty().run()
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="start") as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        pairs = [
            (started([sys.executable, str(empty)], "h", None, folder), started(COMMAND, "?", "On the stage", folder))
            for _ in range(ROUNDS + 1)
        ][1:]  # the first round fills the disk's cache
    them, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"stage that takes keys: {ours:.2f} s, an empty Textual app {them:.2f} s: ratio {ours / them:.2f} "
        f"(at most {MOST}: {'ok' if ours / them <= MOST else 'MISSED'}), medians of {ROUNDS}"
    )


COMMAND = [sys.executable, "-m", "rehearse"]


def started(command: list[str], key: str, sign: str | None, folder: str) -> float:
    """Seconds until the program has reacted to `key`, typed at its first output: shows `sign`, or ends if None."""
    began = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}
        environment = os.environ | size | {"REHEARSE_HOME": folder, "PYTHONPATH": str(ROOT)}
        os.execvpe(command[0], command, environment)
    try:
        shown = b""
        while True:
            ready, _, _ = select.select([terminal], [], [], 20)
            if not ready:
                raise RuntimeError(f"{command} did not react:\n{shown[-500:]!r}")
            try:
                fresh = os.read(terminal, 65_536)
            except OSError:  # the program has ended
                if sign is not None:
                    raise RuntimeError(f"{command} ended:\n{shown[-500:]!r}") from None
                return time.perf_counter() - began
            if not shown:
                os.write(terminal, key.encode())
            shown += fresh
            if sign is not None and sign.encode() in shown:
                return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


if __name__ == "__main__":
    main()
