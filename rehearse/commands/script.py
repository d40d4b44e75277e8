"""`rehearse script FILE|-`: a written pitch, checked before it is said."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from rehearse.errors import InputError

MOST_CHARACTERS = 20_000


@click.command()
@click.argument("file", metavar="FILE|-")
@click.option("--story", metavar="NAME|FILE", help="The story to look for (see `rehearse story list`).")
@click.option("--target", type=click.FloatRange(5, 600), metavar="SECONDS", help="How long it should take.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def script(file: str, story: str | None, target: float | None, as_json: bool) -> None:
    """Check a written pitch: how many words, how many seconds at your pace, which parts of the story it tells.

    \b
    Examples:
      rehearse script pitch.txt
      pbpaste | rehearse script - --story founder
    """
    from rehearse.paths import home
    from rehearse.report.script import script_as_text, script_to_dict
    from rehearse.wiring import check_script, the_story

    text = _read(file)
    chosen = the_story(home(), story, target)
    result = check_script(home(), text, chosen)
    click.echo(json.dumps(script_to_dict(result), ensure_ascii=False) if as_json else script_as_text(result, chosen))


def _read(file: str) -> str:
    name = "standard input" if file == "-" else file
    try:
        text = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        words = text.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(
            f"There is no file {name}.", "Check the name, or give - to read the pitch from a pipe."
        ) from error
    except IsADirectoryError as error:
        raise InputError(f"{name} is a folder.", "Give the text file that holds the pitch.") from error
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror}.", "Check who may read it.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not a text file.", "For a recording, use `rehearse analyze`.") from error
    if not any(character.isalpha() for character in words):
        raise InputError(f"There are no words in {name}.", "Write the pitch down as you would say it.")
    if len(words) > MOST_CHARACTERS:
        raise InputError(f"{name} is too long for a pitch.", f"Give at most {MOST_CHARACTERS} characters.")
    return words
