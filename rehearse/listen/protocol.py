"""What the app and the listening child say to each other: one JSON object a line, on the child's pipes.

    app -> child   {"do": "begin", "take": n, "hints": [...]}   {"do": "feed", "samples": base64}   {"do": "finish"}
    child -> app   {"is": "ready", "load_s": n}   {"is": "progress", "take": n, "heard_s": n}   {"is": "preparing"}
                   {"is": "heard", "heard": {...}}   {"is": "failed", "message": s}

A new "begin" forgets the take before it, of which there may still be progress to read. When its input ends,
the child ends.
"""

from __future__ import annotations

import base64
import json
from typing import Any


def line(**said: Any) -> bytes:
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


def samples_text(samples: bytes) -> str:
    return base64.b64encode(samples).decode()


def samples_bytes(text: str) -> bytes:
    return base64.b64decode(text)
