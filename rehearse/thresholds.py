"""Every threshold that a verdict or a piece of advice rests on, in one table, each with its source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Threshold:
    """`low` and `high` bound what is left alone; `says` is the same for a person."""

    says: str
    source: str
    low: float = 0.0
    high: float = float("inf")


PACE_BAND = Threshold(
    "130 to 165 words a minute",
    "ordinary speech rates in talks and conversation; nothing is said inside this band",
    low=130,
    high=165,
)
PACE_FLAGGED = Threshold(
    "110 to 180 words a minute",
    "outside it a busy listener waits, or misses words; between this and the band the pace is only named",
    low=110,
    high=180,
)
FILLERS_PER_MINUTE = Threshold(
    "at most 5 a minute",
    "Laske & DiGennaro Reed 2024, doi 10.1002/jaba.1093: above it listeners judge the speaker by them",
    high=5,
)
PAUSE_S = Threshold(
    "a silence of at least 0.25 s", "De Jong & Bosker 2013: the best lower bound for a silent pause", low=0.25
)
LONG_PAUSE_S = Threshold(
    "at most 1 second inside a clause", "our own choice: a longer silence is heard as a search for words", high=1.0
)
DURATION_OF_TARGET = Threshold(
    "from two thirds of the target to 10 % over it",
    "our own choice, the same as the stage's signals",
    low=2 / 3,
    high=1.1,
)
LEVEL_DBFS = Threshold("at least -30 dBFS", "below it the noise of a laptop microphone comes near the voice", low=-30)
CLIPPED_RATIO = Threshold(
    "at most 1 sample in 10,000 cut flat", "our own choice: more of them can be heard", high=0.0001
)
CHANGE_P = Threshold(
    "so far outside what your takes vary by that chance alone does it less than 1 time in 100",
    "our own choice: all nine measures of a comparison together then raise a false alarm in fewer than 1 of 10",
    high=0.01,
)
SAME_WORDING = Threshold(
    "35 to 70 % of the words in runs of four that come back",
    "our own choice: above it a take is recited, below it the story is told afresh each time",
    low=0.35,
    high=0.7,
)

SURE_WORDS = Threshold(
    "a mean word probability of at least 0.6",
    "measured with tiny.en: 0.75 and more for readers of every accent we have, 0.4 for what is not English",
    low=0.6,
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
    SURE_WORDS,
    CHANGE_P,
    SAME_WORDING,
)
