"""kill -9 during saving, 100 times at random moments: what is lost, what is half there, is the database whole.

Run: python -m tests.bench.history_kill
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.kill_saving import kill_while_saving

ROUNDS = 100


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = kill_while_saving(Path(folder), ROUNDS)
    print(f"killed {ROUNDS} times; {found.reported} attempts were reported saved, {found.kept} are there")
    print(f"reported and lost: {found.lost}; half there: {found.half_there}; database not whole: {found.broken}")
    print(f"sound staged and left behind: {found.strays}")
    raise SystemExit(bool(found.lost or found.half_there or found.broken or found.strays))


if __name__ == "__main__":
    main()
