"""Prints a report in the form that was asked for."""

from __future__ import annotations

import json
import shutil
import sys

import click

from rehearse.facts import Report

WIDEST = 100
"""Longer lines are hard to read."""

NO_ATTEMPTS = "No attempts here. `rehearse analyze FILE --save` keeps one."
NONE_LIKE_THAT = "None of your attempts is like that. `rehearse history` lists them all."


def terminal_width() -> int:
    """The columns to write plain text in: 80 in a pipe."""
    return min(WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 80


def print_report(report: Report, form: str) -> None:
    """`form` is "json" (one line), "markdown", "plain", or "" for what suits stdout: a terminal, or a pipe."""
    if form == "json":
        from rehearse.report.json_form import report_to_dict

        click.echo(json.dumps(report_to_dict(report), ensure_ascii=False, allow_nan=False))
    elif form == "markdown":
        from rehearse.report.markdown import report_as_markdown

        click.echo(report_as_markdown(report))
    elif form == "plain" or not sys.stdout.isatty():
        from rehearse.report.text import report_as_text

        click.echo(report_as_text(report, terminal_width()))
    else:
        from rich.console import Console

        from rehearse.report.terminal import report_for_terminal

        Console().print(report_for_terminal(report))
