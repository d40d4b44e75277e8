"""Reads the labelled pitches: ours (`story_training.txt`) and, where it is there, the shared development set."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

ELEMENTS = {
    "n": "introduction",
    "c": "connection",
    "i": "interests",
    "g": "goals",
    "e": "experience",
    "k": "competency",
    "x": "example",
    "a": "ask",
    "t": "courtesy",
}


@dataclass(frozen=True)
class Pitch:
    """`labels[s]` are the elements that sentence s carries. `card` and `missing` are set where there are notes."""

    id: str
    sentences: tuple[str, ...]
    labels: tuple[frozenset[str], ...]
    card: dict[str, str]
    missing: frozenset[str]
    near_misses: tuple[str, ...]

    @property
    def covered(self) -> frozenset[str]:
        return frozenset().union(*self.labels)


def shared_stories() -> Path:
    root = os.environ.get("REHEARSE_SHARED")
    return (Path(root) if root else Path(__file__).resolve().parents[2] / "shared") / "stories"


def own_pitches(file: Path = Path(__file__).parent / "story_training.txt") -> list[Pitch]:
    pitches: list[Pitch] = []
    for block in file.read_text(encoding="utf-8").split("\n## ")[1:]:
        name, *lines = block.strip().splitlines()
        rows = [line.split(" | ", 1) for line in lines if " | " in line]
        labels = tuple(frozenset(ELEMENTS[code] for code in codes if code not in "- ") for codes, _ in rows)
        pitches.append(Pitch(name, tuple(text for _, text in rows), labels, {}, frozenset(), ()))
    return pitches


def shared_pitches(name: str) -> list[Pitch]:
    """`name` is pitches.jsonl or cards.jsonl; nothing where the shared folder is absent."""
    file = shared_stories() / name
    if not file.is_file():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [
        Pitch(
            row["id"],
            tuple(row["sentences"]),
            tuple(frozenset(labels) for labels in row["labels"]),
            row.get("card", {}),
            frozenset(row.get("missing", ())),
            tuple(row.get("near_misses", ())),
        )
        for row in rows
    ]
