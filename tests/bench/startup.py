"""How long `rehearse --help` takes (target: 0.3 s), and against an interpreter that does nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.bench.shared import ROOT

ROUNDS = 15


def main() -> None:
    times = [(timed("-c", "pass"), timed("-m", "rehearse", "--help")) for _ in range(ROUNDS)]
    empty, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"rehearse --help: {ours:.3f} s (at most 0.3), an empty interpreter {empty:.3f} s: ratio {ours / empty:.1f}")


def timed(*arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
