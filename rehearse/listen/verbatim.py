"""The second decode: under a prompt full of filled pauses Whisper writes down what it otherwise tidies away.

Whatever it adds is only a claim; `fusion` holds it against the sound.
"""

from __future__ import annotations

from dataclasses import dataclass

from rehearse.listen.agreement import insertion_points
from rehearse.listen.filler_text import bare, is_filler_sound
from rehearse.listen.recogniser import Encoded, Recogniser, TimedWord, TokenStep

PROMPT = " So, um, I work at, uh, a small company and, um, we help, uh, people."
"""Of four wordings this one finds as many and invents fewest (`tests/bench`), and a pitch may sound like it."""
SOUNDS = (" um", " Um", " uh", " Uh", " er", " hmm", " Hmm", " hm", " erm", " ah", " eh", "um", "uh", "Um", "Uh")
"""What a filled pause begins with, in Whisper's tokens."""
_END = "endoftext"
STRAYS = 0.5
"""Share of the plain words that a verbatim window may write otherwise before it is thrown out."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A filled pause that the verbatim decode wrote.

    `after_words`: how many plain words lie before it. `probability`: that a filled pause came in this place.
    """

    text: str
    after_words: int
    probability: float


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the verbatim decode, bare; `after_words` and `probability` as in `Claim`.

    `steps`: how many steps of the decode came before it.
    """

    text: str
    after_words: int
    probability: float
    is_filler: bool
    steps: int


def decode_verbatim(recogniser: Recogniser, encoded: Encoded, settled: tuple[int, ...]) -> list[TokenStep]:
    """The steps of the verbatim decode of a window. It begins with the tokens that are `settled`."""
    tokenizer = recogniser.tokenizer
    watched = tuple({tokenizer.encode(sound)[0] for sound in SOUNDS})
    return recogniser.decode_scored(encoded, tuple(tokenizer.encode(PROMPT)), watched, settled)


def said_beside(recogniser: Recogniser, steps: list[TokenStep], plain: list[TimedWord]) -> list[Said]:
    """The words of a verbatim decode held against the plain ones; none where it strays from them."""
    tokenizer = recogniser.tokenizer
    tokens = [step.token for step in steps if step.token < tokenizer.eot]
    words, pieces = tokenizer.split_to_word_tokens([*tokens, tokenizer.eot])
    base = [*(bare(w.text) for w in plain), _END]
    spoken = [bare(word) for word in words if bare(word) and not is_filler_sound(word)]
    before, distance = insertion_points(base, spoken)
    if distance > STRAYS * len(base):
        return []
    said: list[Said] = []
    index = at = 0
    for word, piece in zip(words, pieces, strict=True):
        if bare(word) and at < len(steps):
            after = min(before[index] if index < len(before) else len(plain), len(plain))
            said.append(Said(bare(word), after, steps[at].watched, is_filler_sound(word), at))
            index += not is_filler_sound(word)
        at += len(piece)
    return said


def claims(said: list[Said]) -> list[Claim]:
    """The filled pauses that the verbatim decode wrote, in order."""
    return [Claim(word.text, word.after_words, word.probability) for word in said if word.is_filler]


def tokens_between(said: list[Said], steps: list[TokenStep], first: int, last: int) -> tuple[int, ...]:
    """The verbatim tokens of the plain words `first` to `last` (exclusive), the filled pauses among them included."""
    begin = next((word.steps for word in said if word.after_words >= first and not word.is_filler), 0)
    end = next((word.steps for word in said if word.after_words >= last), begin)
    return tuple(step.token for step in steps[begin:end])
