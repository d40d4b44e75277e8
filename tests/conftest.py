"""For every test: how it is timed, and what may run beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# how long an example takes says more about the machine than about the code, so none is timed
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

E2E = Path(__file__).parent / "e2e"


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The e2e tests one after another in one process; beside it the rest, each file in one process."""
    for item in items:
        together = "e2e" if item.path.is_relative_to(E2E) else str(item.path)
        item.add_marker(pytest.mark.xdist_group(together))
