"""Sentences that say that an element is not so. Vectors know what a sentence is about, and hardly that it denies it."""

from __future__ import annotations

import re

DENIED = -4.0
"""Log-odds of an element that its sentence denies: below every verdict."""
MOST_WORDS = 16
"""A longer sentence says more than its denial; a text without full stops is one sentence."""

_DENIALS = {
    "connection": (r"never heard of you\w*", r"(?:nobody|no one) (?:sent|introduced|told|named|recommended)"),
    "interests": (
        r"(?:not|\w+n't|never|no longer) (?:\w+ )?(?:interested|passionate)",
        r"used to (?:be interested|be passionate|love|like)",
    ),
    "goals": (
        r"(?:\w+n't|do not|did not|never|no longer) (?:really |ever )?(?:want|plan|intend|wish|aim|dream)",
        r"no (?:idea|plans?|wish|ambition|clue|desire)",
        r"not (?:really )?(?:looking for|after|planning)",
        r"used to (?:want|dream|plan)",
        r"(?:gave|given|giving) up (?:on|the idea)",
        r"^(?:so |and )?you(?:'d| would|'re)? (?:want|like|plan|intend|planning|going|hoping) (?:to|for)",
    ),
    "competency": (
        r"(?:not|\w+n't|never) (?:been )?(?:any |very |much |really |that )?(?:good|strong|skilled) (?:at|with|in)",
        r"(?<!not )(?:terrible|hopeless|awful|useless|bad) (?:at|with)",
        r"no (?:skills?|talents?)",
    ),
    "ask": (r"(?:won't|not going to|shan't) ask (?:you )?(?:for|to)",),
    "courtesy": (
        r"thank(?:s| you) for nothing",
        r"(?:\w+n't|not) care (?:whether|if) you",
        r"you(?:'ve got to| have to| need to| must|'ll have to) (?:listen|hear|stay|wait)",
        r"i (?:do not|don't|haven't got|have not) (?:have )?(?:the |any |all )?(?:time|night|day)",
    ),
}
"""Of our 13,163 labelled sentences and the shared ones, these match 34 that have no turn in them, and none of those
carries the element."""
_COMPILED = {element: re.compile(rf"(?<!\w)(?:{'|'.join(some)})\b") for element, some in _DENIALS.items()}
_TURN = re.compile(r"\bbut (?:i|give)\b|\b(?:instead|only|without)\b|, (?:i|to)\b")
"""What comes after it may tell the element after all: "I don't want to lead, I want to weld"."""


def denied(element: str, sentence: str) -> bool:
    """Whether the sentence says that the element is not so, was given up, or is the listener's."""
    tidy = sentence.lower().replace("’", "'")
    if element not in _COMPILED or len(tidy.split()) > MOST_WORDS:
        return False
    return bool(_COMPILED[element].search(tidy)) and not _TURN.search(tidy)
