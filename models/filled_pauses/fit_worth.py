"""Step 4: how far the head can be believed, measured with speakers it was not trained on.

    python models/filled_pauses/fit_worth.py SPEECH_FOLDER MODEL_FOLDER models/filled_pauses/tiny.en.npz

(scikit-learn, some ten minutes on one core.) Clips as in step 2, of the speakers kept out there, with filled pauses in
each reader's own voice (`own_voice.py`) and repeated words, laughter, breaths and drawn-out words beside them; every
second clip has no filled pause. Fits what a stretch says for a filled pause, by how sure the head is and how long it
lasts, and what its absence says against one; writes it into the weights' file (`worth`, read by
`rehearse/listen/filled_pauses.py`). Prints the fit's reliability on clips left out of it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from make_clips import RATE, clip_of, is_kept_out, speakers_of
from own_voice import sounds_of_reader, words_of
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

sys.path.insert(0, str(Path(__file__).parents[2]))
from rehearse.listen.filled_pauses import FilledPauseHead, Stretch, Worth, stretches
from rehearse.listen.fusion import NEAR_S, place_of
from rehearse.listen.hearing import FAINTEST
from rehearse.listen.recogniser import Recogniser, TimedWord

CLIPS = 84
SEED = 23


def main(speech: Path, model: Path, weights: Path) -> None:
    recogniser, head = Recogniser(model), FilledPauseHead(weights)
    rng = np.random.default_rng(SEED)
    readers = _readers(recogniser, speech, rng)
    heard, right, clips = [], [], []
    filled = supported = places = marked = 0
    for number in range(CLIPS):
        utterances, sounds = readers[number // 2 % len(readers)]
        samples, spans = clip_of(utterances, sounds, rng, plain=number % 2 == 1, hard=True)
        truth = [(start / RATE, end / RATE) for start, end in spans]
        encoded = recogniser.encode(samples)
        found = stretches(head.probabilities(encoded.states()), FAINTEST)
        heard += found
        right += [any(_overlap(s, t) > 0.5 * min(s.end - s.start, t[1] - t[0]) for t in truth) for s in found]
        clips += [number] * len(found)
        filled += len(truth)
        supported += sum(any(_overlap(s, t) > 0 for s in found) for t in truth)
        for low, high in _empty_places(words_of(recogniser, samples), truth, len(samples) / RATE):
            places += 1
            marked += any(low <= (s.start + s.end) / 2 <= high for s in found)
    known = np.array([Worth.evidence(s) for s in heard])
    model_of = LogisticRegression(C=1.0)
    expected = cross_val_predict(model_of, known, right, groups=clips, cv=GroupKFold(6), method="predict_proba")[:, 1]
    _print_reliability(expected, np.array(right))
    model_of.fit(known, right)
    share, with_one, without = float(np.mean(right)), supported / filled, marked / places
    base = float(model_of.intercept_[0] - np.log(share / (1 - share)) + np.log(with_one / without))
    worth = (base, *map(float, model_of.coef_[0]), float(np.log((1 - with_one) / (1 - without))))
    print(f"{supported} of {filled} filled pauses have a stretch, {marked} of {places} other places: {worth}")
    with np.load(weights) as stored:
        kept = {name: stored[name] for name in stored.files}
    np.savez(weights, **{**kept, "worth": np.array(worth)})


def _readers(
    recogniser: Recogniser, speech: Path, rng: np.random.Generator
) -> list[tuple[list[np.ndarray], dict[int, list[np.ndarray]]]]:
    """Of each reader kept out: what they read, and single words (0) and filled pauses (1) in their voice."""
    speakers = speakers_of(speech)
    kept = [name for number, name in enumerate(sorted(speakers)) if is_kept_out(number)]
    readers = [(speakers[name], sounds_of_reader(recogniser, speakers[name], rng)) for name in kept]
    return [(utterances, sounds) for utterances, sounds in readers if sounds]


def _empty_places(
    words: list[TimedWord], truth: list[tuple[float, float]], length_s: float
) -> list[tuple[float, float]]:
    """Where a filled pause could be claimed and none is: around each gap between words."""
    spans = [place_of(after, words, length_s) for after in range(len(words) + 1)]
    near = [(low - NEAR_S, high + NEAR_S) for low, high in spans]
    return [(low, high) for low, high in near if not any(low <= (a + b) / 2 <= high for a, b in truth)]


def _overlap(stretch: Stretch, span: tuple[float, float]) -> float:
    return min(stretch.end, span[1]) - max(stretch.start, span[0])


def _print_reliability(expected: np.ndarray, right: np.ndarray) -> None:
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        here = (expected >= low) & (expected < high)
        if here.any():
            there, said = right[here].mean(), expected[here].mean()
            print(f"  {here.sum():3} stretches: expected right {said:.2f}, right {there:.2f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
