"""`rehearse story`: list, show, new, check."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from rehearse.commands.choices import Seconds
from rehearse.facts import Story
from rehearse.paths import home


@click.group()
def story() -> None:
    """List, show, make and check stories: what your pitch should tell, and in how many seconds.

    \b
    Examples:
      rehearse story list
      rehearse story show networking
      rehearse story new maria-call --title "The call with Maria" --target 45
      rehearse story check maria-call
    """


@story.command("list")
def list_() -> None:
    """Every story: your own first, then the built-in ones."""
    from rehearse.story.catalog import list_stories

    for entry in list_stories(home()):
        if entry.story is None:
            click.echo(f"{entry.name:<14} broken: {entry.problem}")
        else:
            told = entry.story
            click.echo(
                f"{entry.name:<14} {told.target_s:>4g} s  {len(told.elements)} elements  {told.title} ({entry.origin})"
            )


@story.command()
@click.argument("name")
def show(name: str) -> None:
    """Show a story: its elements, and the question that each one answers."""
    from rehearse.story.catalog import find_story

    click.echo(_shown(find_story(name, home())))


@story.command()
@click.argument("name")
@click.option("--title", default="", help="What the story is called on the screen.")
@click.option("--target", type=Seconds(), metavar="SECONDS", help="How long it should take.")
@click.option("--call-date", type=click.DateTime(["%Y-%m-%d"]), help="The day of the call, like 2026-12-01.")
@click.option("--like", default="networking", metavar="STORY", help="The story whose elements to begin with.")
def new(name: str, title: str, target: float | None, call_date: datetime | None, like: str) -> None:
    """Begin a story of your own: a file to fill in, in your own words."""
    from rehearse.story.new import create_story

    day = call_date.date() if call_date else None
    file = create_story(
        name, title or name.replace("-", " ").capitalize(), home(), target_s=target, call_date=day, like=like
    )
    click.echo(file)
    _warn_of_a_day_that_is_over(day)
    click.echo(f"Fill in the notes, then rehearse it with `--story {name}`.", err=True)


@story.command()
@click.argument("name")
def check(name: str) -> None:
    """Check a story file: the first thing wrong with it, and on which line."""
    from rehearse.story.catalog import find_story

    found = find_story(name, home())
    required = sum(element.required for element in found.elements)
    elements = "1 required element" if required == 1 else f"{required} required elements"
    click.echo(f"The story \u201c{found.name}\u201d is sound: {elements} in {found.target_s:g} seconds.")
    _warn_of_a_day_that_is_over(found.call_date)


@story.command()
@click.argument("name")
@click.option("--forget", type=int, metavar="NUMBER", help="Forget this one.")
def learned(name: str, forget: int | None) -> None:
    """What you taught about a story by overruling verdicts: which of your sentences tell which element."""
    from rehearse.story.catalog import find_story
    from rehearse.wiring import the_lessons

    found, book = find_story(name, home()), the_lessons(home())
    if forget is not None:
        book.remove(found.name, forget)
    lessons = book.list(found.name)
    for number, lesson in enumerate(lessons, 1):
        click.echo(
            f"{number:>3}  {lesson.element:<14} {'told' if lesson.told else 'not told'}: \u201c{lesson.sentence}\u201d"
        )
    if not lessons:
        click.echo(
            "Nothing yet: in a report, press the number of an element to say that it was told, or was not.", err=True
        )


def _over(day: date) -> bool:
    return day < datetime.now(UTC).astimezone().date()


def _warn_of_a_day_that_is_over(day: date | None) -> None:
    """It is no mistake in a story whose call has been made; in one for a call to come it is."""
    if day is not None and _over(day):
        click.echo(f"The day of the call, {day:%d %B %Y}, is over: is call_date the day you mean?", err=True)


def _shown(found: Story) -> str:
    lines = [f"{found.title} ({found.name}), {found.target_s:g} seconds"]
    if found.call_date:
        lines.append(f"The call {'was' if _over(found.call_date) else 'is'} on {found.call_date:%d %B %Y}.")
    for element in found.elements:
        lines += [
            "",
            f"{element.title} ({element.id}{'' if element.required else ', optional'})",
            f"  {element.question}",
        ]
        lines += [f"  Your notes: {element.notes}"] if element.notes else []
        lines += [f"  For example: \u201c{element.examples[0]}\u201d"] if element.examples else []
    return "\n".join(lines)
