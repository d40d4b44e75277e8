"""PortAudio: loaded when first needed, its microphones listed, its errors said in one sentence.

The only file that imports sounddevice. While PortAudio starts (the first call here, and `rescan`), sounddevice sends
this process's stderr to /dev/null for about 0.1 s.
"""

from __future__ import annotations

import atexit
import sys
import threading
from dataclasses import dataclass
from typing import Any

from rehearse.errors import MissingPartError, RehearseError

_BUSY = (-9985,)  # paDeviceUnavailable
_GONE = (-9996, -9998)  # paInvalidDevice, paInvalidChannelCount: a device that changed since it was listed

_open_streams: dict[int, Any] = {}
_changing = threading.Lock()


@dataclass(frozen=True, slots=True)
class Microphone:
    """A device that can record. `index` holds until the next `rescan`, `name` is what to remember."""

    name: str
    index: int
    rate_hz: int
    is_default: bool


def load() -> Any:
    """The sounddevice module. MissingPartError where the PortAudio library is not installed."""
    first = "sounddevice" not in sys.modules
    try:
        import sounddevice
    except OSError as error:
        raise MissingPartError(
            "PortAudio is not installed: without it there is neither microphone nor playback.",
            "On Debian and Ubuntu: sudo apt install libportaudio2. Sound files can be analysed without it.",
        ) from error
    if first:
        atexit.register(_close_all)  # before sounddevice's own handler, which hangs on a stream that still runs
    return sounddevice


def microphones() -> list[Microphone]:
    """What can record, the system's default first. As of the last `rescan`: PortAudio's list freezes when it starts."""
    sounddevice = load()
    with _changing:  # while another thread looks again there is no list to read, only freed memory
        devices = sounddevice.query_devices()
        default = sounddevice.default.device[0]
    if default < 0:
        default = next((device["index"] for device in devices if device["max_input_channels"] > 0), -1)
    # Windows shows every device once for each of its sound systems; the default's one has them all.
    system = devices[default]["hostapi"] if default >= 0 else None
    found = [
        Microphone(device["name"], device["index"], round(device["default_samplerate"]), device["index"] == default)
        for device in devices
        if device["max_input_channels"] > 0 and device["hostapi"] == system
    ]
    return sorted(found, key=lambda microphone: not microphone.is_default)


def choose(name: str | None = None) -> Microphone:
    """The microphone of that name, else the system's default. MissingPartError where there is none at all."""
    found = microphones()
    if not found:
        raise MissingPartError(
            "There is no microphone.", "Plug one in and let rehearse look again, or analyse a recording made elsewhere."
        )
    return next((microphone for microphone in found if microphone.name == name), found[0])


def rescan() -> list[Microphone]:
    """Look again, so that what was plugged in meanwhile is found. RehearseError while something records or plays."""
    sounddevice = load()
    with _changing:
        if _open_streams:
            raise RehearseError("The sound devices are in use.", "Stop recording and playing first.")
        sounddevice._terminate()
        sounddevice._initialize()
    return microphones()


def open_stream(kind: str, device_name: str, **settings: Any) -> Any:
    """A started RawInputStream or RawOutputStream (`kind`). MissingPartError where the device cannot be opened."""
    sounddevice = load()
    with _changing:
        try:
            stream = getattr(sounddevice, kind)(**settings)
            try:
                stream.start()
            except sounddevice.PortAudioError:
                stream.close()
                raise
        except (sounddevice.PortAudioError, ValueError) as error:
            raise cannot_open(device_name, error) from error
        _open_streams[id(stream)] = stream
    return stream


def close_stream(stream: Any) -> None:
    """Stop at once and let go; where two threads ask, one does it and the other waits: PortAudio hangs on two at once.

    A device that is gone may complain about that: nobody needs to hear it.
    """
    with _changing:
        if _open_streams.pop(id(stream), None) is not None:
            stream.abort(ignore_errors=True)
            stream.close(ignore_errors=True)


def _close_all() -> None:
    for stream in list(_open_streams.values()):
        close_stream(stream)


def cannot_open(name: str, error: Exception) -> MissingPartError:
    code = error.args[1] if len(error.args) > 1 else None
    if code in _BUSY:
        return MissingPartError(
            f"“{name}” is in use by another program.", "Close the other program, or choose another device."
        )
    if code in _GONE:
        return MissingPartError(
            f"“{name}” is not there any more.", "Plug it in and look again, or choose another device."
        )
    return MissingPartError(f"“{name}” cannot be opened.", f"Choose another device, or {where_to_grant()}")


def where_to_grant(platform: str = sys.platform) -> str:
    """Where a person allows a terminal program to use the microphone, as the end of a sentence."""
    if platform == "darwin":
        return "allow your terminal under System Settings > Privacy & Security > Microphone, then start it again."
    if platform == "win32":
        return "allow desktop apps under Settings > Privacy & security > Microphone."
    return "look whether it is muted or chosen in your sound settings (or: pavucontrol, alsamixer)."
