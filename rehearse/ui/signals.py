"""The three signals on the way to the target, as a speakers' club shows them: by number of lights, then by colour."""

from __future__ import annotations

from rehearse.thresholds import DURATION_OF_TARGET

WORDS = ("", "two thirds", "time", "over")
"""What 0, 1, 2 and 3 lights mean."""


def lights(seconds: float, target_s: float) -> int:
    """How many lights are on: one at two thirds of the target, two at the target, three ten percent after it."""
    share = seconds / target_s
    return sum(share >= bound for bound in (DURATION_OF_TARGET.low, 1.0, DURATION_OF_TARGET.high))
