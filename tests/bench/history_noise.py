"""How often noise is called a change, and how often known progress is: simulated people, seeded.

Run: python -m tests.bench.history_noise
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from rehearse.report.compare import compare, compare_with_usual
from rehearse.thresholds import CHANGE_P
from tests.unit.test_report_compare import TestSimulation, row, take

KEYS = ("time", "pace", "fillers", "story")


def main() -> None:
    people = TestSimulation()
    print(f"threshold {CHANGE_P.high:g} for each measure; {people.PEOPLE} people a row")
    print(f"{'called a change':<44}" + "".join(f"{key:>9}" for key in KEYS))
    noise, progress = people.alarms(0.0), people.alarms(1.0)
    for name, found in (("noise", noise), ("all the way", progress)):
        for against in ("usual", "two"):
            label = f"{name}, {'against the usual' if against == 'usual' else 'two takes'}"
            print(f"{label:<44}" + "".join(f"{found.get(f'{against} {key}', 0):>9.3f}" for key in KEYS))
    for takes in (6, 10, 20, 30):
        for name, gain in (("noise", 0.0), ("60->45 s, 195->155 wpm, 10->2 fillers, 4->7", 1.0)):
            found = people.trend_verdicts(takes, gain)
            label = f"{takes} takes, {name}"
            print(f"{label[:44]:<44}" + "".join(f"{found.get(key, 0):>9.3f}" for key in KEYS))
    print("what the exact test does not know: fillers that come in bursts (a rate that differs from take to take)")
    for spread in (0.0, 0.2, 0.4):
        print(f"  rate varies by {spread:.0%}: {_bursts(spread, usual=True):.3f} against the usual, ", end="")
        print(f"{_bursts(spread, usual=False):.3f} between two takes")


def _bursts(spread: float, usual: bool) -> float:
    """False alarms on fillers where a take's own rate varies by `spread` (a gamma distribution) around 8 a minute."""
    chance = np.random.default_rng(20261124)
    found: Counter[str] = Counter()
    for _ in range(2_000):
        rates = chance.gamma(1 / spread**2, 8 * spread**2, 7) if spread else np.full(7, 8.0)
        takes = [take(n, 45, 150, int(chance.poisson(rate * 0.75))) for n, rate in enumerate(rates, 1)]
        held = compare_with_usual(takes[-1], takes[:-1]) if usual else compare(takes[0], takes[-1], ())
        found[row(held, "fillers").verdict] += 1
    return found["change"] / found.total()


if __name__ == "__main__":
    main()
