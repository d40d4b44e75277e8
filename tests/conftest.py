"""For every test: how long an example takes says more about the machine than about the code, so none is timed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
