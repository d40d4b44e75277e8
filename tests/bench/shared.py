"""Where the recordings for measuring lie: `../shared` beside the project, or wherever REHEARSE_SHARED says."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def shared(part: str) -> Path:
    """The folder `part` of the shared data; where it is absent, say so and end the benchmark (status 0)."""
    folder = Path(os.environ.get("REHEARSE_SHARED") or ROOT.parent / "shared") / part
    if not folder.is_dir():
        print(f"not measured: there is no {folder} (set REHEARSE_SHARED to where the recordings are)")
        sys.exit(0)
    return folder


def manifest(kind: str) -> list[dict[str, Any]]:
    """The lines of the speech manifest of one kind."""
    with (shared("speech") / "manifest.jsonl").open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["kind"] == kind]
