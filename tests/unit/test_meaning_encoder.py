import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from rehearse.errors import MissingPartError
from rehearse.meaning.encoder import ROOM, Encoder
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


def test_a_vector_does_not_depend_on_its_neighbours_and_stays_in_its_place(encoder: Encoder) -> None:
    """They are read a few at a time, by length, in two threads. Here and there a sum rounded otherwise moves one."""
    texts = [
        "Hello.",
        "Hello, my name is Sara and I study law at the university over there.",
        "I fix bikes.",
        "Nine of fourteen bridges could not be opened when the flood came, so I wrote the plan that was used after it.",
        "Could we talk for fifteen minutes next week, or whenever it suits you?",
        "Thank you.",
        "My plan is a practice of my own.",
    ]
    among, alone = encoder.encode(texts), [encoder.encode([text]) for text in texts]
    likeness = among.sentence @ np.vstack([one.sentence for one in alone]).T
    assert likeness.argmax(axis=1).tolist() == list(range(len(texts)))
    assert likeness.diagonal().min() > 0.999
    moved = [np.abs(layers - one.layers[0]).max() for layers, one in zip(among.layers, alone, strict=True)]
    assert np.median(moved) < 1e-4


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
    # "so" and "."; as many words as there is room for; nothing; eight words and "."
    assert np.bincount(running.owners).tolist() == [2, ROOM, 0, *[9] * 40]


def test_what_no_longer_fits_begins_a_passage_of_its_own(encoder: Encoder) -> None:
    """A passage is read as if nothing stood before it, and they stay in their order though read in two threads."""
    texts = [f"I fix bikes at the river every Friday with {name}." for name in ("Ana", "Ben", "Eva", "Sam", "Tom")] * 8
    running = encoder.encode_running(texts)
    behind = next(index for index in range(len(texts)) if (running.owners <= index).sum() > ROOM)
    again = encoder.encode_running(texts[behind:])
    np.testing.assert_allclose(running.states[running.owners >= behind], again.states, atol=1e-3)


def test_no_sentences_and_very_long_ones(encoder: Encoder) -> None:
    assert encoder.encode([]).layers.shape == (0, 6, 384)
    assert encoder.encode_running([]).states.shape == (0, 6, 384)
    assert np.isfinite(encoder.encode(["word " * 2000]).sentence).all()


def test_a_missing_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError):
        Encoder(tmp_path)
