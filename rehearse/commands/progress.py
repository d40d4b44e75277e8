"""What a person sees while they wait: one moving line on stderr, gone when the work is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Show = Callable[[str, float | None], None]
"""Called with what is being done, and how far it has come (0 to 1, None where that is not known)."""


@contextmanager
def progress_line(title: str) -> Iterator[Show]:
    """In a terminal a moving line; elsewhere one plain line, so that a log shows what took the time."""
    # a file's name may hold anything, escape codes for the terminal too
    title = "".join(character if character.isprintable() else "\ufffd" for character in title)
    if not sys.stderr.isatty():
        print(f"{title} ...", file=sys.stderr)
        yield lambda stage, done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def show(stage: str, done: float | None) -> None:
            bar.update(
                task, description=f"{title}: {stage}", total=None if done is None else 1.0, completed=done or 0.0
            )

        yield show
