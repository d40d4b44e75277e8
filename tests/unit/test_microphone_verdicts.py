"""What the check says of levels and of PortAudio's errors; no sound device is touched."""

from __future__ import annotations

import subprocess
import sys

import pytest

from rehearse.audio.levels import FLOOR_DBFS
from rehearse.audio.microphone import judge
from rehearse.audio.portaudio import cannot_open, where_to_grant


@pytest.mark.parametrize(
    ("peak_dbfs", "level_dbfs", "verdict"),
    [
        (FLOOR_DBFS, FLOOR_DBFS, "no_signal"),
        (-90.3, -100.0, "too_quiet"),
        (-12.0, -30.1, "too_quiet"),
        (-12.0, -30.0, "good"),
        (-3.0, -20.0, "good"),
        (-2.9, -20.0, "clipping"),
    ],
)
def test_levels_have_verdicts(peak_dbfs: float, level_dbfs: float, verdict: str) -> None:
    found = judge("the microphone", peak_dbfs, level_dbfs)
    assert found.verdict == verdict
    assert found.message
    assert bool(found.hint) == (verdict != "good")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_its_own_place_to_grant(platform: str) -> None:
    others = {"linux", "darwin", "win32"} - {platform}
    assert where_to_grant(platform) not in {where_to_grant(other) for other in others}


@pytest.mark.parametrize(
    ("code", "says"),
    [(-9985, "in use by another program"), (-9996, "not there any more"), (-9999, "cannot be opened")],
)
def test_errors_of_portaudio_are_said_in_one_sentence(code: int, says: str) -> None:
    error = cannot_open("USB microphone", Exception("Error opening RawInputStream", code))
    assert says in error.message
    assert error.hint
    assert error.exit_status == 4


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    return done.stdout + done.stderr


def test_without_portaudio_the_package_to_install_is_named() -> None:
    said = run(
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from rehearse.audio.portaudio import load\n"
        "from rehearse.errors import MissingPartError\n"
        "try: load()\n"
        "except MissingPartError as error: print(error.message, error.hint)\n"
    )
    assert "PortAudio is not installed" in said
    assert "libportaudio2" in said


def test_sounddevice_is_not_loaded_before_it_is_needed() -> None:
    said = run(
        "import sys; import rehearse.audio.microphone, rehearse.audio.playback, rehearse.audio.files\n"
        "print([name for name in ('sounddevice', 'numpy', 'av', 'soxr', 'soundfile') if name in sys.modules])"
    )
    assert said == "[]\n"
