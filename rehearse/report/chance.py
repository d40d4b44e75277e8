"""How easily chance alone makes a difference: three exact tests, each in a few lines of standard library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache


def counts_p(count_a: int, time_a: float, count_b: int, time_b: float) -> float:
    """Two-sided p-value for two counts, each over its own time, coming from one and the same rate.

    Przyborowski & Wilenski 1940, "Homogeneity of results in testing samples from Poisson series", Biometrika 31: given
    their sum, the first count is binomial with the share of its time. All outcomes that are no likelier than this one
    are added up, as R's `poisson.test` does. Times must be above zero.
    """
    total = count_a + count_b
    if total == 0:
        return 1.0
    share = time_a / (time_a + time_b)
    chances = [math.exp(_log_binomial(k, total, share)) for k in range(total + 1)]
    at_most = chances[count_a] * (1 + 1e-7)  # equally likely ones differ in the last digits
    return min(1.0, math.fsum(chance for chance in chances if chance <= at_most))


def _log_binomial(k: int, n: int, share: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return ways + k * math.log(share) + (n - k) * math.log1p(-share)


def student_p(t: float, degrees: int) -> float:
    """Two-sided p-value of Student's t (1908), by the finite series of Abramowitz & Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(abs(t) / math.sqrt(degrees))
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = degrees % 2
    term, series = (cosine, 0.0) if odd else (1.0, 0.0)
    for step in range(1 + odd, degrees, 2):  # the terms up to cos ** (degrees - 2)
        series += term
        term *= cosine * cosine * step / (step + 1)
    inside = (angle + sine * series) * 2 / math.pi if odd else sine * series
    return max(0.0, 1.0 - inside)


def trend_p(values: Sequence[float]) -> float:
    """Two-sided p-value for a sequence rising or falling, against every order of it being equally likely.

    Mann 1945, "Nonparametric tests against trend", Econometrica 13, with the exact distribution of Kendall 1938; equal
    values count as neither, which makes the test the more cautious.
    """
    n = len(values)
    score = sum((b > a) - (b < a) for i, a in enumerate(values) for b in values[i + 1 :])
    ways = _inversions(n)
    most = n * (n - 1) // 2
    return sum(number for k, number in enumerate(ways) if abs(most - 2 * k) >= abs(score)) / math.factorial(n)


@cache
def _inversions(n: int) -> tuple[int, ...]:
    """How many orders of `n` things have 0, 1, 2, ... pairs the wrong way round."""
    ways = [1]
    for size in range(2, n + 1):
        ways = [sum(ways[max(0, k - size + 1) : k + 1]) for k in range(len(ways) + size - 1)]
    return tuple(ways)
