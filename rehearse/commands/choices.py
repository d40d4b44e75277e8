"""What several commands take: seconds, and the form of a report."""

from __future__ import annotations

import math

import click

from rehearse.errors import UsageError

LONGEST_S = 600.0


class Seconds(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click only
    """A time from `shortest` to 600 seconds."""

    name = "seconds"

    def __init__(self, shortest: float = 5) -> None:
        self.shortest = shortest

    def convert(self, value: object, param: click.Parameter | None, context: click.Context | None) -> float:
        try:
            seconds = float(str(value))
        except ValueError:
            seconds = math.nan
        if not self.shortest <= seconds <= LONGEST_S:
            self.fail(f"{value} is not a number of seconds from {self.shortest:g} to {LONGEST_S:g}.", param, context)
        return seconds


def one_form(**asked: bool) -> str:
    """The one form that was asked for, "" for none. Raises UsageError for two."""
    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise UsageError(f"--{chosen[0]} and --{chosen[1]} cannot both be had.", "Choose one of them.")
    return chosen[0] if chosen else ""
