"""Every threshold that a verdict or a piece of advice rests on, in one table, each with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """`low` and `high` bound what is left alone; None on a side means that side is never flagged."""

    name: str
    unit: str
    low: float | None
    high: float | None
    source: str

    def text(self) -> str:
        """The threshold as a person reads it: "130 to 165 words a minute", "at most 5 a minute"."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g} to {self.high:g} {self.unit}"
        if self.high is not None:
            return f"at most {self.high:g} {self.unit}"
        return f"at least {self.low:g} {self.unit}"


PACE_BAND = Threshold(
    "pace band",
    "words a minute",
    130,
    165,
    "ordinary speech rates in talks and conversation, 130 to 165 wpm; nothing is said inside this band",
)
PACE_FLAGGED = Threshold(
    "pace flagged",
    "words a minute",
    110,
    180,
    "outside 110 to 180 wpm a listener who is busy starts to wait or to miss words; between the two it is only named",
)
FILLERS_PER_MINUTE = Threshold(
    "fillers",
    "a minute",
    None,
    5,
    "Laske & DiGennaro Reed 2024, doi 10.1002/jaba.1093: above 5 a minute listeners judge the speaker by them",
)
PAUSE_S = Threshold(
    "silent pause", "seconds", 0.25, None, "De Jong & Bosker 2013: 250 ms is the best lower bound for a silent pause"
)
LONG_PAUSE_S = Threshold(
    "long pause",
    "seconds",
    None,
    1.0,
    "our own choice: a silence above one second inside a clause is heard as a search for words",
)
DURATION_OF_TARGET = Threshold(
    "time",
    "of the target",
    2 / 3,
    1.1,
    "our own choice, the same as the stage's signals: two thirds, ten percent",
)
LEVEL_DBFS = Threshold("level", "dBFS", -30, None, "below it the noise of a laptop microphone comes near the voice")
CLIPPED_RATIO = Threshold(
    "clipping",
    "of the samples",
    None,
    0.0001,
    "our own choice: one sample in ten thousand cut flat can be heard",
)
CHANGE_P = Threshold(
    "change",
    "chance that it is noise",
    None,
    0.01,
    "our own choice: one measure in a hundred that did not change is called changed, so that all nine of a comparison "
    "together raise a false alarm in fewer than one of ten",
)
SAME_WORDING = Threshold(
    "same wording",
    "of the words in runs of four that come back",
    0.35,
    0.7,
    "our own choice: above it a take is recited, below it the story is told afresh each time",
)

ALL = (
    DURATION_OF_TARGET,
    PACE_BAND,
    PACE_FLAGGED,
    FILLERS_PER_MINUTE,
    PAUSE_S,
    LONG_PAUSE_S,
    LEVEL_DBFS,
    CLIPPED_RATIO,
    CHANGE_P,
    SAME_WORDING,
)
