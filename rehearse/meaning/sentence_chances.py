"""What the learned heads say of each sentence, and of the clauses that a comma may have joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rehearse.meaning.encoder import Encoder, Floats, Vectors
from rehearse.measures.coverage_features import clause_features, features
from rehearse.measures.coverage_heads import Heads
from rehearse.measures.coverage_text import clauses


def sentence_chances(heads: Heads, encoder: Encoder, texts: Sequence[str], vectors: Vectors) -> Floats:
    """Sentences x elements. `vectors` are those of `texts`, which are plain (`coverage_text.as_sentence`)."""
    rows = features(vectors.layers, texts)
    pieces = [(piece, index) for index, text in enumerate(texts) for piece in clauses(text)]
    parents = np.array([index for _, index in pieces], dtype=int)
    shown = [piece for piece, _ in pieces]
    return heads.with_clauses(rows, clause_features(encoder.encode(shown).layers, shown, rows[parents]), parents)
