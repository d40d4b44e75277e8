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
    from rehearse.speaking import Fell

MOST_S = 600.0
NO_SIGNAL_S = 10.0
"""With nobody there to press Enter, a microphone that sends nothing for so long ends the take."""


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
    _recover_lost_takes(backstage)
    try:
        source = backstage.live_take(limit_s=seconds or MOST_S)
        source.open()
        _say(f"Microphone: {source.microphone.name}. Target: {chosen.target_s:g} seconds.")
        _say(f"Speak now. It ends after {seconds:g} seconds." if seconds else "Speak now. Press Enter to stop.")
        ending = _stop_at_enter if seconds is None else _stop_without_signal
        threading.Thread(target=ending, args=(source,), daemon=True).start()
        try:
            for event in speak(source, chosen, backstage.parts, backstage.store):
                if isinstance(event, TakeReady):
                    _say(f"The take is kept: {event.take.file}. Listening ..." if event.take.file else "Listening ...")
                elif isinstance(event, ReportReady):
                    print_report(event.report, form)
                elif isinstance(event, Fell):
                    _say_what_fell(event, source)
                    raise event.error
        except KeyboardInterrupt:
            source.stop()
            with suppress(RuntimeError):  # there was no take yet
                _say(f"\nThe take so far is kept: rehearse analyze {source.take().file} --save")
            raise
    finally:
        backstage.leave()


def _warm(backstage: RealBackstage) -> None:
    """Start the listening before the person speaks; what goes wrong is told when the flow asks for it."""
    with suppress(RehearseError):
        backstage.parts()


def _recover_lost_takes(backstage: RealBackstage) -> None:
    """What a crash or a power cut left of earlier takes becomes a sound file; takes without a report are told of."""
    for take in backstage.lost_takes():
        with suppress(RehearseError):
            file = backstage.recover(take.path)
            _say(f"The take of {take.started_at:%A %d %B, %H:%M} has no report yet: rehearse analyze {file} --save")


def _say_what_fell(fell: Fell, source: MicrophoneSource) -> None:
    for note in source.notes:
        _say(note)
    if fell.take is not None and fell.take.file and fell.report is None:
        _say(f"The take is kept: rehearse analyze {fell.take.file} --save")


def _stop_at_enter(source: MicrophoneSource) -> None:
    sys.stdin.readline()
    source.stop()


def _stop_without_signal(source: MicrophoneSource) -> None:
    """A muted microphone sends zeros for ever, and the clock would never start."""
    threading.Event().wait(NO_SIGNAL_S)
    if source.clock_s is None:
        source.stop()


def _say(text: str) -> None:
    click.echo(text, err=True)
