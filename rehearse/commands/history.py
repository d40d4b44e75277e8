"""`rehearse history`, `show`, `compare`, `delete`: the attempts that were kept."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import click

from rehearse.commands.choices import one_form
from rehearse.commands.reporting import NO_ATTEMPTS, NONE_LIKE_THAT, print_report
from rehearse.errors import InputError, UsageError
from rehearse.paths import home
from rehearse.wiring import open_store

A_PAGE = 20
A_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--story", metavar="NAME", help="Only attempts of this story.")
@click.option("--since", type=A_DAY, help="Only attempts from this day on, like 2026-11-01.")
@click.option("--search", default="", metavar="WORDS", help="Only attempts in which this was said.")
@click.option("--starred", is_flag=True, help="Only attempts with a star.")
@click.option("--limit", type=click.IntRange(1), help=f"How many (else {A_PAGE}; with --json all).")
@click.option("--after", type=int, metavar="ID", help="The ones that follow this attempt: the next page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def history(
    story: str | None,
    since: datetime | None,
    search: str,
    starred: bool,
    limit: int | None,
    after: int | None,
    as_json: bool,
) -> None:
    """List your attempts by session, newest first.

    \b
    Examples:
      rehearse history
      rehearse history --story networking --since 2026-11-01
      rehearse history --search "next week" --json | jq '.attempts[].wpm'
    """
    from rehearse.history.listing import Filter
    from rehearse.plain import to_plain
    from rehearse.report.history_text import history_as_text

    wanted = Filter(story=story, search=search, since=since.astimezone() if since else None, starred=starred)
    with open_store(home()) as store:
        page = store.page(wanted, after, limit or (2**31 if as_json else A_PAGE))
    if as_json:
        found = {"schema": "rehearse.history/1", "attempts": to_plain(page.rows), "next": page.next}
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(history_as_text(page.rows), nl=False)
    if page.next is not None:
        click.echo(f"\nThere are older ones: --after {page.next}", err=True)
    if not page.rows:
        click.echo(NO_ATTEMPTS if wanted == Filter() else NONE_LIKE_THAT, err=True)


@click.command()
@click.argument("attempt", type=int, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the attempt and its report.")
@click.option("--markdown", is_flag=True, help="Markdown, to keep or to send.")
@click.option("--plain", is_flag=True, help="Plain text, as it is written to a pipe.")
def show(attempt: int, as_json: bool, markdown: bool, plain: bool) -> None:
    """Show one attempt: its whole report, with what you set right.

    \b
    Example:
      rehearse show 12
    """
    from rehearse.report.export import attempt_to_dict, title

    form = one_form(json=as_json, markdown=markdown, plain=plain)
    with open_store(home()) as store:
        kept = store.get(attempt)
        corrected = store.as_corrected(kept)
        sound = store.sound(kept)
    if form == "json":
        click.echo(json.dumps(attempt_to_dict(kept), ensure_ascii=False))
        return
    click.echo(title(kept), err=True)
    if kept.note:
        click.echo(f"Note: {kept.note}", err=True)
    if sound:
        click.echo(f"Sound: {sound}", err=True)
    print_report(corrected.report, form)


@click.command()
@click.argument("attempts", type=int, nargs=-1, metavar="A [B]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--rule", is_flag=True, help="Say how change is told from noise.")
def compare(attempts: tuple[int, ...], as_json: bool, rule: bool) -> None:
    """Hold two attempts against each other, or one against your usual (the median of the five before it).

    \b
    Examples:
      rehearse compare 3 12
      rehearse compare 12
      rehearse compare --rule
    """
    from rehearse.plain import to_plain
    from rehearse.report.compare import RULE, SPREAD_TAKES, compare, compare_with_usual
    from rehearse.report.compare_text import comparison_as_text, rule_as_text

    if rule:
        click.echo(rule_as_text(RULE), nl=False)
        return
    if len(attempts) not in (1, 2):
        raise UsageError("Give one attempt or two.", "`rehearse history` lists them: rehearse compare 3 12")
    with open_store(home()) as store:
        after = store.as_corrected(store.get(attempts[-1]))
        # two more than the spread needs: the two that are compared are left out of it
        last = store.latest(after.report.story.name, SPREAD_TAKES + 2, before=after)
        earlier = [store.as_corrected(attempt) for attempt in last]
        found = (
            compare(store.as_corrected(store.get(attempts[0])), after, earlier)
            if len(attempts) == 2
            else compare_with_usual(after, earlier)
        )
    if found is None:
        raise InputError(
            f"Attempt {after.id} is the first of “{after.report.story.name}”: there is no usual yet.",
            "Give a second attempt, or practise once more.",
        )
    if as_json:
        click.echo(json.dumps({"schema": "rehearse.comparison/1", **to_plain(found)}, ensure_ascii=False))
    else:
        click.echo(comparison_as_text(found), nl=False)
        click.echo("\nHow change is told from noise: rehearse compare --rule", err=True)


@click.command()
@click.argument("attempts", type=int, nargs=-1, metavar="[ID]...")
@click.option(
    "--older-than", type=click.IntRange(0, 36_500), metavar="DAYS", help="Everything older than so many days."
)
@click.option("--sound", is_flag=True, help="The sound alone; report, words and numbers stay.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(attempts: tuple[int, ...], older_than: int | None, sound: bool, yes: bool) -> None:
    """Delete attempts for good: no sound and no words of them stay on this disk's files. Shows first what will go.

    \b
    Examples:
      rehearse delete 12
      rehearse delete --sound --older-than 30
    """
    from rehearse.report.dates import long_day
    from rehearse.report.history_text import attempt_line

    if bool(attempts) == (older_than is not None):
        raise UsageError("Say what to delete.", "Give the numbers of attempts, or --older-than DAYS.")
    with open_store(home()) as store:
        for number in attempts:
            store.get(number)  # a mistyped number deletes nothing
        ids = attempts if older_than is None else store.older_than(older_than)
        doomed = store.preview(ids, sound)
        for row in doomed.attempts:
            click.echo(f"{long_day(row.made_at):<28} {attempt_line(row)}", err=True)
        if not doomed.attempts:
            click.echo("There is nothing to delete.", err=True)
            return
        many = f"{len(doomed.attempts)} attempt{'s' * (len(doomed.attempts) != 1)}"
        takes = f"{doomed.takes} take{'s' * (doomed.takes != 1)}, {doomed.bytes / 1e6:.1f} MB"
        what = f"the sound of {many} ({takes})" if sound else f"{many} with report, words and sound ({takes})"
        if not yes:
            if not sys.stdin or not sys.stdin.isatty():
                raise UsageError("There is nobody to ask.", "Say --yes to delete without a question.")
            if not click.confirm(f"Delete {what} for good?", err=True):
                click.echo("Nothing was deleted.", err=True)
                return
        swept = store.delete([row.id for row in doomed.attempts], sound)
        click.echo(f"Deleted {what}.")
        if not swept:
            click.echo("Another copy of rehearse is reading: the last bytes go when it is closed.", err=True)
        for file in store.set_aside():
            click.echo(f"“{file}” was set aside earlier and may still hold words: remove it yourself.", err=True)
