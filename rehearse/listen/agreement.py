"""Holds two word sequences against each other (edit distance), to see where one has something the other has not."""

from __future__ import annotations

from collections.abc import Sequence


def insertion_points(base: Sequence[str], other: Sequence[str]) -> tuple[list[int], int]:
    """For each word of `other` the number of `base` words that lie before it, and the edit distance of the two.

    Ties go to the substitution, so that a word in both stays where it is.
    """
    rows, columns = len(base), len(other)
    cost = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            if i == 0 or j == 0:
                cost[i][j] = i + j
            else:
                same = base[i - 1] == other[j - 1]
                cost[i][j] = min(cost[i - 1][j - 1] + (not same), cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    before = [0] * columns
    i, j = rows, columns
    while j:
        if i and cost[i][j] == cost[i - 1][j - 1] + (base[i - 1] != other[j - 1]):
            i, j = i - 1, j - 1
            before[j] = i
        elif cost[i][j] == cost[i][j - 1] + 1:
            j -= 1
            before[j] = i
        else:
            i -= 1
    return before, cost[rows][columns]
