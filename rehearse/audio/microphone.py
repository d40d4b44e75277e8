"""The microphone: a take that is being spoken.

Three parts pass the sound on. PortAudio's callback copies a block into a queue and returns. A thread of our own writes
it to disk, measures it and brings it to the hearing rate. Whoever listens takes it from `blocks`, as fast or slow as it
likes: the take is on disk before anyone looks at it.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rehearse.audio.files import LONGEST_S, SHORTEST_S
from rehearse.audio.levels import FLOOR_DBFS, SILENT_DBFS, LevelMeter, dbfs
from rehearse.audio.portaudio import Microphone, close_stream, open_stream, where_to_grant
from rehearse.audio.resample import StreamResampler
from rehearse.audio.takes import TakeRecorder
from rehearse.errors import InputError, MissingPartError, StoreError
from rehearse.facts import Take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUIET_DBFS = -30.0
"""A level below this is too quiet to be heard well."""

LOUD_DBFS = -3.0
"""A peak above this is about to clip."""

BLOCK_S = 0.02
LATENCY_S = 0.2
"""How much PortAudio can hold before sound is lost to overflow. Blocks come every `BLOCK_S` all the same."""

FIRST_SOUND_S = 4.0
"""A device may take this long to wake up (Bluetooth up to 2 s) before it counts as lost."""

LOST_S = 3.0
"""A device that sent blocks and stops for this long is lost. Beside four busy loops gaps of 0.9 s were measured."""

_LINGER_S = 0.3
"""What was spoken before the take was ended may take this long to arrive."""

Ending = Literal["stopped", "limit", "lost", "disk_full"]


@dataclass(frozen=True, slots=True)
class Level:
    """How loud it is right now (the last `BLOCK_S` or a little more), in dBFS."""

    peak_dbfs: float
    rms_dbfs: float


@dataclass(frozen=True, slots=True)
class _Block:
    samples: bytes
    spoken_until: float  # on the stream's clock; 0 where the system does not say
    overflowed: bool


class _InputStream:
    """An open microphone: `arriving` yields its blocks until it is ended or lost."""

    def __init__(self, microphone: Microphone) -> None:
        self.lost = False
        self.overflows = 0
        self.callback_error: Exception | None = None
        self._rate_hz = microphone.rate_hz
        self._queue: queue.SimpleQueue[_Block | None] = queue.SimpleQueue()
        self._end_at: float | None = None
        self._closed = False
        self._stream = open_stream(
            "RawInputStream",
            microphone.name,
            device=microphone.index,
            samplerate=microphone.rate_hz,
            channels=1,
            dtype="int16",
            blocksize=max(1, round(microphone.rate_hz * BLOCK_S)),
            latency=LATENCY_S,
            callback=self._callback,
            finished_callback=lambda: self._queue.put(None),
        )

    def _callback(self, indata: Any, frames: int, times: Any, status: Any) -> None:
        try:
            spoken_until = times.inputBufferAdcTime + frames / self._rate_hz
            self._queue.put(_Block(bytes(indata), spoken_until, status.input_overflow))
        except Exception as error:  # noqa: BLE001 - PortAudio would swallow it: the reader raises it
            self.callback_error = error
            self._queue.put(None)

    def arriving(self) -> Iterator[NDArray[np.int16]]:
        """Blocks of shape (n,). Ends after `end` with what was spoken until then, or with `lost` set."""
        import numpy as np

        patience = FIRST_SOUND_S
        ending_since: float | None = None
        while not self._closed:
            try:
                block = self._queue.get(timeout=patience)
            except queue.Empty:
                self.lost = ending_since is None
                return
            if self.callback_error is not None:
                raise self.callback_error
            if block is None:  # ended by us, or by a device that is gone
                if self._end_at is None:
                    self.lost = True
                    return
                ending_since = ending_since or time.monotonic()
                patience = _LINGER_S
                continue
            patience = LOST_S if ending_since is None else _LINGER_S
            self.overflows += block.overflowed
            yield np.frombuffer(block.samples, "<i2")
            if self._end_at is not None and block.spoken_until >= self._end_at:
                return
            if ending_since is not None and time.monotonic() - ending_since > _LINGER_S:
                return

    def end(self) -> None:
        """Let `arriving` end with what is spoken up to now. From any thread, any number of times."""
        if self._end_at is None and not self._closed:
            self._end_at = self._stream.time
            self._queue.put(None)

    def close(self) -> None:
        self._closed = True
        close_stream(self._stream)


class MicrophoneSource:
    """A take being spoken, as an `AudioSource`.

    `open` lets the device wake up and moves the meter, `begin` starts the take, `stop` or `discard` ends it; these
    return at once and may be called from any thread. `blocks` does the first two by itself where nobody did. The take
    starts at the first sample that is not zero: devices send zeros before they are awake, and nobody was silent then.

    Raises MissingPartError (no PortAudio, no microphone, busy) from `open`, StoreError from `begin` where nothing can
    be written, and InputError from `blocks`, at its end, for a take without sound, below `SHORTEST_S`, or silent.
    A microphone lost in mid-take and a full disk end the take like `stop`: `ended` and `notes` say so.
    """

    def __init__(
        self, microphone: Microphone, takes: Path, *, now: Callable[[], datetime], limit_s: float = LONGEST_S
    ) -> None:
        self.microphone = microphone
        self.ended: Ending | None = None
        self.notes: tuple[str, ...] = ()
        self.level = Level(FLOOR_DBFS, FLOOR_DBFS)
        self._takes = takes
        self._now = now
        self._limit = round(limit_s * microphone.rate_hz)
        self._stream: _InputStream | None = None
        self._recorder: TakeRecorder | None = None
        self._begun = threading.Event()
        self._over = False
        self._changing = threading.Lock()  # a take may begin in the moment in which the microphone is lost
        self._discarded = False
        self._meter = LevelMeter(microphone.rate_hz)
        self._resampler = StreamResampler(microphone.rate_hz)
        self._heard: queue.SimpleQueue[bytes | Exception | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._take: Take | None = None

    @property
    def clock_s(self) -> float | None:
        """How long the take is by now; None until real signal has arrived."""
        return self._recorder.seconds if self._recorder is not None and self._recorder.samples else None

    @property
    def overflows(self) -> int:
        """How often the system lost sound because this computer was too busy."""
        return self._stream.overflows if self._stream is not None else 0

    def open(self) -> None:
        if self._stream is None:
            self._stream = _InputStream(self.microphone)
            self._thread.start()

    def begin(self) -> None:
        self.open()
        with self._changing:
            if self._recorder is not None or self._over:
                return
            try:
                self._recorder = TakeRecorder(self._takes, self.microphone.rate_hz, self._now())
            except StoreError:
                self.stop()  # nobody ends a take that never began: the microphone would stay open
                raise
            self._begun.set()

    def stop(self) -> None:
        if self._stream is not None:
            self._stream.end()

    def discard(self) -> None:
        """End it and delete what was recorded; `blocks` then just ends."""
        self._discarded = True
        self.stop()

    def blocks(self) -> Iterator[bytes]:
        """The take in little-endian float32, mono, 16 kHz, while it is spoken."""
        self.begin()
        while (block := self._heard.get()) is not None:
            if isinstance(block, Exception):
                raise block
            yield block

    def take(self) -> Take:
        """The facts of the take, once `blocks` is exhausted. Waits for its FLAC; `file` is None where there is none."""
        self._thread.join()
        if self._take is None:
            raise RuntimeError("there is no take, or it has not ended")
        return self._take

    def _run(self) -> None:
        assert self._stream is not None
        try:
            self._record(self._stream)
            self._stream.close()
            self._end(self._stream)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever reads `blocks` must get it, or waits for ever
            self._stream.close()
            if self._recorder is not None:
                self._recorder.leave()
            self._heard.put(error)
        finally:
            # who waits for an Enter holds this take until Python ends, and soxr complains of a filter that is left then
            del self._resampler

    def _record(self, stream: _InputStream) -> None:
        self.ended = "stopped"
        for samples in stream.arriving():
            self.level = _level(samples)
            if not self._begun.is_set():
                continue
            try:
                self._keep(samples)
            except StoreError as error:
                self.ended = "disk_full"
                self.notes += (f"{error.message} {error.hint}",)
                return
            if self._recorder is not None and self._recorder.samples >= self._limit:
                self.ended = "limit"
                return
        if stream.lost:
            self.ended = "lost"

    def _keep(self, samples: NDArray[np.int16]) -> None:
        import numpy as np

        assert self._recorder is not None
        if self._recorder.samples == 0:
            signal = np.flatnonzero(samples)
            samples = samples[signal[0] if len(signal) else len(samples) :]
        samples = samples[: self._limit - self._recorder.samples]
        if not len(samples):
            return
        self._recorder.write(samples.tobytes())
        mono = samples.astype(np.float32) / np.float32(32768)
        self._meter.feed(mono)
        self._heard.put(self._resampler.feed(mono))

    def _end(self, stream: _InputStream) -> None:
        with self._changing:
            self._over, recorder = True, self._recorder
        levels = self._meter.levels()
        unusable = self._why_unusable(recorder.seconds if recorder is not None else 0.0, levels.level_dbfs)
        if recorder is None or self._discarded or unusable is not None:
            if recorder is not None:
                recorder.discard()
            self._heard.put(None if self._discarded else unusable)
            return
        if self.ended == "lost":
            self.notes += (f"The microphone “{self.microphone.name}” stopped sending: the take up to there is kept.",)
        if stream.overflows:
            self.notes += (
                f"This computer was too busy {stream.overflows} times: some sound is missing from the take.",
            )
        self._heard.put(self._resampler.finish())
        self._heard.put(None)  # the tail is being listened to while the FLAC is made
        self._take = Take(
            file=self._flac(recorder),
            duration_s=recorder.seconds,
            sample_rate_hz=recorder.rate_hz,
            channels=1,
            peak_dbfs=levels.peak_dbfs,
            level_dbfs=levels.level_dbfs,
            clipped_ratio=levels.clipped_ratio,
            recorded_at=recorder.started_at,
        )

    def _flac(self, recorder: TakeRecorder) -> str | None:
        try:
            return str(recorder.finish())
        except StoreError as error:
            if self.ended != "disk_full":
                self.notes += (f"{error.message} {error.hint}",)
            return None

    def _why_unusable(self, seconds: float, level_dbfs: float) -> InputError | None:
        if self.ended == "lost" and seconds < SHORTEST_S:
            return InputError(
                f"The microphone “{self.microphone.name}” stopped sending.",
                "Look whether it is plugged in, or choose another one.",
            )
        if seconds == 0:
            return InputError(f"No sound came from “{self.microphone.name}”.", _sentence(where_to_grant()))
        if level_dbfs < SILENT_DBFS:
            return InputError("The take is silent.", _sentence(where_to_grant()))
        if seconds < SHORTEST_S:
            return InputError(f"The take is shorter than {SHORTEST_S:.0f} second.", "Speak at least a sentence.")
        return None


Verdict = Literal["good", "no_signal", "too_quiet", "clipping", "unavailable"]


@dataclass(frozen=True, slots=True)
class MicrophoneCheck:
    """What a short test of a microphone found. The levels are None where it could not be opened."""

    verdict: Verdict
    message: str
    hint: str
    peak_dbfs: float | None = None
    level_dbfs: float | None = None


def check(
    microphone: Microphone, seconds: float = 2.0, on_level: Callable[[Level], None] | None = None
) -> MicrophoneCheck:
    """Listen for `seconds` while the person speaks, and say what is wrong, if anything is.

    A device that is missing or busy is "unavailable", with the reason as its message.
    """
    import numpy as np

    try:
        stream = _InputStream(microphone)
    except MissingPartError as error:
        return MicrophoneCheck("unavailable", error.message, error.hint)
    meter = LevelMeter(microphone.rate_hz)
    left = round(seconds * microphone.rate_hz)
    try:
        for samples in stream.arriving():
            meter.feed(samples.astype(np.float32) / np.float32(32768))
            if on_level is not None:
                on_level(_level(samples))
            left -= len(samples)
            if left <= 0:
                break
    finally:
        stream.close()
    levels = meter.levels()
    return judge(microphone.name, levels.peak_dbfs, levels.level_dbfs)


def judge(name: str, peak_dbfs: float, level_dbfs: float) -> MicrophoneCheck:
    """What the levels of a test mean. No dithering microphone is silent to the last bit: zeros mean "not allowed"."""
    verdict: Verdict
    if peak_dbfs <= FLOOR_DBFS:
        verdict, message, hint = "no_signal", f"“{name}” sends nothing but zeros.", _sentence(where_to_grant())
    elif peak_dbfs > LOUD_DBFS:
        verdict, message, hint = (
            "clipping",
            "You are too loud for it.",
            "Turn the microphone down or move away from it.",
        )
    elif level_dbfs < QUIET_DBFS:
        verdict, message, hint = (
            "too_quiet",
            "You are too quiet for it.",
            "Turn the microphone up or move closer to it.",
        )
    else:
        verdict, message, hint = "good", "You are heard well.", ""
    return MicrophoneCheck(verdict, message, hint, peak_dbfs, level_dbfs)


def _level(samples: NDArray[np.int16]) -> Level:
    import numpy as np

    wave = samples.astype(np.float32) / np.float32(32768)
    if not len(wave):
        return Level(FLOOR_DBFS, FLOOR_DBFS)
    return Level(dbfs(float(np.abs(wave).max())), dbfs(float(np.sqrt(np.mean(np.square(wave))))))


def _sentence(end: str) -> str:
    return end[0].upper() + end[1:]
