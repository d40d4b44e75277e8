"""Reads and writes `story_heads.npz`: everything that was learned, small enough to hold in one file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rehearse.errors import MissingPartError
from rehearse.measures.coverage_heads import Calibration, Heads, Net
from rehearse.measures.coverage_likeness import OwnHead
from rehearse.measures.coverage_notes import NoteHead

NETS = ("sentences", "tokens")
PARTS = ("hidden", "hidden_bias", "weights", "bias")
"""The numbers of a `Net`, kept with half precision."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The heads of the usual elements, the head for all others, and what a note is worth."""

    heads: Heads
    own: OwnHead
    note: NoteHead


def load(file: Path) -> Learned:
    """MissingPartError where the file is absent or not ours."""
    try:
        with np.load(file, allow_pickle=False) as kept:
            heads = Heads(
                elements=tuple(str(name) for name in kept["elements"]),
                calibration=_calibration(kept["calibration"]),
                **{net: Net(*(kept[f"{net}_{part}"].astype(np.float32) for part in PARTS)) for net in NETS},
            )
            own = OwnHead(kept["own_weights"], float(kept["own_bias"]), _calibration(kept["own_calibration"]))
            return Learned(heads, own, NoteHead(*map(float, kept["note"])))
    except (OSError, ValueError, KeyError) as error:
        raise MissingPartError(f"The story heads cannot be read: {file}.", "Reinstall rehearse.") from error


def save(learned: Learned, file: Path) -> None:
    heads, own, note = learned.heads, learned.own, learned.note
    np.savez(
        file,
        elements=np.array(heads.elements),
        **{f"{net}_{part}": getattr(getattr(heads, net), part).astype(np.float16) for net in NETS for part in PARTS},
        calibration=np.array([heads.calibration.slope, *heads.calibration.shift], dtype=np.float32),
        own_weights=own.weights,
        own_bias=np.array(own.bias),
        own_calibration=np.array([own.calibration.slope, *own.calibration.shift], dtype=np.float32),
        note=np.array([note.gain, note.usual]),
    )


def _calibration(kept: np.ndarray) -> Calibration:
    return Calibration(float(kept[0]), kept[1:])
