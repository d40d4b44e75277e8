"""What is drawn and what C libraries say while the stage is open, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
from rehearse.commands.stage import quiet_libraries
with quiet_libraries(debug=sys.argv[1] == "debug"):
    os.write(2, b"ALSA lib ... ")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # as sounddevice does while PortAudio starts
    print("the stage", file=sys.__stderr__, flush=True)
print("afterwards", file=sys.stderr)
"""


@pytest.mark.parametrize(("mode", "held_back"), [("usual", True), ("debug", False)])
def test_what_is_drawn_arrives_whatever_happens_to_stderr(mode: str, held_back: bool) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, mode], capture_output=True, text=True, timeout=30, check=True)
    libraries = "" if held_back else "ALSA lib ... "
    assert done.stderr == f"{libraries}the stage\nafterwards\n"
