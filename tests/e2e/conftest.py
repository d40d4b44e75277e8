"""The sound server for the tests that need one. In CI (`CI` set) they fail where it cannot run; elsewhere they skip."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rehearse.audio.portaudio import rescan
from tests.e2e import sound_server as server_module
from tests.e2e.sound_server import SoundServer


@pytest.fixture(scope="package")
def running_server() -> Iterator[SoundServer]:
    """One for all tests of this folder. It costs a twentieth of a core as long as it runs."""
    lacking = server_module.missing()
    if lacking is not None:
        if os.environ.get("CI"):
            pytest.fail(f"The sound server's tests must run in CI; {lacking}")
        pytest.skip(f"no sound server: {lacking}")
    with tempfile.TemporaryDirectory(prefix="pulse") as folder, server_module.sound_server(Path(folder)) as server:
        yield server


@pytest.fixture
def sound_server(running_server: SoundServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A running server that this process and its children record from and play into."""
    for name, value in running_server.environment.items():
        monkeypatch.setenv(name, value)
    rescan()  # PortAudio may have started before, and then knows the machine's own devices only
    yield running_server
    running_server.hush()
