"""A labelled pitch as the nets see it: as it was written, and as a recogniser might have cut it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from story_data import Pitch

from rehearse.meaning.encoder import Encoder, Vectors
from rehearse.meaning.looks import look_at
from rehearse.measures.coverage_cues import ELEMENTS
from rehearse.measures.coverage_features import PLACES, features
from rehearse.measures.coverage_heads import Looks
from rehearse.measures.coverage_text import clauses, plainly
from rehearse.measures.coverage_tokens import token_features

NAMES = tuple(ELEMENTS)
LONGEST_TWO_WORDS = 26
"""Neighbours of more words together are not read in twos: hardly a sentence is longer."""
EVERY = 3
"""Every so many sentences that are no question are seen once more as one."""
ALONE = 3
"""Of every so many pitches one is read sentence by sentence as well."""
COMMA_ENDS, COMMA_UNHEARD, QUESTION_UNHEARD, STOP_UNHEARD = 0.4, 0.15, 0.3, 0.12
"""How often a comma is heard as a full stop or not at all, a question as a statement, a full stop as a comma. Set by
hand after a look at what tiny.en made of the spoken development set; 0.3 for the last one changed nothing."""


@dataclass(frozen=True)
class Cut:
    """A pitch cut otherwise than it was written: features, labels, and which labels are known for each piece."""

    features: np.ndarray
    labels: np.ndarray
    known: np.ndarray
    sentence: np.ndarray
    """For each piece the sentence it comes from."""


@dataclass(frozen=True)
class Running:
    """A pitch read in one go: features (tokens x features, half precision), the sentence each token is of, and the
    labels (sentences x elements)."""

    rows: np.ndarray
    owners: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Seen:
    """A pitch as the nets see it: looks, labels (sentences x elements), vectors of the sentences.

    A recogniser puts full stops where there were commas, commas where there were full stops, and hears no question
    marks. So for training the same sentences are seen again cut at their commas (`clauses`), with short neighbours run
    together (`twos`) and with other end marks (`unmarked`), and the pitch is read once as it is punctuated (`running`)
    and once otherwise (`otherwise`). Tried in vain: judging in twos or by clauses as well, training or calibrating on
    heard pitches, neighbours joined with a comma, and training on pitches misheard by rule.
    """

    pitch: Pitch
    looks: Looks
    labels: np.ndarray
    vectors: Vectors
    clauses: Cut
    twos: Cut
    unmarked: Cut
    otherwise: Running
    alone: tuple[Running, ...]

    @property
    def running(self) -> Running:
        return Running(self.looks.tokens, self.looks.owners, self.labels)

    @property
    def told(self) -> np.ndarray:
        return self.labels.any(axis=0)


def see(pitches: Sequence[Pitch], encoder: Encoder) -> list[Seen]:
    seen = []
    for at, pitch in enumerate(pitches):
        texts = [plainly(text) for text in pitch.sentences]
        vectors = encoder.encode(texts)
        looks = look_at(encoder, texts, vectors)
        labels = np.array([[name in labels for name in NAMES] for labels in pitch.labels])
        by_itself = zip(texts, labels, strict=True) if at % ALONE == 0 else ()
        seen.append(
            Seen(
                pitch,
                replace(looks, tokens=looks.tokens.astype(np.float16)),
                labels,
                vectors,
                in_clauses(texts, labels, encoder),
                as_twos(texts, labels, encoder),
                with_other_marks(texts, looks.sentences, labels, encoder),
                in_one_go(punctuated_otherwise(texts), labels, encoder),
                tuple(in_one_go([text], label[None], encoder) for text, label in by_itself),
            )
        )
    return seen


def as_twos(texts: Sequence[str], labels: np.ndarray, encoder: Encoder) -> Cut:
    """Short neighbours run together carry what either carries; a sentence without a short neighbour stands alone."""
    words = [len(text.split()) for text in texts]
    twos = [(at, at + 1) for at in range(len(texts) - 1) if words[at] + words[at + 1] <= LONGEST_TWO_WORDS]
    inside = {at for two in twos for at in two}
    twos += [(at,) for at in range(len(texts)) if at not in inside]
    joined = [" ".join(texts[at] for at in two) for two in sorted(twos)]
    rows = features(encoder.encode(joined).layers, joined)
    return fully_known(rows, np.array([labels[list(two)].any(axis=0) for two in sorted(twos)]))


def with_other_marks(texts: Sequence[str], rows: np.ndarray, labels: np.ndarray, encoder: Encoder) -> Cut:
    """Questions as statements, and some statements as questions: their words say the same."""
    chosen = [at for at, text in enumerate(texts) if text[-1] == "?" or (text[-1] == "." and at % EVERY == 0)]
    changed = [texts[at][:-1] + ("." if texts[at][-1] == "?" else "?") for at in chosen]
    other = features(encoder.encode(changed).layers, changed)
    other[:, -PLACES:] = rows[chosen, -PLACES:]
    return fully_known(other, labels[chosen])


def fully_known(rows: np.ndarray, labels: np.ndarray) -> Cut:
    return Cut(rows, labels, np.ones_like(labels), np.arange(len(labels)))


def in_clauses(texts: Sequence[str], labels: np.ndarray, encoder: Encoder) -> Cut:
    """What a sentence does not carry, no clause of it does; which clause carries what it does, is not known yet."""
    pieces = [(piece, index) for index, text in enumerate(texts) for piece in clauses(text) or [text]]
    shown, parents = [piece for piece, _ in pieces], [index for _, index in pieces]
    rows = features(encoder.encode(shown).layers, shown)
    return Cut(rows, np.zeros((len(shown), len(NAMES)), dtype=bool), ~labels[parents], np.array(parents))


def in_one_go(texts: Sequence[str], labels: np.ndarray, encoder: Encoder) -> Running:
    running = encoder.encode_running(texts)
    return Running(token_features(running.states).astype(np.float16), running.owners, labels)


def punctuated_otherwise(texts: Sequence[str]) -> list[str]:
    """The same words with other marks, as a recogniser might have put them. The same texts give the same again.

    Capitals stay as they were: the encoder reads none.
    """
    rng = np.random.default_rng(zlib.crc32(" ".join(texts).encode()))

    def comma(found: re.Match[str]) -> str:
        draw = rng.random()
        if draw < COMMA_ENDS:
            return ". "
        return " " if draw < COMMA_ENDS + COMMA_UNHEARD else found[0]

    changed = [re.sub(r", (?=\w)", comma, text) for text in texts]
    for at, text in enumerate(changed):
        if text[-1] == "?" and rng.random() < QUESTION_UNHEARD:
            changed[at] = f"{text[:-1]}."
        elif text[-1] == "." and at < len(changed) - 1 and rng.random() < STOP_UNHEARD:
            changed[at] = f"{text[:-1]},"
    return changed
