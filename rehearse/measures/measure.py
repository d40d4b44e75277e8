"""All measures of one take, in one call: what was heard goes in, numbers come out."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from rehearse.facts import Duration, Filler, Fillers, Heard, Pace, Pauses, Transcript, Voice
from rehearse.measures.duration import measure_duration, speaking_span
from rehearse.measures.fillers import mark_filler_words, measure_fillers
from rehearse.measures.pace import FEWEST_WORDS, measure_pace
from rehearse.measures.pauses import measure_pauses
from rehearse.measures.syllables import Pronounced
from rehearse.measures.voice import FEWEST_VOICED_S, measure_voice
from rehearse.thresholds import SURE_WORDS


@dataclass(frozen=True, slots=True)
class Measures:
    """Every number of a report but the coverage, which needs a judge."""

    transcript: Transcript
    duration: Duration
    pace: Pace
    fillers: Fillers
    pauses: Pauses
    voice: Voice
    notes: tuple[str, ...]


def measure(
    heard: Heard, total_s: float, target_s: float, filler_words: tuple[Filler, ...], pronounced: Pronounced
) -> Measures:
    """Measure what was heard. The transcript must hold at least one word or filler sound."""
    words = heard.transcript.words
    speaking = speaking_span(words, heard.voice)
    assert speaking is not None, "silence has no measures; the flow refuses it before"
    pauses = measure_pauses(words, heard.voice, speaking)
    pace = measure_pace(words, speaking, pauses, pronounced)
    voice = measure_voice(heard.contour, speaking)
    return Measures(
        transcript=mark_filler_words(heard.transcript, filler_words),
        duration=measure_duration(total_s, speaking, target_s),
        pace=pace,
        fillers=measure_fillers(heard, filler_words, pace.words, speaking),
        pauses=pauses,
        voice=voice,
        notes=(*heard.notes, *_what_is_not_known(heard, pace, voice)),
    )


def _what_is_not_known(heard: Heard, pace: Pace, voice: Voice) -> list[str]:
    notes = []
    if pace.wpm is None:
        notes.append(f"Pace is not known: it takes at least {FEWEST_WORDS} words to measure one.")
    if voice.pitch_sd_semitones is None:
        reason = (
            f"it takes at least {FEWEST_VOICED_S:g} seconds of voiced sound" if heard.contour else "no contour was made"
        )
        notes.append(f"Voice is not known: {reason}.")
    sure = [word.probability for word in heard.transcript.words if word.kind != "filler_sound"]
    if sure and fmean(sure) < SURE_WORDS.low:
        notes.append(
            "The words are doubtful: the recording may be noisy, or not in English. Trust no number built on them."
        )
    if not heard.fillers_complete:
        notes.append("The number of filler sounds is at least what is shown: this model may swallow some of them.")
    return notes
