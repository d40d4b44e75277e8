"""A PulseAudio of our own: what is played into its loudspeaker is what its microphone hears.

Nothing of the machine's own sound is touched: own HOME, own runtime folder, own socket, and ALSA (through which
PortAudio comes) pointed at it. Debian packages: pulseaudio pulseaudio-utils libasound2-plugins libportaudio2.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

RATE = 44_100
"""PortAudio's idea of the rate of any device behind PulseAudio: at another one samples would be resampled."""

PROGRAMS = ("pulseaudio", "pactl", "pacat", "paplay")
_START_S = 10.0


def missing() -> str | None:
    """What is not installed here, None where the server can run."""
    programs = [name for name in PROGRAMS if shutil.which(name) is None]
    plugin = any(Path("/usr/lib").glob("**/alsa-lib/libasound_module_pcm_pulse.so"))
    lacking = programs + ([] if plugin else ["libasound2-plugins"])
    return f"not installed: {', '.join(lacking)}" if lacking else None


@dataclass
class SoundServer:
    """A running server. `environment` is what a program needs to record from it and play into it."""

    environment: dict[str, str]
    _players: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def pactl(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pactl", *arguments], env=self.environment, capture_output=True, text=True, timeout=10, check=True
        )
        return done.stdout.strip()

    def say(self, samples: np.ndarray) -> subprocess.Popen[bytes]:
        """Speak int16 samples at `RATE` into the microphone; returns at once."""
        path = Path(self.environment["HOME"]) / "spoken.raw"
        path.unlink(missing_ok=True)  # who still plays the last one keeps it
        path.write_bytes(samples.astype("<i2").tobytes())
        return self._play("pacat", "--playback", *_FORMAT, str(path))

    def say_file(self, path: Path) -> subprocess.Popen[bytes]:
        """Speak a wav or flac; returns at once."""
        return self._play("paplay", str(path))

    def _play(self, *command: str) -> subprocess.Popen[bytes]:
        player = subprocess.Popen(command, env=self.environment)
        self._players.append(player)
        return player

    def hush(self) -> None:
        """Nobody speaks any more."""
        for player in self._players:
            player.kill()
            player.wait()
        self._players.clear()

    def plug_in(self) -> None:
        """A loudspeaker and the microphone that hears it."""
        speaker = self.pactl("load-module", "module-null-sink", "sink_name=speaker", *_SHAPE)
        microphone = self.pactl(
            "load-module", "module-remap-source", "source_name=microphone", "master=speaker.monitor", *_SHAPE
        )
        self._modules = (microphone, speaker)
        self.pactl("set-default-source", "microphone")
        # A null sink without a player renders up to 2 s at once; with one, time flows as on a real sound card.
        self._hum = subprocess.Popen(
            ["pacat", "--playback", "--latency-msec=20", *_FORMAT, "/dev/zero"],
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )
        # The first player may lose a few milliseconds to the rewind of what is rendered already.
        self.say(np.zeros(RATE // 10)).wait(10)

    def unplug(self) -> None:
        """Take the microphone away, from whoever is recording from it too (with another source left, it would move)."""
        for module in self._modules:
            self.pactl("unload-module", module)
        self._hum.wait(10)

    def mute(self, muted: bool) -> None:
        """A muted source sends zeros, as a system does that has not granted the microphone."""
        self.pactl("set-source-mute", "microphone", "1" if muted else "0")


_SHAPE = (f"rate={RATE}", "channels=1")
_FORMAT = ("--raw", "--format=s16le", f"--rate={RATE}", "--channels=1")


@contextlib.contextmanager
def sound_server(folder: Path) -> Iterator[SoundServer]:
    """A server in `folder` (a short path: sockets allow about 100 characters), ended with the block."""
    runtime, socket = folder / "run", folder / "socket"
    runtime.mkdir(mode=0o700)
    alsa = folder / "asound.conf"
    alsa.write_text("</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PULSE_", "ALSA_"))} | {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PULSE_SERVER": f"unix:{socket}",
        "ALSA_CONFIG_PATH": str(alsa),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
    }
    options = ("-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes")
    protocol = ("-L", f"module-native-protocol-unix socket={socket} auth-anonymous=1")
    with (folder / "pulseaudio.log").open("wb") as log, contextlib.ExitStack() as running:
        command = ["pulseaudio", *options, *protocol]
        running.enter_context(_ended(subprocess.Popen(command, env=environment, stdout=log, stderr=log)))
        server = SoundServer(environment)
        _wait_for(server, folder / "pulseaudio.log")
        server.plug_in()
        yield server


def _wait_for(server: SoundServer, log: Path) -> None:
    until = time.monotonic() + _START_S
    while True:
        try:
            server.pactl("info")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            if time.monotonic() > until:
                raise RuntimeError(f"PulseAudio does not answer:\n{log.read_text()}") from None
        else:
            return


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
