import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rehearse.errors import MissingPartError
from rehearse.meaning.encoder import Encoder
from rehearse.paths import bundled_models

FAITHFUL = 0.98
STORED = Path(__file__).parent / "minilm_vectors.npz"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(bundled_models() / "minilm")


def the_original() -> ModuleType:
    file = Path(__file__).parents[2] / "models" / "original_minilm.py"
    spec = importlib.util.spec_from_file_location("original_minilm", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["original_minilm"] = module
    spec.loader.exec_module(module)
    return module


def test_the_vectors_are_the_originals(encoder: Encoder) -> None:
    """Against the original where it is installed, else against its stored vectors."""
    with np.load(STORED) as stored:
        texts, vectors = [str(text) for text in stored["texts"]], stored["vectors"].astype(np.float32)
    module = the_original()
    if module.folder() is not None:
        original = module.Original(module.folder())
        computed = np.array([original.vector(text) for text in texts])
        assert (computed * vectors).sum(axis=1).min() > 0.999
        vectors = computed
    assert len(texts) == 200
    likeness = (encoder.encode(texts).sentence * vectors).sum(axis=1) / np.linalg.norm(vectors, axis=1)
    assert likeness.min() >= FAITHFUL


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    alone = encoder.encode(["I fix bikes."])
    among = encoder.encode(["Hello, my name is Sara and I study law at the university over there.", "I fix bikes."])
    np.testing.assert_allclose(alone.layers[0], among.layers[1], atol=1e-4)


def test_a_text_by_itself_has_the_tokens_whose_mean_is_its_vector(encoder: Encoder) -> None:
    """But for the marks around them, which count in the mean and are no tokens of the text."""
    text = "I fix bikes, and I would love to learn how you built the shop on Mill Street."
    running, mean = encoder.encode_running([text]), encoder.encode([text]).layers[0]
    assert set(running.owners) == {0}
    near = running.states.mean(axis=0)
    likeness = (near * mean).sum(axis=1) / np.linalg.norm(near, axis=1) / np.linalg.norm(mean, axis=1)
    assert likeness.min() > 0.95


def test_read_in_one_go_a_word_knows_what_stands_before_it(encoder: Encoder) -> None:
    texts = ["I fix bikes.", "Nine of fourteen could not."]
    among, alone = encoder.encode_running(texts), encoder.encode_running(texts[1:])
    behind = among.states[among.owners == 1]
    assert behind.shape == alone.states.shape
    assert np.abs(behind - alone.states).max() > 0.1


def test_every_token_has_its_text_however_long_the_pitch(encoder: Encoder) -> None:
    texts = ["So.", "word " * 2000, "\u200b \u200b", *["I fix bikes at the river every Friday."] * 40]
    running = encoder.encode_running(texts)
    assert len(running.states) == len(running.owners)
    assert np.isfinite(running.states).all()
    assert list(np.unique(running.owners)) == [0, 1, *range(3, 43)]
    assert encoder.encode_running([]).states.shape == (0, 6, 384)


def test_no_sentences_and_very_long_ones(encoder: Encoder) -> None:
    assert encoder.encode([]).layers.shape == (0, 6, 384)
    assert np.isfinite(encoder.encode(["word " * 2000]).sentence).all()


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError):
        Encoder(tmp_path)
