"""Sentences to vectors: all-MiniLM-L6-v2 (int8) on onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rehearse.errors import MissingPartError

Floats = npt.NDArray[np.float32]

LAYERS, WIDTH = 6, 384
LONGEST_TOKENS = 128
"""As the original: what comes after is not read. A spoken sentence is hardly ever longer than 60."""
BATCH = 4
"""Sentences at a time. More is hardly faster on two cores and keeps more numbers in memory."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """`sentence`: n x 384, length 1, near for paraphrases. `layers`: n x 6 x 384, the mean after each layer."""

    sentence: Floats
    layers: Floats


class Encoder:
    """Loads at once; about 0.2 s and 50 MB. Not for several threads at a time."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds `model.onnx` and `tokenizer.json`. MissingPartError where they are not there."""
        import onnxruntime
        from tokenizers import Tokenizer

        model, tokenizer = folder / "model.onnx", folder / "tokenizer.json"
        if not model.is_file() or not tokenizer.is_file():
            raise MissingPartError(f"The sentence encoder is not in {folder}.", "Reinstall rehearse.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(LONGEST_TOKENS)
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, in their order. A text's vector does not depend on the texts beside it."""
        sentence = np.zeros((len(texts), WIDTH), dtype=np.float32)
        layers = np.zeros((len(texts), LAYERS, WIDTH), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for first in range(0, len(by_length), BATCH):
            chosen = by_length[first : first + BATCH]
            coded = self._tokenizer.encode_batch([texts[index] for index in chosen])
            inputs = {
                "ids": np.array([one.ids for one in coded], dtype=np.int64),
                "mask": np.array([one.attention_mask for one in coded], dtype=np.int64),
            }
            sentence[chosen], layers[chosen] = self._session.run(["sentence", "layers"], inputs)
        return Vectors(sentence, layers)
