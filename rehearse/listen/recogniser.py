"""Whisper, opened up: one encoder pass, several decodes on it. Nothing here is random, so live and file agree."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

RATE = 16_000
LONGEST_S = 30.0
SILENCE_BEHIND_S = 1.0
SHORTEST_CONTEXT_S = 20.0
"""The encoder takes less than 30 s and is that much quicker; less than 15 s costs words (`tests/bench`)."""
ENCODER_FRAME_S = 0.02
ONE_CORE_EACH, DECODES_AT_ONCE = 1, 2
"""The steps of a decode are too small to share: two decodes side by side, on a core each, take half the time of one
after the other on both (0.43 s for 1.09 s with tiny.en and 15 s of speech)."""
MOST_TOKENS = 224
"""Whisper's own limit of what it writes in a window, settled words included. CTranslate2 halves the one it is told."""
NO_SPEECH, TOO_UNSURE, TOO_REPETITIVE = 0.6, -1.0, 2.4
"""Whisper's own thresholds: probability of no speech, mean log probability, compression ratio."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A window as the encoder hears it. `frames` is the number of 10 ms frames with sound in them."""

    output: Any
    frames: int

    def states(self) -> np.ndarray:
        """float32 [frames of 20 ms, width]: what the filled-pause head listens to."""
        import numpy as np

        return np.array(self.output)[0, : self.frames // 2]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The tokens of one decode (text only), and how sure the decoder was."""

    tokens: tuple[int, ...]
    mean_log_probability: float
    no_speech: float
    compression: float

    @property
    def is_silence(self) -> bool:
        return self.no_speech > NO_SPEECH and self.mean_log_probability < TOO_UNSURE

    @property
    def is_poor(self) -> bool:
        return self.compression > TOO_REPETITIVE or self.mean_log_probability < TOO_UNSURE


@dataclass(frozen=True, slots=True)
class TimedWord:
    """A word with its punctuation, seconds from the window's start, and its mean token probability.

    `first` is its place among the decode's tokens.
    """

    text: str
    start: float
    end: float
    probability: float
    first: int = 0


class Recogniser:
    """One loaded Whisper model: CPU int8, whatever else the machine has. Never touches the network.

    On a GPU the encoder's output cannot be read as an array, and CTranslate2 counts one even where CUDA is missing.
    """

    def __init__(self, model_dir: Path) -> None:
        from faster_whisper import WhisperModel
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        self._whisper = WhisperModel(
            str(model_dir),
            device="cpu",
            compute_type="int8",
            cpu_threads=ONE_CORE_EACH,
            num_workers=DECODES_AT_ONCE,
            local_files_only=True,
        )
        self.tokenizer = Tokenizer(
            self._whisper.hf_tokenizer, self._whisper.model.is_multilingual, task="transcribe", language="en"
        )
        self._suppressed = get_suppressed_tokens(self.tokenizer, [-1])

    def encode(self, samples: np.ndarray) -> Encoded:
        """One encoder pass over at most 30 s of float32 mono 16 kHz."""
        import numpy as np

        context = max(len(samples) + int(SILENCE_BEHIND_S * RATE), int(SHORTEST_CONTEXT_S * RATE))
        padded = np.zeros(min(context, int(LONGEST_S * RATE)), np.float32)
        samples = samples[: len(padded)]
        padded[: len(samples)] = samples
        features = self._whisper.feature_extractor(padded, padding=0)
        features = features[:, : features.shape[1] // 2 * 2]
        frames = min(len(samples) // 160, features.shape[1])
        return Encoded(self._whisper.encode(features), frames // 2 * 2)

    def decode(self, encoded: Encoded, settled: tuple[int, ...] = ()) -> Decoded:
        """The plain decode. It begins with the tokens that are `settled`.

        Where it is poor, other ways are tried and the surest is taken. Whisper's own way, sampling at rising
        temperatures, is random and would let live and file differ.
        """
        best = self._generate(encoded, settled, beam_size=5)
        if not best.is_poor or best.is_silence:
            return best
        others = [
            self._generate(encoded, settled, beam_size=5, no_repeat_ngram_size=4),
            self._generate(encoded, settled, beam_size=5, repetition_penalty=1.2, no_repeat_ngram_size=3),
        ]
        sound = [d for d in (best, *others) if d.compression <= TOO_REPETITIVE]
        return max(sound or others, key=lambda d: d.mean_log_probability)

    def decode_scored(
        self, encoded: Encoded, prompt: tuple[int, ...], watched: tuple[int, ...], settled: tuple[int, ...] = ()
    ) -> list[TokenStep]:
        """A greedy decode under a prompt, which begins with the tokens that are `settled`.

        Each step has the probability that one of the `watched` tokens came next.
        """
        import numpy as np

        result = self._call(encoded, prompt, settled, beam_size=1, return_logits_vocab=True)
        steps = []
        tokens = [*result.sequences_ids[0], self.tokenizer.eot]
        for token, logits in zip(tokens, result.logits[0], strict=False):
            values = np.array(logits)
            odds = np.exp(values - values.max())
            steps.append(TokenStep(token, float(odds[list(watched)].sum() / odds.sum())))
        return steps

    def words(self, encoded: Encoded, tokens: tuple[int, ...]) -> list[TimedWord]:
        """The words of the tokens, timed by the decoder's attention (punctuation joined to its word)."""
        from faster_whisper.transcribe import merge_punctuations

        if not tokens or encoded.frames < 4:
            return []
        found = self._whisper.find_alignment(self.tokenizer, [list(tokens)], encoded.output, encoded.frames)[0]
        read = 0
        for piece in found:
            piece["first"], read = read, read + len(piece["tokens"])
        merge_punctuations(found, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
        words: list[TimedWord] = []
        for piece in found:
            text, start, end = piece["word"], float(piece["start"]), float(piece["end"])
            if not text.strip():
                continue
            if words and not text.startswith(" "):
                # faster-whisper parts "part-time" and "$5,000" at their punctuation; only a space begins a word
                whole = words.pop()
                probability = min(whole.probability, piece["probability"])
                words.append(TimedWord(whole.text + text, whole.start, end, probability, whole.first))
            else:
                probability = float(piece["probability"])
                words.append(TimedWord(text.strip(), start, end, probability, piece["first"]))
        return words

    def as_beginning(self, tokens: tuple[int, ...]) -> tuple[int, ...]:
        """The same words as the beginning of a text: behind a small letter Whisper goes on without full stops."""
        text = self.text(tokens)
        return tuple(self.tokenizer.encode(f" {text[:1].upper()}{text[1:]}")) if text else ()

    def text(self, tokens: tuple[int, ...]) -> str:
        return str(self.tokenizer.decode(list(tokens))).strip()

    def _generate(self, encoded: Encoded, settled: tuple[int, ...], **options: Any) -> Decoded:
        result = self._call(encoded, (), settled, **options)
        tokens = tuple(t for t in result.sequences_ids[0] if t < self.tokenizer.eot)
        text = self.text(tokens).encode()
        compression = len(text) / len(zlib.compress(text)) if text else 1.0
        # the score is over all tokens, though the settled ones count nothing; the end of the text is one more
        mean = result.scores[0] * len(tokens) / (len(tokens) - len(settled) + 1)
        return Decoded(tokens, float(mean), float(result.no_speech_prob), compression)

    def _call(self, encoded: Encoded, before: tuple[int, ...], settled: tuple[int, ...], **options: Any) -> Any:
        start = [self.tokenizer.sot_prev, *before] if before else []
        prompt = [*start, *self.tokenizer.sot_sequence, self.tokenizer.no_timestamps, *settled]
        return self._whisper.model.generate(
            encoded.output,
            [prompt],
            max_length=2 * MOST_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=not settled,
            suppress_tokens=self._suppressed,
            **options,
        )[0]


@dataclass(frozen=True, slots=True)
class TokenStep:
    """One step of a scored decode: the token taken, and the probability of the watched ones in its place."""

    token: int
    watched: float
