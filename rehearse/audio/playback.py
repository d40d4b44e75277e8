"""Hearing a take again, from any moment, and stopping at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearse.audio.files import FileSource
from rehearse.audio.portaudio import close_stream, load, open_stream
from rehearse.errors import InputError, MissingPartError
from rehearse.facts import HEARING_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LATENCY_S = 0.2


class Playback:
    """A stretch of a take being played, from `start_s` to `end_s` (None: to its end), in the background.

    Raises MissingPartError without PortAudio or a loudspeaker, InputError where the file cannot be read. `on_done` is
    called once, from another thread, when the stretch is over or was stopped.
    """

    def __init__(
        self,
        path: Path,
        start_s: float = 0.0,
        end_s: float | None = None,
        on_done: Callable[[], None] | None = None,
    ) -> None:
        self.start_s = start_s
        self._on_done = on_done
        self._sent = 0
        samples, rate = _stretch(path, start_s, end_s)
        self._samples, self._rate_hz = _at_rate_of_speaker(samples, rate)
        self._over = threading.Event()
        self._stream = open_stream(
            "RawOutputStream",
            "The loudspeaker",
            samplerate=self._rate_hz,
            channels=1,
            dtype="int16",
            latency=_LATENCY_S,
            prime_output_buffers_using_stream_callback=True,  # else it starts with a gap
            callback=self._callback,
            finished_callback=self._over.set,
        )
        self._thread = threading.Thread(target=self._run, name="playback", daemon=True)
        self._thread.start()

    @property
    def position_s(self) -> float:
        """The moment of the take that is handed to the loudspeaker now."""
        return self.start_s + min(self._sent, len(self._samples)) / self._rate_hz

    @property
    def playing(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Fall silent at once. From any thread, any number of times."""
        self._over.set()

    def wait(self) -> None:
        """Until it is over."""
        self._thread.join()

    def _callback(self, outdata: Any, frames: int, times: Any, status: Any) -> None:
        samples = self._samples[self._sent : self._sent + frames].tobytes()
        outdata[: len(samples)] = samples
        outdata[len(samples) :] = bytes(len(outdata) - len(samples))
        self._sent += frames
        # A stream that ends takes with it what the loudspeaker has not played yet: silence for as long as that may be.
        if self._sent > len(self._samples) + 2 * _LATENCY_S * self._rate_hz:
            raise load().CallbackStop

    def _run(self) -> None:
        self._over.wait()
        close_stream(self._stream)
        if self._on_done is not None:
            self._on_done()


def _stretch(path: Path, start_s: float, end_s: float | None) -> tuple[NDArray[np.int16], int]:
    """Samples of shape (n,) and their rate. Takes are FLAC; what libsndfile does not read comes at the hearing rate."""
    import numpy as np
    import soundfile

    if not path.is_file():
        raise InputError(f"The sound of this take is gone: there is no file “{path}”.", "Its report stays readable.")
    try:
        with soundfile.SoundFile(path) as file:
            rate = file.samplerate
            file.seek(min(round(start_s * rate), file.frames))
            frames = -1 if end_s is None else max(0, round((end_s - start_s) * rate))
            mono = file.read(frames, dtype="float32", always_2d=True).mean(axis=1)
    except soundfile.SoundFileError:
        rate = HEARING_RATE_HZ
        mono = np.frombuffer(b"".join(FileSource(path).blocks()), "<f4")
        mono = mono[round(start_s * rate) : None if end_s is None else round(end_s * rate)]
    return np.clip(np.round(mono * 32768), -32768, 32767).astype("<i2"), rate


def _at_rate_of_speaker(samples: NDArray[np.int16], rate_hz: int) -> tuple[NDArray[np.int16], int]:
    """A bare sound card may know one rate only."""
    import soxr

    sounddevice = load()
    try:
        sounddevice.check_output_settings(samplerate=rate_hz, channels=1, dtype="int16")
    except (sounddevice.PortAudioError, ValueError):
        try:
            own = round(sounddevice.query_devices(kind="output")["default_samplerate"])
        except (sounddevice.PortAudioError, ValueError) as error:
            raise MissingPartError(
                "There is no loudspeaker.", "Plug one in, or choose it in your sound settings."
            ) from error
        return soxr.resample(samples, rate_hz, own), own
    return samples, rate_hz
