"""What 10,000 attempts cost against 10: a page of a list, a search, and the whole command `rehearse history`.

Run: python -m tests.bench.history
Both homes are made in one run and asked in turn; what counts is the ratio (a page, at most 1.5) and the difference (the
command, at most 0.5 s).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from rehearse.facts import Attempt
from rehearse.history.listing import Filter
from rehearse.history.store import Store
from tests.attempts import MORNING, home_in, practice, store_in

FEW, MANY = 10, 10_000
ROUNDS = 41


def fill(store: Store, number: int) -> None:
    """Attempts with real reports of a 30 s pitch, three a day, in one transaction."""
    reports = [report for _, report in practice()]

    def made(n: int) -> Attempt:
        at = MORNING - timedelta(days=n // 3, minutes=-6 * (n % 3))
        return Attempt(n + 1, at, reports[n % len(reports)], n // 3 + 1, n % 3 == 0, None)

    store.bring_in(map(made, range(number)), lambda attempt: None)


def seconds(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def in_turn(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The median seconds of both, asked in turn so that what else the machine does falls on both."""
    times = [(seconds(one), seconds(other)) for _ in range(rounds)]
    return median(a for a, _ in times), median(b for _, b in times)


def command(home: Path) -> None:
    command = [sys.executable, "-c", "from rehearse.commands.history import history; history()"]
    environment = {**os.environ, "REHEARSE_HOME": str(home)}
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small, large = home_in(Path(folder) / "few"), home_in(Path(folder) / "many")
        with store_in(small) as few, store_in(large) as many:
            fill(few, FEW)
            took = seconds(lambda: fill(many, MANY))
            size = large.database.stat().st_size / 1e6
            print(f"{MANY} attempts: {size:.0f} MB, brought in within {took:.1f} s")
            print(f"median of {ROUNDS} rounds, {FEW} attempts and {MANY}:")
            middle = many.page(limit=1).rows[0].id // 2
            tasks: list[tuple[str, Callable[[Store], object]]] = [
                ("first page of 10", lambda store: store.page(limit=10)),
                ("a page in the middle", lambda store: store.page(after=middle if store is many else 5, limit=4)),
                ("page of one story", lambda store: store.page(Filter(story="networking"), limit=10)),
                ("opening an attempt", lambda store: store.get(7)),
                ("star set and taken", lambda store: (store.star(7, True), store.star(7, False))),
                ("count", lambda store: store.count()),
                ("search, found at once", lambda store: store.page(Filter(search="clinic"), limit=4)),
                ("search, found nowhere", lambda store: store.page(Filter(search="zanzibar"), limit=4)),
            ]
            for name, task in tasks:
                a, b = in_turn(lambda task=task: task(few), lambda task=task: task(many), ROUNDS)  # type: ignore[misc]
                print(f"  {name:<24}{a * 1000:8.2f} ms {b * 1000:8.2f} ms   ratio {b / a:6.2f}")
            print(f"  {'deleting one attempt':<24}{'':>11} {seconds(lambda: many.delete([3])) * 1000:8.0f} ms")
        a, b = in_turn(lambda: command(small.root), lambda: command(large.root), 7)
        print(f"  {'rehearse history':<24}{a:8.2f} s  {b:8.2f} s    difference {b - a:+.3f} s (at most 0.5)")


if __name__ == "__main__":
    main()
