"""`rehearse script FILE|-`: a written pitch, checked before it is said."""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from pathlib import Path

import click

from rehearse.commands.choices import Seconds
from rehearse.commands.reporting import terminal_width
from rehearse.errors import InputError

MOST_BYTES = 50_000
"""A pitch of ten minutes has some 10,000 characters."""

NOT_ENGLISH = "This does not look like English, and the parts of a story are known in English alone: trust no verdict."


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--story", metavar="NAME|FILE", help="The story to look for (see `rehearse story list`).")
@click.option("--target", type=Seconds(), metavar="SECONDS", help="How long it should take.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def script(file: str, story: str | None, target: float | None, as_json: bool) -> None:
    """Check a written pitch: how many words, how many seconds at your pace, which parts of the story it tells.

    \b
    Examples:
      rehearse script pitch.txt
      pbpaste | rehearse script - --story founder
    """
    from rehearse.measures.language import looks_english
    from rehearse.paths import home
    from rehearse.report.script import script_as_text, script_to_dict
    from rehearse.wiring import check_script, the_story

    text = _read(file)
    chosen = the_story(home(), story, target)
    result = check_script(home(), text, chosen)
    if not looks_english(text):
        click.echo(NOT_ENGLISH, err=True)
    click.echo(
        json.dumps(script_to_dict(result), ensure_ascii=False)
        if as_json
        else script_as_text(result, chosen, terminal_width())
    )


def _read(file: str) -> str:
    name = "standard input" if file == "-" else f"\u201c{file}\u201d"
    try:
        if file == "-":
            if sys.stdin is None:
                raise InputError("There is no standard input.", "Give the file that holds the pitch.")
            raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(f"There is no file {name}.", "Check the name, or give - to read from a pipe.") from error
    except IsADirectoryError as error:
        raise InputError(f"{name} is a folder.", "Give the text file that holds the pitch.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.", "Check who may read it.") from error
    if len(raw) > MOST_BYTES:
        raise InputError(
            f"{name} is too long for a pitch.",
            f"Give at most {MOST_BYTES // 1000} kB of text; for a recording, use `rehearse analyze`.",
        )
    words = _printable(_decoded(raw, name))
    if not any(character.isalpha() for character in words):
        raise InputError(f"There are no words in {name}.", "Write the pitch down as you would say it.")
    return words


def _printable(text: str) -> str:
    """Without what a terminal would obey: a script from somebody else must not be able to speak to it."""
    return "".join(one for one in text if one in "\n\r\t" or unicodedata.category(one) != "Cc")


def _decoded(raw: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or what older Windows editors write."""
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not any(byte < 9 or 13 < byte < 32 for byte in raw):
            return raw.decode("cp1252", errors="replace")
        raise InputError(f"{name} is not a text file.", "For a recording, use `rehearse analyze`.") from error
