"""The listening child, for real: it hears, forgets, dies at once, and never outlives the app."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rehearse.audio.files import FileSource
from rehearse.errors import MissingPartError
from rehearse.facts import Heard, ModelUsed
from rehearse.listen.client import ChildHearing, ChildListener
from rehearse.models.installed import resolve
from rehearse.paths import bundled_samples, home
from rehearse.ports import Progress

pytestmark = pytest.mark.slow
SILENCE = np.zeros(16_000 * 3, "<f4").tobytes()
NOISE = np.random.default_rng(5).normal(0, 0.05, 16_000 * 3).astype("<f4").tobytes()


@pytest.fixture(scope="module")
def listener() -> Iterator[ChildListener]:
    found = resolve("tiny.en", home())
    made = ChildListener(found.path, ModelUsed(found.name, found.digest, "en"))
    yield made
    made.close()


def hear(hearing: ChildHearing, *blocks: bytes) -> Heard:
    for block in blocks:
        hearing.feed(block)
    return next(event for event in hearing.finish() if isinstance(event, Heard))


def spoken(seconds: int) -> list[bytes]:
    """The beginning of the demo, in blocks of a second."""
    return list(FileSource(bundled_samples() / "demo.flac").blocks())[:seconds]


@pytest.mark.parametrize("sound", [(SILENCE,), (NOISE,), (SILENCE, NOISE, SILENCE), ()])
def test_where_nobody_speaks_nothing_is_heard(listener: ChildListener, sound: tuple[bytes, ...]) -> None:
    heard = hear(listener.begin(), *sound)
    assert heard.transcript.words == ()
    assert heard.voice == ()


def test_the_size_of_the_blocks_changes_nothing(listener: ChildListener) -> None:
    whole = b"".join(spoken(12))
    large = hear(listener.begin(), *spoken(12))
    small = hear(listener.begin(), *(whole[at : at + 6_400] for at in range(0, len(whole), 6_400)))
    assert len(large.transcript.words) > 20
    assert small.transcript == large.transcript
    assert (small.voice, small.contour) == (large.voice, large.contour)


def test_a_new_take_forgets_the_one_before_it(listener: ChildListener) -> None:
    listener.begin().feed(spoken(4)[3])
    assert hear(listener.begin(), SILENCE).transcript.words == ()


def test_the_progress_of_a_take_is_its_own(listener: ChildListener) -> None:
    """The last one was discarded after nine seconds, and nobody read how far it had come."""
    discarded = listener.begin()
    for _ in range(3):
        discarded.feed(SILENCE)
    discarded.cancel()
    hearing = listener.begin()
    hearing.feed(SILENCE)
    told = [event.done for event in hearing.finish() if isinstance(event, Progress)]
    assert 1.0 not in told


def test_cancelling_in_the_middle_of_listening_is_quick_and_the_next_take_is_heard(listener: ChildListener) -> None:
    hearing = listener.begin()
    for block in spoken(20):
        hearing.feed(block)
    events = hearing.finish()
    next(events)
    began = time.monotonic()
    hearing.cancel()
    assert time.monotonic() - began < 1.0
    assert len(hear(listener.begin(), *spoken(12)).transcript.words) > 20


def test_a_child_that_dies_costs_a_sentence_and_the_next_take_works(listener: ChildListener) -> None:
    hearing = listener.begin()
    assert listener._child is not None
    listener._child.kill()
    listener._child.wait()
    with pytest.raises(MissingPartError):
        hear(hearing, SILENCE)
    assert hear(listener.begin(), SILENCE).transcript.words == ()


def test_the_child_does_not_outlive_the_app(tmp_path: Path) -> None:
    program = (
        "import sys, os; from rehearse.listen.client import ChildListener; from rehearse.facts import ModelUsed\n"
        "from pathlib import Path\n"
        "listener = ChildListener(Path(sys.argv[1]), ModelUsed('tiny.en', '', 'en'))\n"
        "print(listener._child.pid, flush=True); sys.stdin.read()\n"
    )
    model = str(resolve("tiny.en", home()).path)
    app = subprocess.Popen([sys.executable, "-c", program, model], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert app.stdout is not None
    child = int(app.stdout.readline())
    app.kill()
    app.wait()
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        os.sched_yield()
    assert not alive(child)


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    except OSError:
        return False
