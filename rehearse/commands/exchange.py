"""`rehearse export` and `rehearse import`: attempts out of this home, and into another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from rehearse.commands.reporting import NO_ATTEMPTS
from rehearse.errors import InputError, UsageError
from rehearse.paths import home
from rehearse.wiring import open_store

if TYPE_CHECKING:
    from rehearse.facts import Attempt
    from rehearse.history.listing import Filter
    from rehearse.history.store import Store


@click.command()
@click.argument("attempts", type=int, nargs=-1, metavar="[ID]...")
@click.option(
    "--format", "form", type=click.Choice(["json", "csv", "markdown", "html"]), default="json", show_default=True
)
@click.option("--audio", is_flag=True, help="With the sound: html holds the players, json becomes a zip.")
@click.option("--story", metavar="NAME", help="Only attempts of this story.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only attempts from this day on, like 2026-11-01.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file (else stdout).")
def export(
    attempts: tuple[int, ...], form: str, audio: bool, story: str | None, since: datetime | None, output: Path | None
) -> None:
    """Write attempts to a file: all of them, or the ones you name.

    \b
    json      everything, to bring back with `rehearse import` (with --audio a zip)
    csv       a row for each attempt, for a spreadsheet
    markdown  the reports, to read
    html      one page for a coach: plots, transcripts, players; it loads nothing from anywhere

    \b
    Examples:
      rehearse export --format html --audio --story networking -o for-maria.html
      rehearse export --audio -o everything.zip
    """
    from rehearse.history.listing import Filter

    if audio and form in ("csv", "markdown"):
        raise UsageError(f"{form} cannot carry sound.", "Use --format html or json with --audio.")
    if audio and output is None and sys.stdout.isatty():
        raise UsageError("Sound cannot be shown in a terminal.", "Give a file: -o pitch.html")
    wanted = Filter(story=story, since=since.astimezone() if since else None)
    with open_store(home()) as store:
        for number in attempts:
            store.get(number)
        if form == "html" and not _any(store, wanted, attempts):
            click.echo(NO_ATTEMPTS, err=True)  # an empty list is an answer to a program, an empty page none to a coach
            return
        with _writing(output) as out:
            _export(store, wanted, attempts, form, audio, out)


def _any(store: Store, wanted: Filter, ids: tuple[int, ...]) -> bool:
    return any(not ids or row.id in ids for row in store.page(wanted, limit=2**31).rows)


def _export(store: Store, wanted: Filter, ids: tuple[int, ...], form: str, audio: bool, out: IO[bytes]) -> None:
    from rehearse.report.export import export_csv, export_json, export_markdown

    def chosen() -> Iterator[Attempt]:
        for attempt in store.attempts(wanted):
            if not ids or attempt.id in ids:
                with_sound = audio and store.sound(attempt) is not None
                yield attempt if with_sound else replace(attempt, take_file=None)

    if form == "html":
        _write(out, _page(store, wanted, [store.as_corrected(attempt) for attempt in chosen()]))
    elif form == "json" and audio:
        from rehearse.history.archive import write_archive

        takes = (path for attempt in chosen() if (path := store.sound(attempt)))
        write_archive(out, export_json(chosen()), takes)
    elif form == "json":
        _write(out, export_json(chosen()))
    else:
        corrected = (store.as_corrected(attempt) for attempt in chosen())
        _write(out, {"csv": export_csv, "markdown": export_markdown}[form](corrected))


def _page(store: Store, wanted: Filter, chosen: list[Attempt]) -> Iterator[str]:
    from rehearse.report.page import page

    def sound_of(attempt: Attempt) -> bytes | None:
        path = store.sound(attempt)
        return path.read_bytes() if path else None

    ids = {attempt.id for attempt in chosen}
    rows = [row for row in reversed(store.page(wanted, limit=2**31).rows) if row.id in ids]
    return page(chosen, rows, sound_of)


def _write(out: IO[bytes], text: Iterable[str]) -> None:
    for piece in text:
        out.write(piece.encode("utf-8", "replace"))


@contextmanager
def _writing(output: Path | None) -> Iterator[IO[bytes]]:
    """The file, in place only once it is whole and its owner's alone (there are voices in it); or stdout.

    A link is followed; a device or a pipe is written into, never replaced.
    """
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    output = output.resolve()
    part = output.with_name(output.name + ".part")
    try:
        if output.exists() and not output.is_file():
            with output.open("wb") as device:
                yield device
            return
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
        os.replace(part, output)
    except OSError as error:
        raise InputError(
            f"“{output}” cannot be written: {error.strerror}.", "Check the folder and the disk."
        ) from error
    finally:
        part.unlink(missing_ok=True)


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
def import_(file: Path) -> None:
    """Bring back the attempts of an export (json, or the zip that --audio makes). What is here already is left out.

    \b
    Example:
      rehearse import everything.zip
    """
    from rehearse.history.archive import Export, no_export
    from rehearse.report.export import attempts_from_json

    with Export(file) as exported, open_store(home()) as store:
        try:
            attempts = attempts_from_json(exported.text)
        except (ValueError, RecursionError) as error:
            raise no_export(file) from error
        done = store.bring_in(attempts, lambda attempt: exported.sound(attempt.take_file or ""))
    already = f" ({done.already} were here already)" if done.already else ""
    click.echo(f"Imported {done.new} attempt{'s' * (done.new != 1)}{already}.")
    if done.without_sound:
        one = len(done.without_sound) == 1
        click.echo(
            f"{len(done.without_sound)} of them without {'its' if one else 'their'} sound, "
            f"which “{file.name}” does not hold: {', '.join(done.without_sound)}",
            err=True,
        )
