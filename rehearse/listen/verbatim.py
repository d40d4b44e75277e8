"""The second decode: under a prompt full of filled pauses Whisper writes down what it otherwise tidies away.

Whatever it adds is only a claim: a window whose other words stray from the plain decode is thrown out.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehearse.listen.agreement import insertion_points
from rehearse.listen.filler_text import bare, is_filler_sound
from rehearse.listen.recogniser import Encoded, Recogniser, TimedWord

PROMPT = " Um, so, uh, I was, er, I was thinking, hmm, you know, uh, like, um, yeah."
SOUNDS = (" um", " Um", " uh", " Uh", " er", " hmm", " Hmm", " hm", " erm", " ah", " eh", "um", "uh", "Um", "Uh")
INSERTION = 0.2
"""Probability from which a filled pause in a word's place counts as claimed (best of .1 to .5 on few clips)."""
STRAYS = 0.5
"""Share of the plain words that a verbatim window may write otherwise before it is thrown out."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A filled pause that the verbatim decode claims: how many plain words lie before it, and how probable it was."""

    text: str
    after_words: int
    probability: float
    start: float
    end: float


def claimed_fillers(recogniser: Recogniser, encoded: Encoded, plain: list[TimedWord]) -> list[Claim]:
    """The filled pauses that the verbatim decode of a window claims, in order; seconds from the window's start."""
    tokenizer = recogniser.tokenizer
    watched = tuple({tokenizer.encode(sound)[0] for sound in SOUNDS})
    steps = recogniser.decode_scored(encoded, tuple(tokenizer.encode(PROMPT)), watched)
    tokens = [step.token for step in steps if step.token < tokenizer.eot]
    words, word_tokens = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    said: list[tuple[str, float]] = []
    at = 0
    for word, pieces in zip(words[:-1], word_tokens[:-1], strict=True):
        claim = max((s.watched for s in steps[at : at + 1]), default=0.0)
        at += len(pieces)
        if is_filler_sound(word):
            said.append((bare(word), claim))
        elif bare(word):
            if claim >= INSERTION:
                said.append(("um", claim))
            said.append((bare(word), -1.0))
    spoken = [word for word, claim in said if claim < 0]
    base = [bare(w.text) for w in plain]
    before, distance = insertion_points(base, spoken)
    if distance > STRAYS * max(len(base), 1):
        return []
    claims: list[Claim] = []
    index = 0
    for word, claim in said:
        if claim < 0:
            index += 1
            continue
        after = before[index] if index < len(before) else len(base)
        start = plain[after - 1].end if after else 0.0
        end = plain[after].end if after < len(plain) else encoded.frames / 100
        claims.append(Claim(word, after, claim, start, max(start, end)))
    return claims
