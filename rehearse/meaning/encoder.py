"""Sentences to vectors: all-MiniLM-L6-v2 (int8) on onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rehearse.errors import MissingPartError

Floats = npt.NDArray[np.float32]

LAYERS, WIDTH = 6, 384
LONGEST_TOKENS = 128
"""As the original: what comes after is not read. A spoken sentence is hardly ever longer than 60."""
ROOM = LONGEST_TOKENS - 2
"""Tokens beside the marks of the beginning and the end."""
BATCH = 3
"""Sentences at a time. More is hardly faster and keeps more numbers in memory."""
SIDE_BY_SIDE = 2
"""Batches at a time, a thread each. Two threads on one batch gained nothing, and waited so busily for the next that
numpy's found no core."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """`sentence`: n x 384, length 1, near for paraphrases. `layers`: n x 6 x 384, the mean after each layer."""

    sentence: Floats
    layers: Floats


@dataclass(frozen=True, slots=True)
class Tokens:
    """Texts read in one go. `states`: tokens x 6 x 384, each token after each layer; `owners`: which text it is of."""

    states: Floats
    owners: npt.NDArray[np.int_]


class Encoder:
    """Loads at once; about 0.2 s and 50 MB."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx` and `tokenizer.json`. MissingPartError where they are not there."""
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
        if not model.is_file() or not tokenizer.is_file():
            raise MissingPartError(f"The sentence encoder is not in {folder}.", "Reinstall rehearse.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # a plan of the memory for every shape of input would be kept; hardly a shape comes twice
        options.enable_mem_pattern = False
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._side_by_side = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._ends: list[int] = self._tokenizer.encode("").ids

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, in their order. A text's vector does not depend on the texts beside it."""
        sentence = np.zeros((len(texts), WIDTH), dtype=np.float32)
        layers = np.zeros((len(texts), LAYERS, WIDTH), dtype=np.float32)
        coded = [self._ids(text) for text in texts]
        longest_first = sorted(range(len(texts)), key=lambda index: -len(coded[index]))
        size = max(1, min(BATCH, ceil(len(texts) / SIDE_BY_SIDE)))
        batches = [longest_first[first : first + size] for first in range(0, len(texts), size)]

        def read(chosen: Sequence[int]) -> None:
            sentence[chosen], layers[chosen] = self._run(["sentence", "layers"], [coded[index] for index in chosen])

        list(self._side_by_side.map(read, batches))
        return Vectors(sentence, layers)

    def encode_running(self, texts: Sequence[str]) -> Tokens:
        """Every token of `texts`, read one behind the other: whole texts together, as many as are read at once.

        What a token stands for is told by all that stands around it, so a full stop in the wrong place costs little.
        """
        coded = [self._ids(text) for text in texts]
        passages: list[list[int]] = [[]]
        for ids in coded:
            if len(passages[-1]) + len(ids) > ROOM:
                passages.append([])
            passages[-1] += ids
        found = self._side_by_side.map(lambda passage: self._run(["tokens"], [passage])[0], filter(None, passages))
        states = [passage[0, 1:-1] for passage in found]
        owners = np.repeat(np.arange(len(texts)), [len(ids) for ids in coded])
        return Tokens(np.concatenate(states) if states else np.zeros((0, LAYERS, WIDTH), np.float32), owners)

    def _ids(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids[:ROOM])

    def _run(self, outputs: Sequence[str], coded: Sequence[Sequence[int]]) -> list[Floats]:
        """The named outputs of texts read side by side, each between the marks of its beginning and its end."""
        first, last = self._ends
        longest = max(len(ids) for ids in coded) + len(self._ends)
        ids = np.zeros((len(coded), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, text in enumerate(coded):
            whole = [first, *text, last]
            ids[row, : len(whole)], mask[row, : len(whole)] = whole, 1
        found: list[Floats] = self._session.run(list(outputs), {"ids": ids, "mask": mask})
        return found
