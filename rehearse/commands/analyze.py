"""`rehearse analyze FILE...`: reports on recorded pitches."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from rehearse.commands.choices import Seconds, one_form
from rehearse.commands.progress import progress_line
from rehearse.commands.reporting import print_report
from rehearse.errors import InputError

if TYPE_CHECKING:
    from rehearse.facts import Story
    from rehearse.ports import AttemptStore
    from rehearse.rehearsal import Parts


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--story", metavar="NAME|FILE", help="The story to listen for (see `rehearse story list`).")
@click.option("--target", type=Seconds(), metavar="SECONDS", help="How long it should take.")
@click.option("--model", metavar="NAME|PATH", help="The model that listens (see `rehearse models`).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, a line each.")
@click.option("--markdown", is_flag=True, help="Markdown, to keep or to send.")
@click.option("--plain", is_flag=True, help="Plain text, as it is written to a pipe.")
@click.option("--save", is_flag=True, help="Keep each as an attempt, under the date of its recording.")
@click.pass_obj
def analyze(
    debug: bool,
    files: tuple[str, ...],
    story: str | None,
    target: float | None,
    model: str | None,
    as_json: bool,
    markdown: bool,
    plain: bool,
    save: bool,
) -> None:
    """Report on recorded pitches: time, pace, fillers, and which parts of the story were told.

    Any sound file will do, a video too, from 1 second to 10 minutes. With several files, one that cannot be used
    does not stop the others.

    \b
    Examples:
      rehearse analyze pitch.m4a
      rehearse analyze monday.wav tuesday.wav --story founder --target 60
      rehearse analyze old-takes/*.m4a --save
      rehearse analyze pitch.flac --json | jq .pace.wpm
    """
    from rehearse.cli import show_error
    from rehearse.paths import home
    from rehearse.wiring import open_parts, open_store, the_story

    form = one_form(json=as_json, markdown=markdown, plain=plain)
    chosen = the_story(home(), story, target)
    status = 0
    with open_parts(home(), model, debug) as parts, open_store(home()) if save else nullcontext() as store:
        for number, file in enumerate(files, 1):
            title = f"Listening to {file}" + (f" ({number} of {len(files)})" if len(files) > 1 else "")
            try:
                _one(title, file, form, chosen, parts, store)
            except InputError as error:
                if len(files) == 1:
                    raise
                show_error(error)
                status = status or error.exit_status
    sys.exit(status)


def _one(title: str, file: str, form: str, story: Story, parts: Parts, store: AttemptStore | None) -> None:
    from rehearse.audio.files import FileSource
    from rehearse.ports import Progress
    from rehearse.rehearsal import Kept, ReportReady, rehearse

    report, kept = None, None
    with progress_line(title) as show:
        for event in rehearse(FileSource(file), story, parts, store):
            if isinstance(event, Progress):
                show(event.stage, event.done)
            elif isinstance(event, ReportReady):
                report = event.report
            elif isinstance(event, Kept):
                kept = event.attempt
    if report is not None:
        print_report(report, form)
    if kept is not None:
        if kept.report == report:
            click.echo(f"Kept as attempt {kept.id}, spoken on {kept.made_at:%d %B %Y}.", err=True)
        else:
            click.echo(f"This recording was kept before: attempt {kept.id} stays as it was then.", err=True)
