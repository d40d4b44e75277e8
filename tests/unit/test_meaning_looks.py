"""What the heads are shown of a pitch."""

from __future__ import annotations

import numpy as np
import pytest

from rehearse.meaning.encoder import Encoder
from rehearse.meaning.looks import look_at
from rehearse.measures.coverage_features import PLACES, features
from rehearse.measures.coverage_heads import Looks
from rehearse.measures.coverage_tokens import token_features
from rehearse.paths import bundled_models


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(bundled_models() / "minilm")


def look(encoder: Encoder, *texts: str) -> Looks:
    return look_at(encoder, texts, encoder.encode(texts))


def test_a_clause_is_looked_at_from_five_words_on(encoder: Encoder) -> None:
    looks = look(encoder, "Hello.", "I paint and I sing, I fix old bikes here, and I study law at night in Kyiv.")
    assert looks.parents.tolist() == [1, 1, 1]
    fewer = look(encoder, "Hello.", "I paint and sing, I fix old bikes here, and I study law at night in Kyiv.")
    assert fewer.parents.tolist() == [1, 1]


def test_a_clause_has_the_place_of_its_sentence_and_its_own_words(encoder: Encoder) -> None:
    looks = look(encoder, "Hello.", "I fix old bikes here, and I study law at night.", "Thank you.")
    alone = ["I fix old bikes here.", "And I study law at night."]
    own = features(encoder.encode(alone).layers, alone)
    np.testing.assert_allclose(looks.clauses[:, :-PLACES], own[:, :-PLACES], atol=1e-4)
    assert (looks.clauses[:, -PLACES:] == looks.sentences[1, -PLACES:]).all()


def test_the_tokens_are_those_of_all_sentences_in_one_go(encoder: Encoder) -> None:
    texts = ("I fix old bikes here, and I study law at night.", "Thank you.")
    looks, running = look(encoder, *texts), encoder.encode_running(texts)
    np.testing.assert_allclose(looks.tokens, token_features(running.states), atol=1e-4)
    assert looks.owners.tolist() == running.owners.tolist()


def test_sentences_without_commas_have_no_clauses(encoder: Encoder) -> None:
    looks = look(encoder, "I fix bikes.", "Thank you.")
    assert looks.clauses.shape == (0, looks.sentences.shape[1])
    assert len(looks.sentences) == 2
