"""Whether the story was told: how often the judge is right, on pitches it was not trained on.

    python -m tests.bench.coverage [--apart] [--spoken [slow usual fast]] [--sample N]

Cross-validated by pitch: heads and calibration of a fold come from the other folds and from our own training pitches,
never from a pitch they are scored on. `--apart` is stricter and takes a fifth of the time: heads that learned from our
own pitches and from none of the shared ones. `--spoken` also has every pitch spoken (Piper, three speeds, twice each,
noise) and heard by our own listener with tiny.en; what was heard is kept in a temporary folder, since it takes half an
hour. `--sample N` speaks only N of the pitches, evenly chosen.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rehearse.facts import Element, Story
from rehearse.meaning.judge import MeaningJudge
from rehearse.meaning.looks import look_at
from rehearse.measures.coverage import COVERED_FROM, PARTIAL_FROM, CueJudge
from rehearse.measures.coverage_heads import Heads, sigmoid
from rehearse.measures.coverage_text import as_sentence
from rehearse.measures.sentences import split_text
from tests.bench.shared import ROOT, shared

sys.path.insert(0, str(ROOT / "models"))

import story_data
import train_heads as training

NAMES = training.NAMES
IMITATES = {
    "number_no_example": "example",
    "example_word": "example",
    "vague_ask": "ask",
    "ask_reported": "ask",
    "ask_team": "ask",
    "question_not": "ask",
    "thanks_third_party": "courtesy",
    "other_name": "introduction",
    "goal_sports": "goals",
    "interest_rate": "interests",
    "ux_experience": "experience",
    "tools_not_skill": "competency",
    "values_not_interest": "interests",
}
"""What a trap of the shared set looks like. A bare thank-you is courtesy all the same, and so no trap."""


def f1(told: np.ndarray, said: np.ndarray) -> float:
    hits = int((told & said).sum())
    return 2 * hits / int(told.sum() + said.sum()) if hits else 0.0


def balanced(told: np.ndarray, said: np.ndarray) -> np.ndarray:
    """For each element the mean of present-F1 and absent-F1. Both arguments: pitches x elements."""
    return np.array(
        [(f1(t, s) + f1(~t, ~s)) / 2 for t, s in zip(told.T.astype(bool), said.T.astype(bool), strict=True)]
    )


def interval(told: np.ndarray, said: np.ndarray, rounds: int = 1000) -> tuple[float, float]:
    """95 % by resampling pitches."""
    rng = np.random.default_rng(7)
    draws = [rng.integers(0, len(told), len(told)) for _ in range(rounds)]
    low, high = np.percentile([balanced(told[one], said[one]).mean() for one in draws], [2.5, 97.5])
    return float(low), float(high)


def row(name: str, told: np.ndarray, said: np.ndarray) -> None:
    each = balanced(told, said)
    low, high = interval(told, said)
    shown = " ".join(f"{element[:6]} {value:.2f}" for element, value in zip(NAMES, each, strict=True))
    print(f"{name:34s} {each.mean():.3f} [{low:.3f}, {high:.3f}]  least {each.min():.2f}  {shown}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--apart", action="store_true", help="heads from our own pitches alone")
    parser.add_argument("--spoken", nargs="*", choices=("slow", "usual", "fast"), metavar="SPEED")
    parser.add_argument("--sample", type=int, metavar="N", help="speak only N pitches, evenly chosen")
    arguments = parser.parse_args()
    shared("stories")
    pitches, cards = story_data.shared_pitches("pitches.jsonl"), story_data.shared_pitches("cards.jsonl")
    encoder = training.Encoder(ROOT / "models" / "minilm")
    own = training.see(story_data.own_pitches(), encoder)
    seen = training.see(pitches, encoder)
    told = np.array([one.told for one in seen])

    print(
        f"Balanced F1 on {len(seen)} pitches (95 % interval, pitches resampled); at least 0.85, no element below 0.75"
    )
    row("cues and examples alone", told, by_cues(pitches))
    apart = training.fit(own)
    row("heads, trained on our pitches only", told, pitch_chances(apart, seen) >= COVERED_FROM)
    held_heads = [
        (held, training.fit(own + [seen[i] for i in range(len(seen)) if i not in held]))
        for held in ([] if arguments.apart else folds(seen))
    ] or [(list(range(len(seen))), apart)]
    chances = np.zeros(told.shape)
    for held, heads in held_heads:
        chances[held] = pitch_chances(heads, [seen[i] for i in held])
    row("heads, so judged below" if arguments.apart else "heads, cross-validated", told, chances >= COVERED_FROM)
    row("  the same, partial as covered", told, chances >= PARTIAL_FROM)
    near_misses(seen, held_heads, chances)
    reliability(told, chances)
    others = apart if arguments.apart else training.fit(own + seen)
    preparation_cards(others, training.see(cards, encoder), encoder)
    strangers(own, seen, encoder, told)
    hard_pitches()
    cost(pitches)
    if arguments.spoken is not None:
        from tests.bench.coverage_spoken import heard_pitches

        spoken = np.unique(np.linspace(0, len(seen) - 1, arguments.sample or len(seen)).round().astype(int))
        readings = []
        for name, heard_sentences in heard_pitches([pitches[i] for i in spoken], arguments.spoken):
            heard = np.zeros(told.shape)
            for index, sentences in zip(spoken, heard_sentences, strict=True):
                heads = next(heads for held, heads in held_heads if index in held)
                heard[index] = of_sentences(heads, encoder, sentences)
            row(f"spoken, {name}, heard by tiny.en", told[spoken], heard[spoken] >= COVERED_FROM)
            readings.append(heard[spoken] >= COVERED_FROM)
        lost_by_speaking(told[spoken], chances[spoken] >= COVERED_FROM, readings)


def lost_by_speaking(told: np.ndarray, written: np.ndarray, readings: Sequence[np.ndarray]) -> None:
    """How much lower balanced F1 is than that of the written words: for each reading, and their mean."""

    def lost(rows: np.ndarray) -> list[float]:
        whole = balanced(told[rows], written[rows]).mean()
        return [float(whole - balanced(told[rows], one[rows]).mean()) for one in readings]

    rng = np.random.default_rng(7)
    every = lost(np.arange(len(told)))
    low, high = np.percentile([np.mean(lost(rng.integers(0, len(told), len(told)))) for _ in range(1000)], [2.5, 97.5])
    print(
        f"lost by speaking, {len(told)} pitches (written {balanced(told, written).mean():.3f}):"
        f" {', '.join(f'{one:.3f}' for one in every)};"
        f" mean {np.mean(every):.3f} [{low:.3f}, {high:.3f}] (at most 0.04)"
    )


def folds(seen: Sequence[training.Seen]) -> list[list[int]]:
    return training.folds(len(seen), seed=1)


def pitch_chances(heads: Heads, seen: Sequence[training.Seen]) -> np.ndarray:
    return np.array([heads.calibration.of(heads.chances(one.looks)) for one in seen])


def of_sentences(heads: Heads, encoder: training.Encoder, sentences: Sequence[str]) -> np.ndarray:
    plain = [plain for plain in map(as_sentence, sentences) if plain]
    if not plain:
        return np.zeros(len(NAMES))
    return heads.calibration.of(heads.chances(look_at(encoder, plain, encoder.encode(plain))))


def by_cues(pitches: Sequence[story_data.Pitch]) -> np.ndarray:
    story = Story("nine", "Nine", 30.0, tuple(Element(name, name, "") for name in NAMES))
    judged = [CueJudge().judge(story, split_text(" ".join(pitch.sentences))) for pitch in pitches]
    return np.array([[item.verdict == "covered" for item in coverage.items] for coverage in judged])


def near_misses(seen: Sequence[training.Seen], held_heads: list[tuple[list[int], Heads]], chances: np.ndarray) -> None:
    """A trap is credited when a sentence without the element it imitates gets it, or the pitch does and should not."""
    traps = credited = absent = credited_absent = 0
    names = []
    for held, heads in held_heads:
        for index in held:
            one = seen[index]
            by_sentence = heads.chances(one.looks)
            for tag in one.pitch.near_misses:
                if tag not in IMITATES:
                    continue
                column = NAMES.index(IMITATES[tag])
                traps += 1
                wrong = bool((by_sentence[~one.labels[:, column], column] >= COVERED_FROM).any())
                credited += wrong
                if not one.told[column]:
                    absent += 1
                    credited_absent += bool(chances[index, column] >= COVERED_FROM)
                    wrong |= bool(chances[index, column] >= COVERED_FROM)
                names += [f"{tag} in {one.pitch.id}"] if wrong else []
    print(
        f"\nNear-misses credited in their sentence: {credited} of {traps}; in the pitch: {credited_absent} of {absent}"
        f" (at most one in ten) {'; '.join(names)}"
    )


def reliability(told: np.ndarray, chances: np.ndarray) -> None:
    print("\nWhat a score means: of the elements scored in the band, so many were told")
    edges = [0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001]
    for low, high in pairwise(edges):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            mean, share = chances[inside].mean(), told[inside].mean()
            print(
                f"  {low:.2f} to {min(high, 1):.2f}: {int(inside.sum()):4d} scores, mean {mean:.2f}, told {share:.2f}"
            )


def preparation_cards(heads: Heads, cards: Sequence[training.Seen], encoder: training.Encoder) -> None:
    points = training.planned_points(cards, heads, encoder)
    told: list[bool] = []
    chances: list[float] = []
    plain: list[float] = []
    for held in folds(cards):
        note = training.fit_note(
            [point for index, card in enumerate(points) if index not in held for point in card], heads.calibration
        )
        for index in held:
            for point in points[index]:
                told.append(point.told)
                chances.append(training.note_chance(point, note, heads.calibration))
                alone = heads.calibration.only(point.element)
                plain.append(float(alone.of(sigmoid(point.odds)[:, None])[0]))
    print(f"\nCards: {sum(told)} planned points came, {len(told) - sum(told)} did not")
    for name, values in (("heads alone", plain), ("with the notes", chances)):
        came, scores = np.array(told), np.array(values)
        for limit, word in ((PARTIAL_FROM, "missing"), (COVERED_FROM, "missing or partial")):
            named, wrong = int((~came & (scores < limit)).sum()), int((came & (scores < limit)).sum())
            print(
                f"  {name}, called {word}: {named} of {int((~came).sum())} that did not come (at least 11),"
                f" {wrong} of {int(came.sum())} that came (at most 6); covered-F1 {f1(came, scores >= limit):.3f},"
                f" missing-F1 {f1(~came, scores < limit):.3f}"
            )


def strangers(
    own: Sequence[training.Seen], seen: Sequence[training.Seen], encoder: training.Encoder, told: np.ndarray
) -> None:
    """Each element in turn as one nobody trained us on: known by four examples, its question and its cues."""
    rows_own = training.stranger_features(own, encoder)
    rows = training.stranger_features(seen, encoder)
    chances = np.zeros(told.shape)
    for column in range(len(NAMES)):
        head = training.fit_own(rows_own, own, [other for other in range(len(NAMES)) if other != column])
        for index, one in enumerate(rows):
            chances[index, column] = head.calibration.of(sigmoid(head.log_odds(one[column]))[:, None])[0]
    print()
    row("elements of one's own (never seen)", told, chances >= COVERED_FROM)


def hard_pitches() -> None:
    """Ours, which no head was trained on, by the shipped judge: denials, questions that ask nothing, plain words."""
    pitches = story_data.own_pitches(ROOT / "models" / "story_hard.txt")
    story = Story("nine", "Nine", 30.0, tuple(Element(name, name, "") for name in NAMES))
    judge = MeaningJudge.from_folder(ROOT / "models")
    told = np.array([[name in pitch.covered for name in NAMES] for pitch in pitches])
    judged = [judge.judge(story, split_text(" ".join(pitch.sentences))) for pitch in pitches]
    said = np.array([[item.verdict == "covered" for item in coverage.items] for coverage in judged])
    row(f"{len(pitches)} hard pitches, shipped judge", told, said)
    print(
        f"  of {int(told.sum())} elements told {int((told & ~said).sum())} were not credited,"
        f" of {int((~told).sum())} not told {int((~told & said).sum())} were"
    )


COST = """
import sys, time
from pathlib import Path
def peak(): return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
from rehearse.facts import Element, Story
from rehearse.measures.sentences import split_text
bare = peak()
began = time.perf_counter()
from rehearse.meaning.judge import MeaningJudge
judge = MeaningJudge.from_folder(Path(sys.argv[1]))
loaded = time.perf_counter() - began
story = Story("nine", "Nine", 60.0, tuple(Element(name, name, "") for name in sys.argv[3].split()))
sentences = split_text(sys.argv[2])
times = []
for _ in range(7):
    began = time.perf_counter()
    judge.judge(story, sentences)
    times.append(time.perf_counter() - began)
print(loaded, times[0], sorted(times)[3], peak(), bare)
"""


def cost(pitches: Sequence[story_data.Pitch]) -> None:
    words = " ".join(" ".join(pitch.sentences) for pitch in pitches[:2]).split()
    text = " ".join((words * 2)[:150])  # 60 s at 150 words a minute
    command = [sys.executable, "-c", COST, str(ROOT / "models"), text, " ".join(NAMES)]
    runs = [
        [
            float(one)
            for one in subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout.split()
        ]
        for _ in range(5)
    ]
    load, first, again, peak, bare = (statistics.median(column) for column in zip(*runs, strict=True))
    print(
        f"\nLoad {load:.2f} s (at most 0.5); judge 150 words: first {first:.3f} s, again {again:.3f} s (at most 0.15);"
        f" memory at its highest {peak:.0f} MiB, of it {peak - bare:.0f} ours (at most 120)"
    )


if __name__ == "__main__":
    main()
