"""What the learned heads look at of a pitch: its sentences, the clauses in them, and its tokens, read in one go."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rehearse.meaning.encoder import Encoder, Vectors
from rehearse.measures.coverage_features import clause_features, features
from rehearse.measures.coverage_heads import Looks
from rehearse.measures.coverage_text import clauses
from rehearse.measures.coverage_tokens import token_features

FEWEST_WORDS = 5
"""A shorter clause is not looked at: such are seldom a sentence that a comma has swallowed, and each costs time."""


def look_at(encoder: Encoder, texts: Sequence[str], vectors: Vectors) -> Looks:
    """`vectors` are those of the sentences `texts`, which are plain (`coverage_text.as_sentence`)."""
    pieces = [
        (piece, index)
        for index, text in enumerate(texts)
        for piece in clauses(text)
        if len(piece.split()) >= FEWEST_WORDS
    ]
    shown, parents = [piece for piece, _ in pieces], np.array([index for _, index in pieces], dtype=int)
    inside, running = encoder.encode(shown), encoder.encode_running(texts)
    sentences = features(vectors.layers, texts)
    return Looks(
        sentences,
        clause_features(inside.layers, shown, sentences[parents]),
        parents,
        token_features(running.states),
        running.owners,
    )
