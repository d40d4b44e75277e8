"""What `rehearse analyze` of a 40 s take costs, against a bare process that loads the model and transcribes it once.

Both are whole processes, run in turn; the ratio is of medians. Target: at most 2.0 times, and at most 600 MiB
(the app and its listening child together, at the same moment).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import soundfile

from tests.bench.shared import ROOT

ROUNDS = 5
BARE = """
import sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", local_files_only=True)
segments, _ = model.transcribe(sys.argv[2], language="en", word_timestamps=True)
print(sum(len(segment.words) for segment in segments))
"""


def main() -> None:
    from rehearse.models.installed import resolve
    from rehearse.paths import home

    model = resolve("tiny.en", home()).path
    with tempfile.TemporaryDirectory() as folder:
        take = forty_seconds(Path(folder))
        bare = [sys.executable, "-c", BARE, str(model), str(take)]
        ours = [sys.executable, "-m", "rehearse", "analyze", str(take), "--json"]
        timed(bare), timed(ours)  # the first run of each fills the disk cache and compiles librosa
        pairs = [(timed(bare), timed(ours)) for _ in range(ROUNDS)]
        memory = peak_mib(ours)
    bare_s, ours_s = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(ours / bare for bare, ours in pairs)
    print(f"bare {bare_s:.2f} s, analyze {ours_s:.2f} s: ratio {ratio:.2f} (at most 2.0)")
    print(f"memory of the app and its child at their highest: {memory:.0f} MiB (at most 600)")


def forty_seconds(folder: Path) -> Path:
    """A 40 s take from the project's own samples."""
    samples, rate = soundfile.read(ROOT / "samples" / "rambling.flac", dtype="float32")
    take = folder / "take.flac"
    soundfile.write(take, np.resize(samples, 40 * rate), rate)
    return take


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


def peak_mib(command: list[str]) -> float:
    """The largest sum of the proportional set sizes (PSS) of the process and its children, seen every 20 ms."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    highest = 0.0
    done = threading.Event()
    while process.poll() is None:
        highest = max(highest, sum(map(pss_mib, family(process.pid))))
        done.wait(0.02)
    return highest


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in children for one in family(int(child)))]


def pss_mib(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
