"""Two themes, dark and light: ink and paper, one accent, and the three colours of the signals."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="rehearse-dark",
    primary="#8ea6d9",
    accent="#8ea6d9",
    success="#93b872",
    warning="#e3a857",
    error="#e06c66",
    foreground="#e6e1d5",
    background="#14141a",
    surface="#1b1b23",
    panel="#24242e",
    dark=True,
    variables={"muted": "#8b8794", "faint": "#4a4955"},
)
LIGHT = Theme(
    name="rehearse-light",
    primary="#34569c",
    accent="#34569c",
    success="#467328",
    warning="#9c5f00",
    error="#b03030",
    foreground="#26252d",
    background="#f7f4ec",
    surface="#efebe0",
    panel="#e4dfd2",
    dark=False,
    variables={"muted": "#6b6773", "faint": "#b9b4a6"},
)


def theme_named(setting: str) -> Theme:
    """The theme of the setting "dark" or "light"."""
    return LIGHT if setting == "light" else DARK
