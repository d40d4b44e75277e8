"""The second decode: under a prompt full of filled pauses Whisper writes down what it otherwise tidies away.

Whatever it adds is only a claim; `fusion` holds it against the sound.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehearse.listen.agreement import insertion_points
from rehearse.listen.filler_text import bare, is_filler_sound
from rehearse.listen.recogniser import Encoded, Recogniser, TimedWord

PROMPT = " So, um, I work at, uh, a small company and, um, we help, uh, people."
"""Of four wordings this one finds as many and invents fewest (`tests/bench`), and a pitch may sound like it."""
SOUNDS = (" um", " Um", " uh", " Uh", " er", " hmm", " Hmm", " hm", " erm", " ah", " eh", "um", "uh", "Um", "Uh")
"""What a filled pause begins with, in Whisper's tokens."""
HINTED = 0.05
"""A place where a filled pause was less probable than this is no claim at all."""
_END = "endoftext"
STRAYS = 0.5
"""Share of the plain words that a verbatim window may write otherwise before it is thrown out."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A place where the verbatim decode wrote a filled pause (`decoded`), or might have.

    `after_words`: how many plain words lie before it. `probability`: that a filled pause came in this place.
    """

    text: str
    after_words: int
    probability: float
    decoded: bool


def claims(recogniser: Recogniser, encoded: Encoded, plain: list[TimedWord]) -> list[Claim]:
    """The claims of one window, in order; none where the verbatim decode strays from the plain one."""
    said = _said(recogniser, encoded)
    base = [*(bare(w.text) for w in plain), _END]
    spoken = [word for word, _, decoded in said if not decoded]
    before, distance = insertion_points(base, spoken)
    if distance > STRAYS * len(base):
        return []
    made: list[Claim] = []
    index = 0
    for word, probability, decoded in said:
        after = min(before[index] if index < len(before) else len(plain), len(plain))
        if decoded:
            made.append(Claim(word, after, probability, True))
        else:
            index += 1
            if probability >= HINTED:
                made.append(Claim("um", after, probability, False))
    return made


def _said(recogniser: Recogniser, encoded: Encoded) -> list[tuple[str, float, bool]]:
    """The words of the verbatim decode: bare text, probability of a filled pause in its place, whether it is one."""
    tokenizer = recogniser.tokenizer
    watched = tuple({tokenizer.encode(sound)[0] for sound in SOUNDS})
    steps = recogniser.decode_scored(encoded, tuple(tokenizer.encode(PROMPT)), watched)
    tokens = [step.token for step in steps if step.token < tokenizer.eot]
    words, pieces = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    said = []
    at = 0
    for word, piece in zip(words, pieces, strict=True):
        if bare(word) and at < len(steps):
            said.append((bare(word), steps[at].watched, is_filler_sound(word)))
        at += len(piece)
    return said
