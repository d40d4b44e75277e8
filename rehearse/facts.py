"""The frozen facts that travel through the house. Standard library only.

Seconds are floats from the start of the recording. Samples travel as bytes:
little-endian float32, mono, `HEARING_RATE_HZ`. A measure that could not be made
is None, never zero, and `Report.notes` says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

HEARING_RATE_HZ = 16_000
"""The rate at which everything after the audio room hears (Whisper's own)."""

WordKind = Literal["word", "filler_sound", "filler_word"]
Certainty = Literal["certain", "likely"]
DurationVerdict = Literal["short", "on_time", "over"]
PaceVerdict = Literal["very_slow", "slow", "in_band", "fast", "very_fast"]
CoverageVerdict = Literal["covered", "partial", "missing"]
PausePlace = Literal["boundary", "inside"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the recording, in seconds."""

    start: float
    end: float

    @property
    def length_s(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Take:
    """A recording, as it lies on disk. Levels are taken at its own rate (full-scale sine: peak 0, RMS -3 dBFS)."""

    file: str | None
    duration_s: float
    sample_rate_hz: int
    channels: int
    peak_dbfs: float
    level_dbfs: float
    clipped_ratio: float
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word or filler sound. `certainty` and `reason` are set for fillers only."""

    text: str
    start: float
    end: float
    probability: float
    kind: WordKind = "word"
    certainty: Certainty | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said: the readable text, with punctuation, and every word with its time, filler sounds among them."""

    text: str
    words: tuple[Word, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Contour:
    """Pitch and loudness, one value every `hop_s`. Pitch is None where there is no voice."""

    hop_s: float
    pitch_hz: tuple[float | None, ...]
    loudness_db: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Restart:
    """A repeat, a restart or a cut-off word ("I, I worked at"): marked apart from fillers, experimental."""

    kind: Literal["repeat", "restart", "cut_off"]
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """The model that heard: its name in the catalogue, or its path; the SHA-256 of its model.bin; its language."""

    name: str
    digest: str
    language: str


@dataclass(frozen=True, slots=True)
class Heard:
    """All that the listening child knows of a take.

    `voice` are the stretches with voice in them, measured on the sound; between them there is silence or noise.
    `fillers_complete` is False where the model in use cannot find every filler sound: the count is then "at least".
    `filler_range` is the honest range of the number of filler sounds.
    """

    transcript: Transcript
    voice: tuple[Span, ...]
    contour: Contour | None
    model: ModelUsed
    fillers_complete: bool = True
    filler_range: tuple[int, int] = (0, 0)
    restarts: tuple[Restart, ...] = ()
    load_s: float = 0.0
    listen_s: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a story that a listener needs to hear."""

    id: str
    title: str
    question: str
    required: bool = True
    notes: str = ""
    cues: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A verdict that the speaker overruled: this sentence tells the element (`told`), or does not."""

    element: str
    sentence: str
    told: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What the pitch should tell, and in how many seconds."""

    name: str
    title: str
    target_s: float
    elements: tuple[Element, ...]
    call_date: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of words that is judged as one. `first` and `last` index the transcript's words (last is exclusive)."""

    text: str
    start: float
    end: float
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Duration:
    total_s: float
    speaking_s: float
    lead_in_s: float
    tail_s: float
    target_s: float
    difference_s: float
    verdict: DurationVerdict


@dataclass(frozen=True, slots=True)
class Pace:
    words: int
    wpm: float | None
    articulation_sps: float | None
    band: tuple[float, float]
    verdict: PaceVerdict | None
    thirds: tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Filler:
    text: str
    kind: Literal["filler_sound", "filler_word"]
    start: float
    end: float
    certainty: Certainty
    reason: str


@dataclass(frozen=True, slots=True)
class Fillers:
    """`confidence` is the honest range of the number of filler sounds. Where not `complete`, it is "at least" that."""

    sounds: int
    words: int
    per_minute: float | None
    per_100_words: float | None
    confidence: tuple[int, int]
    items: tuple[Filler, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    start: float
    end: float
    at: PausePlace


@dataclass(frozen=True, slots=True)
class Pauses:
    count: int
    per_minute: float | None
    longest_s: float
    total_s: float
    items: tuple[Pause, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    pitch_sd_semitones: float | None
    loudness_range_db: float | None


@dataclass(frozen=True, slots=True)
class ElementVerdict:
    """Whether one element was told. In a written pitch `start` and `end` are character offsets."""

    element: str
    verdict: CoverageVerdict
    score: float
    quote: str | None
    start: float | None
    end: float | None
    seconds: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """`covered` and `required` count required elements only; `items` holds every element, in the story's order."""

    covered: int
    required: int
    items: tuple[ElementVerdict, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    about: str
    message: str
    evidence: str
    threshold: str
    source: str


@dataclass(frozen=True, slots=True)
class Timings:
    load: float
    listen: float
    measure: float
    total: float


@dataclass(frozen=True, slots=True)
class Report:
    """One take, told. Its JSON form is fixed by the report contract (`rehearse.report/1`)."""

    take: Take
    story: Story
    model: ModelUsed
    transcript: Transcript
    duration: Duration
    pace: Pace
    fillers: Fillers
    pauses: Pauses
    voice: Voice
    coverage: Coverage
    advice: tuple[Advice, ...]
    notes: tuple[str, ...]
    timings: Timings
    restarts: tuple[Restart, ...] = ()


CorrectionKind = Literal["filler_struck", "filler_added", "element_told", "element_untold", "word"]


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing the person set right. The report itself stays as it was heard; `corrections.corrected` applies these.

    `word` is the place of a word in the transcript as heard (fillers and corrected words), `element` an element's id
    (told, untold), `text` what the word should be, or a sound that was not heard and comes after it (filler_added).
    """

    kind: CorrectionKind
    word: int | None = None
    element: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A report that is kept. `id` is the store's number.

    `take_file` is the name of its FLAC in the takes' folder, None where there is no sound (any more); `sound_sha256`
    the digest of the samples, kept so that the same sound is never filed twice. `session` numbers takes less than
    30 minutes apart, `cold` says that it was the first of its story on its local day.
    """

    id: int
    made_at: datetime
    report: Report
    session: int
    cold: bool
    take_file: str | None
    note: str = ""
    starred: bool = False
    corrections: tuple[Correction, ...] = ()
    sound_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """An attempt as one line of a list, corrections applied. `time_s` is the speaking time."""

    id: int
    made_at: datetime
    session: int
    cold: bool
    story: str
    starred: bool
    note: str
    time_s: float
    target_s: float
    wpm: float | None
    fillers: int
    fillers_per_minute: float | None
    covered: int
    required: int
    has_sound: bool
