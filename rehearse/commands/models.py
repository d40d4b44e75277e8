"""`rehearse models`: list, get, verify."""

from __future__ import annotations

import sys

import click

from rehearse.paths import home


@click.group(invoke_without_command=True)
@click.pass_context
def models(context: click.Context) -> None:
    """List, fetch and verify the models that listen.

    A larger model hears more words rightly and takes longer. Only `rehearse models get` uses the network.

    \b
    Examples:
      rehearse models
      rehearse models get base.en
      rehearse analyze pitch.wav --model base.en
    """
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    from rehearse.models.installed import list_models
    from rehearse.wiring import settings_of

    for status in list_models(home(), settings_of(home()).model):
        model = status.model
        where = "in use" if status.in_use and status.folder else "installed" if status.folder else "not installed"
        if status.in_use and not status.folder:
            where = "chosen, but not installed"
        size, languages = f"{model.size_bytes / 1e6:.0f} MB", ", ".join(model.languages)
        click.echo(f"{model.name:<10} {size:>7}  {languages:<8} {where:<24} {model.about}")


@models.command()
@click.argument("name")
def get(name: str) -> None:
    """Fetch a model from its hub, and verify it. The only command that uses the network; can be taken up again."""
    from rehearse.commands.progress import progress_line
    from rehearse.models.fetch import get as fetch

    with progress_line(f"Fetching {name}") as show:

        def came(done: int, total: int) -> None:
            show(f"{done / 1e6:.0f} of {total / 1e6:.0f} MB", done / total)

        folder = fetch(name, home(), came)
    click.echo(folder)


@models.command()
def verify() -> None:
    """Read every model again and hold it against the digests of the catalogue."""
    from rehearse.commands.progress import progress_line
    from rehearse.models.verify import verify as read_again

    with progress_line("Reading the models"):
        results = read_again(home())
    for result in results:
        click.echo(f"{result.name:<14} {'right' if result.ok else '; '.join(result.problems)}  {result.folder}")
    sys.exit(0 if all(result.ok for result in results) else 4)
