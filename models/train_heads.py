"""Trains the story heads: `python models/train_heads.py` writes `models/story_heads.npz`.

- Two small nets (`story_net.py`) for the usual elements, from our own pitches and, where it is there, the shared
  development set: one over each sentence (`rehearse.measures.coverage_features`), one over the tokens of the whole
  pitch (`rehearse.measures.coverage_tokens`). The pitch's chance is calibrated on a fifth of the pitches, with nets
  that learned from the other four.
- One head for every element that has none of its own: each usual element plays the stranger, known only by the examples
  and the question that the built-in story gives it.
- What a speaker's note is worth: from the shared preparation cards, with heads that had not seen those pitches.

The same data gives the same weights. Needs scikit-learn (librosa brings it).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import story_net  # noqa: E402
from story_cuts import NAMES, Cut, Seen, fully_known, see  # noqa: E402
from story_data import own_pitches, shared_pitches  # noqa: E402
from story_lessons import SentenceLessons, TokenLessons  # noqa: E402

from rehearse.facts import Element  # noqa: E402
from rehearse.meaning.encoder import Encoder  # noqa: E402
from rehearse.meaning.judge import question  # noqa: E402
from rehearse.meaning.story_heads import Learned, save  # noqa: E402
from rehearse.measures.coverage import own_cue  # noqa: E402
from rehearse.measures.coverage_features import PLACES  # noqa: E402
from rehearse.measures.coverage_heads import Calibration, Heads, Net, logit, sigmoid, together  # noqa: E402
from rehearse.measures.coverage_likeness import OwnHead, own_features, views  # noqa: E402
from rehearse.measures.coverage_notes import NoteHead  # noqa: E402

FOLDS = 5
SENTENCE_NETS, TOKEN_NETS = 2, 1
"""So many with different beginnings are averaged. A second one for the tokens moved no figure by more than 0.002."""
UNLIKELY = 0.05
"""A clause that the teacher gives less is not the one that carries the element."""
STRANGER_EXAMPLES = 4
UNFITTED = Calibration(1.0, np.zeros(1, dtype=np.float32))


def taught(cut: Cut, labels: np.ndarray, teacher: Net) -> Cut:
    """The clauses with the labels that heads trained on whole sentences give: in each labelled sentence the likeliest
    clause carries the element, a clause that is nearly as likely may, the others are left out."""
    chances = sigmoid(teacher.log_odds(cut.features))
    given, known = cut.labels.copy(), cut.known.copy()
    for sentence, column in zip(*np.nonzero(labels), strict=True):
        inside = np.flatnonzero(cut.sentence == sentence)
        best = inside[chances[inside, column].argmax()]
        given[best, column] = known[best, column] = True
        unlikely = inside[chances[inside, column] < UNLIKELY]
        known[unlikely, column] = True
    return Cut(cut.features, given, known, cut.sentence)


def folds(count: int, seed: int = 0) -> list[list[int]]:
    """Indices of the pitches of each fold."""
    order = np.random.default_rng(seed).permutation(count).tolist()
    return [sorted(order[start::FOLDS]) for start in range(FOLDS)]


def moved(rows: np.ndarray) -> np.ndarray:
    """The same sentences as if the pitch began in its middle: their place is a hint of what is said, and no more."""
    elsewhere = rows.copy()
    elsewhere[:, -PLACES:] = np.roll(rows[:, -PLACES:], len(rows) // 2, axis=0)
    return elsewhere


def fit_nets(seen: Sequence[Seen]) -> Heads:
    """Heads without calibration. The net of the sentences learns first from whole ones, which teaches it what each
    clause carries."""
    whole = [fully_known(one.looks.sentences, one.labels) for one in seen]
    teacher = story_net.fit(SentenceLessons(whole), SENTENCE_NETS)
    elsewhere = [fully_known(moved(cut.features), cut.labels) for cut in whole]
    clauses = [taught(one.clauses, one.labels, teacher) for one in seen]
    others = [cut for one in seen for cut in (one.unmarked, one.twos)]
    sentences = story_net.fit(SentenceLessons([*whole, *elsewhere, *clauses, *others]), SENTENCE_NETS)
    ways = [way for one in seen for way in (one.running, one.otherwise, *one.alone) if len(way.rows)]
    tokens = story_net.fit(TokenLessons(ways), TOKEN_NETS)
    return Heads(NAMES, sentences, tokens, UNFITTED)


def calibrate(odds: np.ndarray, told: np.ndarray, each: bool) -> Calibration:
    """One slope, and a shift for all elements or for `each` (Platt), from pitches the heads had not seen.

    `odds`: what `together` gives. Both are pitches x elements.
    """
    from sklearn.linear_model import LogisticRegression

    count = odds.shape[1]
    which = np.tile(np.eye(count) if each else np.ones((count, 1)), (len(odds), 1))
    # the shifts of single elements are held back: some have few pitches without them
    model = LogisticRegression(C=1.0 if each else 1e6, fit_intercept=False, max_iter=500)
    fitted = model.fit(np.hstack([odds.reshape(-1, 1), which]), told.reshape(-1))
    return Calibration(float(fitted.coef_[0, 0]), fitted.coef_[0, 1:].astype(np.float32))


def fit(seen: Sequence[Seen]) -> Heads:
    """Heads with calibration, from these pitches alone."""
    held = folds(len(seen))[0]
    heads = fit_nets([one for index, one in enumerate(seen) if index not in held])
    odds = np.array([together(heads.chances(seen[index].looks)) for index in held])
    told = np.array([seen[index].told for index in held])
    return replace(fit_nets(seen), calibration=calibrate(odds, told, each=True))


def strangers() -> dict[str, Element]:
    """The usual elements as the built-in story describes them, for the head that must do without training."""
    import tomllib

    story = tomllib.loads((HERE.parent / "rehearse/story/builtin/networking.toml").read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in story["elements"] if row["id"] in NAMES}
    return {
        name: Element(
            name,
            row["title"],
            row["question"],
            cues=tuple(row["cues"]),
            examples=tuple(row["examples"][:STRANGER_EXAMPLES]),
        )
        for name, row in rows.items()
    }


def stranger_features(seen: Sequence[Seen], encoder: Encoder) -> list[np.ndarray]:
    """For each pitch elements x sentences x 9."""
    elements = strangers()
    looks, asked = {}, {}
    for name, element in elements.items():
        coded = encoder.encode([*element.examples, question(element)])
        looks[name] = views(coded.sentence[:-1], coded.layers[:-1])
        asked[name] = views(coded.sentence[-1:], coded.layers[-1:])
    found = []
    for one in seen:
        said = views(one.vectors.sentence, one.vectors.layers)
        rows = []
        for name in NAMES:
            others = [other for other in NAMES if other != name]
            cues = [bool(own_cue(elements[name], text)) for text in one.pitch.sentences]
            rivals, rivals_asked = [looks[other] for other in others], [asked[other] for other in others]
            rows.append(own_features(said, looks[name], asked[name], rivals, rivals_asked, cues))
        found.append(np.stack(rows))
    return found


def fit_own(rows: Sequence[np.ndarray], seen: Sequence[Seen], elements: Sequence[int] = range(len(NAMES))) -> OwnHead:
    """From the given elements alone, so that another can be held out."""
    from sklearn.linear_model import LogisticRegression

    chosen = list(elements)
    inputs = np.vstack([row[chosen].reshape(-1, row.shape[2]) for row in rows])
    labels = np.concatenate([one.labels.T[chosen].reshape(-1) for one in seen])
    head = LogisticRegression(C=10, max_iter=1000).fit(inputs, labels)
    fitted = OwnHead(head.coef_[0].astype(np.float32), float(head.intercept_[0]), UNFITTED)
    odds = np.array([together(sigmoid(fitted.log_odds(row[chosen]).T)) for row in rows])
    told = np.array([one.told[chosen] for one in seen])
    return OwnHead(fitted.weights, fitted.bias, calibrate(odds, told, each=False))


@dataclass(frozen=True)
class Planned:
    """One point of a preparation card: the log-odds of its head and the likeness to the note, for each sentence."""

    element: int
    odds: np.ndarray
    likeness: np.ndarray
    told: bool


def planned_points(seen: Sequence[Seen], heads: Heads, encoder: Encoder) -> list[list[Planned]]:
    """For each pitch with a card its points. The heads must not have seen these pitches."""
    points = []
    for one in seen:
        notes = encoder.encode(list(one.pitch.card.values())).sentence
        odds = logit(heads.chances(one.looks))
        likeness = one.vectors.sentence @ notes.T
        points.append(
            [
                Planned(place, odds[:, place], likeness[:, column], name not in one.pitch.missing)
                for column, (name, place) in enumerate((name, NAMES.index(name)) for name in one.pitch.card)
            ]
        )
    return points


def note_chance(point: Planned, note: NoteHead, calibration: Calibration) -> float:
    odds = point.odds + note.log_odds(point.likeness)
    return float(calibration.only(point.element).of(sigmoid(odds)[:, None])[0])


def fit_note(points: Sequence[Planned], calibration: Calibration) -> NoteHead:
    """The gain and usual likeness that make the card verdicts likeliest, on a small grid."""
    told = np.array([point.told for point in points])

    def surprise(note: NoteHead) -> float:
        chances = np.array([note_chance(point, note, calibration) for point in points])
        costs = -np.log(np.where(told, chances, 1 - chances))
        # both kinds of verdict weigh the same: only one point in ten does not come
        return float(costs[told].mean() + costs[~told].mean())

    gains, usual = (0.0, 2.0, 4.0, 6.0), (0.1, 0.15, 0.2, 0.25, 0.3, 0.35)
    return min((NoteHead(gain, level) for gain in gains for level in usual), key=surprise)


def main() -> None:
    encoder = Encoder(HERE / "minilm")
    pitches = see(own_pitches() + shared_pitches("pitches.jsonl"), encoder)
    cards = see(shared_pitches("cards.jsonl"), encoder)
    heads = fit(pitches)
    points = [point for card in planned_points(cards, heads, encoder) for point in card]
    note = fit_note(points, heads.calibration) if points else NoteHead(4.0, 0.25)
    everything = pitches + cards
    learned = Learned(fit(everything), fit_own(stranger_features(everything, encoder), everything), note)
    target = HERE / "story_heads.npz"
    save(learned, target)
    sentences = sum(len(one.labels) for one in everything)
    print(f"{len(everything)} pitches, {sentences} sentences -> {target.name}, {target.stat().st_size} bytes")
    print(f"calibration {learned.heads.calibration}, {learned.own.calibration}; {note}")
    print("any element:", np.round(learned.own.weights, 2), round(learned.own.bias, 2))


if __name__ == "__main__":
    main()
