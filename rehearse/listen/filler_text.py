"""How filled pauses are spelt. "uh-huh" and "mhm" are answers, not fillers."""

from __future__ import annotations

import re

_SOUND = re.compile(r"u+h+|u+h*m+|e+r+m*|a+h+|e+h+|h+m+|u+r+m+")


def bare(text: str) -> str:
    """The word without its punctuation, in lower case."""
    return re.sub(r"[^\w'-]+", "", text).strip("'-_").lower()


def is_filler_sound(text: str) -> bool:
    """Whether the written word is a filled pause (um, uh, er, erm, ah, eh, hm, or a lengthened form)."""
    return _SOUND.fullmatch(bare(text)) is not None
