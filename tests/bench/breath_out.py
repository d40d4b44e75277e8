"""From the end of speaking to the report, live, against `rehearse analyze` of the same take with its model loaded.

Both in one run: samples are spoken into a virtual microphone in real time, then the saved take is analysed by the same
listener. `space` is pressed at the very end of the last word, and a breath later, as people do. Target: at most 0.4 of
the analysis, and never more than 1.5 s for 30 s. Where other work keeps the machine busy, the processor time of the
listening process says more than the clock: it is printed beside it.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rehearse.backstage import RealBackstage
from rehearse.facts import Heard, Report, Take
from rehearse.paths import home
from rehearse.rehearsal import Parts, ReportReady, rehearse
from rehearse.wiring import the_story
from tests.bench.shared import ROOT

if TYPE_CHECKING:
    from tests.e2e.sound_server import SoundServer


TAKES = (("good-30s",), ("good-30s", "rushed"))
BREATHS_S = (0.0, 0.7)
MOST_OF_ANALYZE = 0.4
MOST_S = 1.5


def main() -> None:
    from tests.e2e.sound_server import missing, sound_server

    lacking = missing()
    if lacking is not None:
        print(f"breath_out needs a sound server; {lacking}")
        return
    with tempfile.TemporaryDirectory(prefix="pulse") as folder, sound_server(Path(folder)) as server:
        os.environ.update(server.environment)
        os.environ["REHEARSE_HOME"] = str(Path(folder) / "home")
        measure(server)


def measure(server: SoundServer) -> None:
    backstage = RealBackstage(home())
    try:
        parts = backstage.parts()
        warm(parts)
        for names in TAKES:
            for breath_s in BREATHS_S:
                one_take(backstage, parts, server, names, breath_s)
    finally:
        backstage.close()


def warm(parts: Parts) -> None:
    """The first take of a process pays for imports; a person reads the prompt meanwhile."""
    hearing = parts.listener.begin()
    hearing.feed(np.zeros(16_000, "<f4").tobytes())
    for event in hearing.finish():
        assert not isinstance(event, Heard) or event.listen_s >= 0


def one_take(
    backstage: RealBackstage, parts: Parts, server: SoundServer, names: tuple[str, ...], breath_s: float
) -> None:
    live_s, live_cpu_s, live, take = spoken(backstage, parts, server, speech(names, breath_s))
    cpu_s = listener_cpu_s()
    file_s, analysed = analysed_again(backstage, parts, take.file or "")
    file_cpu_s = listener_cpu_s() - cpu_s
    same = live.transcript == analysed.transcript and live.fillers == analysed.fillers
    short = take.duration_s < 40
    good = live_s <= MOST_OF_ANALYZE * file_s and (not short or live_s <= MOST_S)
    print(
        f"take of {take.duration_s:.0f} s, space {breath_s:g} s after the last word: report after {live_s:.2f} s; "
        f"analyze {file_s:.2f} s: ratio {live_s / file_s:.2f} "
        f"(at most {MOST_OF_ANALYZE}{f', and {MOST_S} s' if short else ''}: {'ok' if good else 'MISSED'}); "
        f"listener's processor time {live_cpu_s:.2f} of {file_cpu_s:.2f} s: ratio {live_cpu_s / file_cpu_s:.2f}; "
        f"{len(live.transcript.words)} words, {'the same' if same else 'OTHERS'} in both",
        flush=True,
    )


def speech(names: tuple[str, ...], breath_s: float) -> np.ndarray:
    """The samples one after the other, up to the end of the last word and a breath; int16 at the server's rate."""
    import soundfile
    import soxr

    from tests.e2e.sound_server import RATE

    pieces = []
    for name in names:
        samples, rate = soundfile.read(ROOT / "samples" / f"{name}.flac", dtype="float32")
        truth = json.loads((ROOT / "samples" / f"{name}.truth.json").read_text())
        pieces.append(soxr.resample(samples[: round((truth["speech_end_s"] + 0.1) * rate)], rate, RATE))
    pieces.append(np.zeros(round(breath_s * RATE), np.float32))
    return (np.concatenate(pieces) * 32767).astype("<i2")


def spoken(
    backstage: RealBackstage, parts: Parts, server: SoundServer, samples: np.ndarray
) -> tuple[float, float, Report, Take]:
    """Speak the samples; the seconds from the end of the take to its report, by the clock and of the listener."""
    source = backstage.live_take()
    source.open()
    source.begin()
    stopped_at: list[float] = []

    def speak() -> None:
        server.say(samples).wait()
        stopped_at.extend((time.monotonic(), listener_cpu_s()))
        source.stop()

    threading.Thread(target=speak, daemon=True).start()
    for event in rehearse(source, the_story(home(), None, None), parts):
        if isinstance(event, ReportReady):
            done, cpu_s = time.monotonic() - stopped_at[0], listener_cpu_s() - stopped_at[1]
            return done, cpu_s, event.report, event.report.take
    raise AssertionError("the flow ends in a report")


def listener_cpu_s() -> float:
    """The processor time of the listening process so far (Linux: from /proc; elsewhere nan)."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            command = (stat.parent / "cmdline").read_text()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[1]) == os.getpid() and "rehearse.listen.child" in command:
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return float("nan")


def analysed_again(backstage: RealBackstage, parts: Parts, file: str) -> tuple[float, Report]:
    source = backstage.kept_take(file)
    began = time.monotonic()
    for event in rehearse(source, the_story(home(), None, None), parts):
        if isinstance(event, ReportReady):
            return time.monotonic() - began, event.report
    raise AssertionError("the flow ends in a report")


if __name__ == "__main__":
    main()
