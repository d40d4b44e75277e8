"""`rehearse record`: rehearse aloud in plain lines, for screen readers, small terminals and scripts."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from rehearse.commands.choices import Seconds
from rehearse.errors import RehearseError, UsageError

if TYPE_CHECKING:
    from rehearse.audio.microphone import MicrophoneSource
    from rehearse.backstage import RealBackstage

MOST_S = 600.0


@click.command()
@click.option("--seconds", type=Seconds(shortest=1), metavar="N", help="End the take after so long by itself.")
@click.option("--story", metavar="NAME|FILE", help="The story to listen for (see `rehearse story list`).")
@click.option("--target", type=Seconds(), metavar="SECONDS", help="How long it should take.")
@click.option("--model", metavar="NAME|PATH", help="The model that listens (see `rehearse models`).")
@click.option("--json", "form", flag_value="json", default="plain", help="One JSON object.")
@click.option("--markdown", "form", flag_value="markdown", help="Markdown, to keep or to send.")
@click.pass_obj
def record(
    debug: bool, seconds: float | None, story: str | None, target: float | None, model: str | None, form: str
) -> None:
    """Rehearse aloud without the full screen: speak, press Enter, read the report.

    \b
    Examples:
      rehearse record
      rehearse record --story founder --target 60
      rehearse record --seconds 30 --json | jq .pace.wpm
    """
    if seconds is None and not sys.stdin.isatty():
        raise UsageError("Nobody can press Enter here.", "Say how long: rehearse record --seconds 30")
    from rehearse.backstage import RealBackstage
    from rehearse.commands.reporting import print_report
    from rehearse.paths import home
    from rehearse.rehearsal import ReportReady, TakeReady
    from rehearse.speaking import Fell, speak
    from rehearse.wiring import the_story

    chosen = the_story(home(), story, target)
    backstage = RealBackstage(home(), model, debug)
    threading.Thread(target=_warm, args=(backstage,), daemon=True).start()
    try:
        source = backstage.live_take(limit_s=seconds or MOST_S)
        source.open()
        _say(f"Microphone: {source.microphone.name}. Target: {chosen.target_s:g} seconds.")
        _say(f"Speak now. It ends after {seconds:g} seconds." if seconds else "Speak now. Press Enter to stop.")
        if seconds is None:
            threading.Thread(target=_stop_at_enter, args=(source,), daemon=True).start()
        for event in speak(source, chosen, backstage.parts, backstage.store):
            if isinstance(event, TakeReady):
                _say(f"The take is kept: {event.take.file}. Listening ..." if event.take.file else "Listening ...")
            elif isinstance(event, ReportReady):
                print_report(event.report, form)
            elif isinstance(event, Fell):
                for note in source.notes:
                    _say(note)
                if event.take is not None and event.take.file and event.report is None:
                    _say(f"The take is kept: rehearse analyze {event.take.file}")
                raise event.error
    finally:
        backstage.close()


def _warm(backstage: RealBackstage) -> None:
    """Start the listening before the person speaks; what goes wrong is told when the flow asks for it."""
    with suppress(RehearseError):
        backstage.parts()


def _stop_at_enter(source: MicrophoneSource) -> None:
    sys.stdin.readline()
    source.stop()


def _say(text: str) -> None:
    click.echo(text, err=True)
