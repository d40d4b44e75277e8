"""A process that dies while it saves loses nothing that it had reported, and leaves nothing half there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kill_saving import kill_while_saving


@pytest.mark.slow
def test_killed_while_saving(tmp_path: Path) -> None:
    found = kill_while_saving(tmp_path, rounds=10)
    assert found.reported > 0
    assert found.kept >= found.reported
    assert (found.lost, found.half_there, found.broken, found.strays) == (0, 0, 0, 0)
