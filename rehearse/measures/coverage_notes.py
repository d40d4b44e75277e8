"""The speaker's own notes as evidence: was this said, as planned?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rehearse.facts import CoverageVerdict, Element
from rehearse.measures.coverage import wording
from rehearse.measures.coverage_text import details_left_out

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class NoteHead:
    """Log-odds that likeness to a note adds to a sentence: `gain * (likeness - usual)`, likeness from -1 to 1."""

    gain: float
    usual: float

    def log_odds(self, likeness: Floats) -> Floats:
        return np.asarray(self.gain * (likeness - self.usual), dtype=np.float32)


def planned_wording(element: Element, verdict: CoverageVerdict, said: str) -> str:
    """As `wording`; for a point that was told it names what the notes hold and the words do not."""
    plain = wording(element, verdict)
    if verdict != "covered" or not element.notes:
        return plain
    left = details_left_out(element.notes, said)
    return f"{plain}, without {', '.join(left)} from your notes" if left else plain
