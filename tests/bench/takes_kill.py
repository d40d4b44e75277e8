"""Takes killed while recording: how many are recovered, and how much of each is missing.

    python -m tests.bench.takes_kill [TAKES]

A program records noise from a virtual microphone and is killed with SIGKILL at a random moment. What had reached the
microphone by then is known from a second recorder (parec) on the same source: the noise never repeats, so its last
samples tell where it was. Bound: every take recovered without a gap, at most 0.3 s missing from its end.
"""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import soundfile

from rehearse.audio.takes import recover, unfinished
from tests.e2e import sound_server
from tests.e2e.sound_server import RATE

BOUND_S = 0.3
_RECORDER = """
import datetime, pathlib, sys
from rehearse.audio.microphone import MicrophoneSource
from rehearse.audio.portaudio import choose
source = MicrophoneSource(choose(), pathlib.Path(sys.argv[1]), now=lambda: datetime.datetime.now(datetime.UTC))
for number, block in enumerate(source.blocks()):
    if number == 0:
        print("recording", flush=True)
"""


class Reference:
    """What has reached the microphone, as a recorder of its own hears it."""

    def __init__(self, server: sound_server.SoundServer) -> None:
        command = ["parec", "--latency-msec=10", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        self.process = subprocess.Popen(command, env=server.environment, stdout=subprocess.PIPE)
        self._tail = b""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while block := self.process.stdout.read1(4_096):  # type: ignore[attr-defined]
            self._tail = (self._tail + block)[-4_096:]

    def position(self, spoken: np.ndarray) -> int:
        """The sample of `spoken` after the last one that was heard."""
        tail = self._tail
        heard = np.frombuffer(tail[len(tail) % 2 :], "<i2")[-32:]
        return find(spoken, heard) + len(heard)


def find(spoken: np.ndarray, part: np.ndarray) -> int:
    for at in np.flatnonzero(spoken == part[0]):
        if np.array_equal(spoken[at : at + len(part)], part):
            return int(at)
    raise ValueError("this was never spoken")


def main() -> int:
    lacking = sound_server.missing()
    if lacking:
        print(f"Not measured: {lacking}.")
        return 0
    takes = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    chance = random.Random()
    noise = np.random.default_rng(1).integers(1, 8_000, round(takes * 8 * RATE), np.int16)
    missing: list[float] = []
    lost = gaps = 0
    with tempfile.TemporaryDirectory(prefix="kill") as folder:
        home = Path(folder) / "takes"
        with sound_server.sound_server(Path(folder)) as server:
            server.say(noise)
            reference = Reference(server)
            for number in range(takes):
                reached = killed_take(server, reference, noise, home, chance.uniform(0.0, 3.0))
                found = unfinished(home)
                if len(found) != 1:
                    lost += 1
                    continue
                kept, _ = soundfile.read(recover(found[0]), dtype="int16")
                start = find(noise, kept[:32])
                gaps += not np.array_equal(noise[start : start + len(kept)], kept)
                missing.append((reached - start - len(kept)) / RATE)
                print(f"{number + 1:3d}  kept {len(kept) / RATE:5.2f} s  missing {missing[-1]:6.3f} s", flush=True)
            reference.process.terminate()
            server.hush()
    print(
        f"{takes} takes killed: {takes - lost} recovered, {gaps} with a gap; "
        f"missing: median {np.median(missing):.3f} s, most {max(missing):.3f} s (bound {BOUND_S} s)"
    )
    return int(bool(lost or gaps or max(missing) > BOUND_S))


def killed_take(
    server: sound_server.SoundServer, reference: Reference, noise: np.ndarray, home: Path, after_s: float
) -> int:
    """Kill a recorder `after_s` after its first sound; returns how far the noise had come by then."""
    command = [sys.executable, "-c", _RECORDER, str(home)]
    environment = server.environment | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as recorder:
        assert recorder.stdout is not None
        recorder.stdout.readline()
        with contextlib.suppress(subprocess.TimeoutExpired):
            recorder.wait(after_s)
        recorder.kill()
        return reference.position(noise)


if __name__ == "__main__":
    sys.exit(main())
