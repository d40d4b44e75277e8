"""Prints a report in the form that was asked for."""

from __future__ import annotations

import json
import sys

import click

from rehearse.facts import Report


def print_report(report: Report, form: str) -> None:
    """`form` is "json" (one line), "markdown", "plain", or "" for what suits stdout: a terminal, or a pipe."""
    if form == "json":
        from rehearse.report.json_form import report_to_dict

        click.echo(json.dumps(report_to_dict(report), ensure_ascii=False))
    elif form == "markdown":
        from rehearse.report.markdown import report_as_markdown

        click.echo(report_as_markdown(report))
    elif form == "plain" or not sys.stdout.isatty():
        from rehearse.report.text import report_as_text

        click.echo(report_as_text(report))
    else:
        from rich.console import Console

        from rehearse.report.terminal import report_for_terminal

        Console().print(report_for_terminal(report))
