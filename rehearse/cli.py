"""The commands: parse, call, print. Results go to stdout, talk to stderr."""

from __future__ import annotations

import difflib
import importlib
import io
import os
import sys
import traceback

import click

from rehearse import __version__
from rehearse.errors import RehearseError, StoreError

COMMANDS = {
    "record": ("record", "Rehearse aloud without the full screen, for screen readers too."),
    "analyze": ("analyze", "Report on recorded pitches."),
    "script": ("script", "Check a written pitch: words, seconds, story."),
    "demo": ("demo", "See a report on a sample take."),
    "history": ("history", "List the attempts that were kept."),
    "show": ("history", "Show one attempt's report."),
    "compare": ("history", "Hold two attempts against each other, or one against your usual."),
    "export": ("exchange", "Write attempts out: JSON, CSV, Markdown, or a page for a coach."),
    "import": ("exchange", "Bring exported attempts back in."),
    "delete": ("history", "Delete attempts, or their sound alone, for good."),
    "story": ("story", "List, show, make and check stories."),
    "models": ("models", "List, fetch and verify the models that listen."),
    "doctor": ("doctor", "Check that everything rehearse needs is here."),
}
"""Command -> (its file in `rehearse/commands/`, its line in the help). A file is imported when its command runs."""


class LazyGroup(click.Group):
    """Knows its commands by name; imports one only when it is asked for, so that help is instant."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"rehearse.commands.{COMMANDS[name][0]}")
        # a command that is a word of Python has an underscore behind its name
        command: click.Command = getattr(module, name, None) or getattr(module, f"{name}_")
        return command

    def resolve_command(
        self, context: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(context, args)
        except click.UsageError as error:
            close = difflib.get_close_matches(args[0], COMMANDS, n=1) if args else []
            if close:
                raise click.UsageError(f"{error.message} Did you mean \u201c{close[0]}\u201d?", context) from error
            raise

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rehearse")
@click.option("--debug", is_flag=True, help="Show the whole error, and what the listening process says.")
@click.option("--story", metavar="NAME|FILE", help="On the stage: the story to tell (see `rehearse story list`).")
@click.option(
    "--target", type=click.FloatRange(5, 600), metavar="SECONDS", help="On the stage: how long it should take."
)
@click.pass_context
def rehearse(context: click.Context, debug: bool, story: str | None, target: float | None) -> None:
    """Practise your elevator pitch aloud, and hear honestly how it went.

    Without a command it opens the stage, where you stand up and speak.

    Everything happens on this machine; nothing is sent anywhere.

    \b
    Examples:
      rehearse                               stand up and speak
      rehearse demo                          a report on a sample take
      rehearse analyze pitch.m4a             a report on your recording
      rehearse analyze pitch.wav --target 45 --json
      rehearse script pitch.txt              check a pitch before you say it
      rehearse story new my-call             write down your own story
    """
    context.obj = debug
    if context.invoked_subcommand is None:
        from rehearse.commands.stage import open_stage

        open_stage(story, target, debug)


def main() -> None:
    """Run the command line. A person sees one sentence and one hint; `--debug`, anywhere, shows the rest."""
    arguments = sys.argv[1:]
    debug = "--debug" in arguments
    for stream in (sys.stdout, sys.stderr):
        # a terminal that cannot show a character gets a question mark, not an error
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        # standing first it is the group's own option, so that it may stand behind any command
        rehearse.main(["--debug"] * debug + [a for a in arguments if a != "--debug"], standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except RehearseError as error:
        if debug:
            traceback.print_exc()
        show_error(error)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # the reader of our output has gone (`| head`): not an error, and Python must not complain at exit
        _forget_output()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if debug:
            traceback.print_exc()
        what = f"\u201c{error.filename}\u201d" if error.filename else "The output"
        show_error(
            StoreError(f"{what} cannot be used: {error.strerror}.", "Check its rights, and the room on the disk.")
        )
        _forget_output()
        sys.exit(StoreError.exit_status)
    except Exception as error:
        if debug:
            raise
        click.echo(f"Something in rehearse broke: {error!r}\nRun it again with --debug to see where.", err=True)
        sys.exit(1)


def show_error(error: RehearseError) -> None:
    """One sentence and one hint, on stderr."""
    click.echo(error.message, err=True)
    if error.hint:
        click.echo(error.hint, err=True)


def _forget_output() -> None:
    """What is still buffered cannot be written: let nobody try again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    main()
