"""From the end of speaking to the report, live, against `rehearse analyze` of the same take with its model loaded.

Both in one run: a sample is spoken into a virtual microphone in real time, then its saved take is analysed by the same
listener. Target: at most 0.4 of the analysis, and never more than 1.5 s for 30 s.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from rehearse.facts import Heard, Report
from rehearse.ports import AudioSource
from rehearse.rehearsal import Parts, ReportReady, TakeReady, rehearse
from tests.bench.shared import ROOT

sys.path.insert(0, str(ROOT / "tests" / "e2e"))

SECONDS = (30.0, 60.0)
MOST_OF_ANALYZE = 0.4
MOST_S = 1.5
SAMPLES = ("good-30s", "no-ask", "second-language")


def main() -> None:
    from sound_server import missing, sound_server

    lacking = missing()
    if lacking is not None:
        print(f"breath_out needs a sound server; {lacking}")
        return
    with tempfile.TemporaryDirectory(prefix="pulse") as folder, sound_server(Path(folder)) as server:
        os.environ.update(server.environment)
        os.environ["REHEARSE_HOME"] = str(Path(folder) / "home")
        measure(server)


def measure(server: object) -> None:
    from rehearse.backstage import RealBackstage
    from rehearse.paths import home

    backstage = RealBackstage(home())
    try:
        parts = backstage.parts()
        warm(parts)
        for seconds in SECONDS:
            live_s, live, take_s, file = spoken(backstage, parts, server, seconds)
            file_s, analysed = analysed_again(backstage, parts, file)
            same = live.transcript == analysed.transcript and live.fillers == analysed.fillers
            ratio = live_s / file_s
            good = ratio <= MOST_OF_ANALYZE and (seconds > 30 or live_s <= MOST_S)
            print(
                f"{seconds:.0f} s take: space to report {live_s:.2f} s, analyze {file_s:.2f} s: ratio {ratio:.2f} "
                f"(at most {MOST_OF_ANALYZE}{f', and {MOST_S} s' if seconds <= 30 else ''}) {'ok' if good else 'MISSED'}; "
                f"recorded {take_s:.2f} s; {len(live.transcript.words)} words, "
                f"{'the same words' if same else 'OTHER WORDS'} in both"
            )
    finally:
        backstage.close()


def warm(parts: Parts) -> None:
    """The first take of a process pays for imports; a person reads the prompt meanwhile."""
    hearing = parts.listener.begin()
    hearing.feed(np.zeros(16_000, "<f4").tobytes())
    for event in hearing.finish():
        assert not isinstance(event, Heard) or event.listen_s >= 0


def spoken(backstage: object, parts: Parts, server: object, seconds: float) -> tuple[float, Report, float, str]:
    """Speak samples for so long; the seconds from the end of the take to its report."""
    from rehearse.backstage import RealBackstage
    from sound_server import SoundServer
    from rehearse.wiring import the_story
    from rehearse.paths import home

    assert isinstance(backstage, RealBackstage) and isinstance(server, SoundServer)
    source = backstage.live_take()
    source.open()
    player = threading.Thread(target=play, args=(server, seconds), daemon=True)
    stopped_at: list[float] = []

    def stop_in_time() -> None:
        while (source.clock_s or 0.0) < seconds:
            time.sleep(0.005)
        stopped_at.append(time.monotonic())
        source.stop()

    source.begin()
    player.start()
    threading.Thread(target=stop_in_time, daemon=True).start()
    take_s, file = 0.0, ""
    for event in rehearse(source, the_story(home(), None, None), parts):
        if isinstance(event, TakeReady):
            take_s, file = event.take.duration_s, event.take.file or ""
        elif isinstance(event, ReportReady):
            done = time.monotonic() - stopped_at[0]
            player.join()
            return done, event.report, take_s, file
    raise AssertionError("the flow ends in a report")


def play(server: object, seconds: float) -> None:
    """One sample after the other, cut where the time is over; speech all the way, as a person speaks until they stop."""
    import soundfile
    import soxr
    from sound_server import RATE, SoundServer

    assert isinstance(server, SoundServer)
    pieces = []
    for name in SAMPLES:
        samples, rate = soundfile.read(ROOT / "samples" / f"{name}.flac", dtype="float32")
        pieces.append(soxr.resample(samples, rate, RATE))
    speech = np.concatenate(pieces)[: round((seconds + 1) * RATE)]
    server.say((speech * 32767).astype("<i2")).wait()


def analysed_again(backstage: object, parts: Parts, file: str) -> tuple[float, Report]:
    from rehearse.backstage import RealBackstage
    from rehearse.paths import home
    from rehearse.wiring import the_story

    assert isinstance(backstage, RealBackstage)
    source: AudioSource = backstage.kept_take(file)
    began = time.monotonic()
    for event in rehearse(source, the_story(home(), None, None), parts):
        if isinstance(event, ReportReady):
            return time.monotonic() - began, event.report
    raise AssertionError("the flow ends in a report")


if __name__ == "__main__":
    main()
