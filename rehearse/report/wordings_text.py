"""Learned by heart? In words for a person."""

from __future__ import annotations

from rehearse.report.wordings import FEWEST_TAKES, RUN, Wordings
from rehearse.thresholds import SAME_WORDING

SAYS = {
    "recited": "It sounds learned by heart: keep the facts, let the words move.",
    "settling": "The wording is settling; the facts may stay, the words may still move.",
    "fresh": "Told afresh each time.",
}
WORDING_RULE = (
    f"Learned by heart: how much of a take stands in runs of {RUN} words that the take before has too, the median over "
    f"your last takes. {SAME_WORDING.says[0].upper()}{SAME_WORDING.says[1:]} is in between ({SAME_WORDING.source})."
)


def share_says(found: Wordings) -> str:
    """How much of the wording came back, and what that means."""
    if found.verdict is None or found.share is None:
        return f"Not known yet: it takes {FEWEST_TAKES} takes of this story, there are {found.takes}."
    stood = f"{found.share:.0%} of the wording of the last {found.takes} takes stood in the take before."
    return f"{stood} {SAYS[found.verdict]}"
