"""Step 3: trains the head on the frames of step 2.

    python models/filled_pauses/train.py FOLDER MODEL_FOLDER models/filled_pauses/tiny.en.npz

(scikit-learn, about two minutes on one core). Clips with a negative number belong to speakers kept out of training: on
them the script prints how many filled pauses are found and how many invented. They are synthetic.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
from sklearn.neural_network import MLPClassifier

sys.path.insert(0, str(Path(__file__).parents[2]))
from rehearse.listen.filled_pauses import FilledPauseHead, stretches

HIDDEN = 8


def main(folder: Path, model: Path, weights: Path) -> None:
    data = np.load(folder / "frames.npz")
    clips, labels = data["clips"], data["labels"]
    states = data["states"].astype(np.float32)
    own = (clips > 0) & (labels >= 0)
    mean, scale = states[own].mean(0), states[own].std(0) + 1e-3
    head = MLPClassifier(
        (HIDDEN,),
        activation="relu",
        alpha=3e-3,
        batch_size=512,
        learning_rate_init=2e-3,
        max_iter=12,
        random_state=0,
        verbose=True,
        tol=0.0,
    )
    head.fit((states[own] - mean) / scale, labels[own])
    first, second = head.coefs_
    np.savez(
        weights,
        w1=(first / scale[:, None]).astype(np.float32),
        b1=(head.intercepts_[0] - (mean / scale) @ first).astype(np.float32),
        w2=second[:, 0].astype(np.float32),
        b2=np.float32(head.intercepts_[1][0]),
        worth=np.zeros(4),  # nothing, until step 4 has measured it
        model_sha256=np.array(hashlib.sha256((model / "model.bin").read_bytes()).hexdigest()),
    )
    made = FilledPauseHead(weights)
    for threshold in (0.3, 0.5, 0.7, 0.8):
        found = invented = missed = 0
        for clip in np.unique(clips[clips < 0]):
            here = clips == clip
            truth = stretches((labels[here] != 0).astype(float), 0.5)
            said = stretches(made.probabilities(states[here]), threshold)
            hits = {i for i, s in enumerate(said) for t in truth if t.start <= (s.start + s.end) / 2 <= t.end}
            found += len({j for j, t in enumerate(truth) for s in said if t.start <= (s.start + s.end) / 2 <= t.end})
            invented += len(said) - len(hits)
            missed += len(truth)
        print(f"threshold {threshold}: {found} of {missed} found, {invented} invented")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
