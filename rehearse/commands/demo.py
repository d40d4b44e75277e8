"""`rehearse demo`: a sample take through the whole flow, in a home of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from rehearse.commands.progress import progress_line
from rehearse.commands.reporting import print_report


@click.command()
@click.option("--plain", is_flag=True, help="Plain text, as it is written to a pipe.")
@click.pass_obj
def demo(debug: bool, plain: bool) -> None:
    """See a report on a sample take. Your own attempts and settings are not touched."""
    from rehearse.audio.files import FileSource
    from rehearse.paths import Home, bundled_samples
    from rehearse.ports import Progress
    from rehearse.rehearsal import ReportReady, rehearse
    from rehearse.wiring import open_parts, the_story

    with tempfile.TemporaryDirectory(prefix="rehearse-demo-") as folder:
        home = Home(root=Path(folder), config=Path(folder))
        report = None
        with open_parts(home, None, debug) as parts, progress_line("Listening to a sample take") as show:
            for event in rehearse(FileSource(bundled_samples() / "demo.flac"), the_story(home, None, None), parts):
                if isinstance(event, Progress):
                    show(event.stage, event.done)
                elif isinstance(event, ReportReady):
                    report = event.report
    assert report is not None, "the flow ends in a report or raises"
    print_report(report, "plain" if plain else "")
    click.echo("\nNow your own: rehearse analyze FILE", err=True)
