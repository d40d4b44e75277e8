"""`rehearse doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import sys

import click

MARKS = {"fine": "\u25cf", "look": "\u25d0", "missing": "\u25b2"}


@click.command()
def doctor() -> None:
    """Check that everything rehearse needs is here, and say what to do about each thing that is not.

    Ends with status 4 when a part is missing without which rehearse cannot work on recordings.
    """
    from rehearse.checkup import examine
    from rehearse.paths import home

    findings = examine(home())
    for finding in findings:
        click.echo(f"{MARKS[finding.state]} {finding.part:<12} {finding.what}")
        if finding.advice:
            click.echo(f"  {'':<12} {finding.advice}")
    sys.exit(4 if any(finding.state == "missing" for finding in findings) else 0)
