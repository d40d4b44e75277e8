"""Any sound file in, through FFmpeg's own libraries (PyAV): what they can read, rehearse can hear."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rehearse.audio.levels import FULL_SCALE, SILENT_DBFS, LevelMeter
from rehearse.audio.resample import StreamResampler
from rehearse.errors import InputError
from rehearse.facts import HEARING_RATE_HZ, Take

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHORTEST_S = 1.0
LONGEST_S = 600.0
LENGTH_SLACK_S = 0.1
"""Lossy formats pad the last frame: ten minutes sharp must not come out as too long."""

CUT_OFF_S = 0.5
"""A file that announces this much more than can be read was cut off (padding and edit lists differ by less)."""

_BLOCK_BYTES = HEARING_RATE_HZ * 4
"""One second of what `blocks` yields."""

_FULL_SCALE_OF = {"u8": 1.0 / 128, "s16": 1.0 / 2**15, "s32": 1.0 / 2**31, "s64": 1.0 / 2**63, "flt": 1.0, "dbl": 1.0}
"""FFmpeg's sample formats (planar ones end in p) and what makes them -1 to 1."""

_LOWER_FULL_SCALE = {
    "pcm_u8": 127 / 128,
    "pcm_s8": 127 / 128,
    "pcm_mulaw": 32124 / 32768,
    "pcm_alaw": 32256 / 32768,
}
"""Codecs whose largest sample is below that of 16 bits (ITU-T G.711 for the last two)."""

_PICTURES = frozenset({"image2", "tty", "gif", "apng", "svg_pipe"})
"""Containers in which FFmpeg sees a moving picture where a person sees an image or a text."""


class FileSource:
    """A sound file as an `AudioSource`: any format, rate, depth and number of channels, mixed down to mono.

    The file is read and checked whole before the first block is handed on, so what cannot be used costs nothing.
    Raises InputError for a file that is missing, a folder, unreadable, empty, not sound, a video without sound, shorter
    than `SHORTEST_S`, longer than `LONGEST_S`, or silent (level below `SILENT_DBFS`). Of a damaged
    or cut-off file what can be read is used, and `notes` says so.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.notes: tuple[str, ...] = ()
        self._take: Take | None = None

    def blocks(self) -> Iterator[bytes]:
        """The sound in blocks of one second (the last one shorter): little-endian float32, mono, 16 kHz."""
        heard = b"".join(self._read())
        for start in range(0, len(heard), _BLOCK_BYTES):
            yield heard[start : start + _BLOCK_BYTES]

    def take(self) -> Take:
        """The facts of the take, at the file's own rate. RuntimeError before `blocks` is exhausted."""
        if self._take is None:
            raise RuntimeError("the take is known once its blocks were read")
        return self._take

    def _read(self) -> list[bytes]:
        import av

        _refuse_what_is_no_file(self.path)
        try:
            # "file:" keeps FFmpeg from reading a colon in the name as a protocol, the whitelist from following links.
            container = av.open(f"file:{self.path.absolute()}", options={"protocol_whitelist": "file"})
        except av.FFmpegError as error:
            raise _not_sound(self.path) from error
        with container:
            if not container.streams.audio:
                raise _no_sound_in(self.path, container)
            return self._decode(container, container.streams.audio[0])

    def _decode(self, container: Any, stream: Any) -> list[bytes]:
        sound = _Decoded(stream)
        for samples, rate in sound.stretches():
            sound.add(samples, rate)
            if sound.seconds > LONGEST_S + LENGTH_SLACK_S:
                raise InputError(
                    f"“{self.path.name}” is longer than {LONGEST_S / 60:.0f} minutes.",
                    "A pitch takes a minute or two: cut the recording to the part that you want to hear about.",
                )
        if sound.frames == 0:
            raise _not_sound(self.path)
        if sound.seconds < SHORTEST_S:
            raise InputError(
                f"“{self.path.name}” is shorter than {SHORTEST_S:.0f} second.",
                "Record at least a sentence, better the whole pitch.",
            )
        heard = sound.finish()
        levels = sound.meter.levels()
        if levels.level_dbfs < SILENT_DBFS:
            raise InputError(
                f"“{self.path.name}” is silent.",
                "Check that the right microphone was chosen and not muted, and record it again.",
            )
        self.notes = sound.notes(_announced_s(container, stream, sound.seconds))
        self._take = Take(
            file=str(self.path),
            duration_s=sound.seconds,
            sample_rate_hz=sound.rate,
            channels=sound.channels,
            peak_dbfs=levels.peak_dbfs,
            level_dbfs=levels.level_dbfs,
            clipped_ratio=levels.clipped_ratio,
            recorded_at=_recorded_at(self.path, container, stream),
        )
        return heard


class _Decoded:
    """The samples of one stream, and what is measured while they go by."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._heard: list[bytes] = []
        self._resampler: StreamResampler | None = None
        self._stretch = (0, 0)
        self._earlier_s = 0.0
        self._damaged = 0
        self.rate = int(stream.rate or 0)
        self.channels = 0
        self.frames = 0
        self.meter = LevelMeter(self.rate or 1, _LOWER_FULL_SCALE.get(stream.codec_context.name, FULL_SCALE))

    def stretches(self) -> Iterator[tuple[NDArray[np.float32], int]]:
        """Stretches of about a second as (frames, channels) with their rate; what cannot be decoded is stepped over."""
        import numpy as np

        stretch: list[NDArray[np.float32]] = []
        kind = (0, 0)
        for frame in self._good_frames():
            samples = _samples(frame)
            if stretch and (kind != (frame.sample_rate, samples.shape[1]) or sum(map(len, stretch)) >= kind[0]):
                yield np.concatenate(stretch), kind[0]
                stretch = []
            kind = (frame.sample_rate, samples.shape[1])
            stretch.append(samples)
        if stretch:
            yield np.concatenate(stretch), kind[0]

    def _good_frames(self) -> Iterator[Any]:
        import av

        packets = self._stream.container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
                yield from packet.decode()
            except StopIteration:
                return
            except av.InvalidDataError:
                self._damaged += 1
            except av.FFmpegError:
                # The container itself cannot be read on: what came before is what there is.
                self._damaged += 1
                return

    @property
    def seconds(self) -> float:
        rate, frames = self._stretch
        return self._earlier_s + (frames / rate if rate else 0.0)

    def add(self, samples: NDArray[np.float32], rate: int) -> None:
        if self._resampler is None or rate != self._stretch[0]:  # chained streams may change their rate
            self._flush()
            self._resampler = StreamResampler(rate)
            self._earlier_s, self._stretch = self.seconds, (rate, 0)
        self.rate = self.rate or rate
        self.channels = max(self.channels, samples.shape[1])
        self.frames += len(samples)
        self._stretch = (rate, self._stretch[1] + len(samples))
        self.meter.feed(samples)
        self._heard.append(self._resampler.feed(_mix_down(samples)))

    def finish(self) -> list[bytes]:
        self._flush()
        return self._heard

    def notes(self, announced_s: float | None) -> tuple[str, ...]:
        if announced_s is not None and announced_s - self.seconds > max(CUT_OFF_S, announced_s * 0.01):
            return (f"The file is cut off: of {announced_s:.1f} s only {self.seconds:.1f} s could be read.",)
        if self._damaged:
            return ("The file is damaged: what could not be read was left out.",)
        return ()

    def _flush(self) -> None:
        if self._resampler is not None:
            self._heard.append(self._resampler.finish())


def _samples(frame: Any) -> NDArray[np.float32]:
    """One decoded frame as float32 of shape (frames, channels), full scale at 1."""
    import numpy as np

    raw: NDArray[Any] = frame.to_ndarray()
    raw = raw.T if frame.format.is_planar else raw.reshape(-1, frame.layout.nb_channels)
    scale = _FULL_SCALE_OF[frame.format.name.removesuffix("p")]
    if raw.dtype == np.uint8:
        return (raw.astype(np.float32) - np.float32(128)) * np.float32(scale)
    # Through float64: 32-bit samples would lose their last bits before they are scaled.
    samples = raw.astype(np.float32) if raw.dtype == np.int16 else raw.astype(np.float64)
    scaled: NDArray[np.float32] = (samples * scale).astype(np.float32, copy=False)
    np.nan_to_num(scaled, copy=False)
    return scaled


def _mix_down(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    mono: NDArray[np.float32] = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1, dtype=np.float32)
    return mono


def _refuse_what_is_no_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(f"“{path}” is a folder.", "Name the sound file inside it.")
        if not stat.S_ISREG(mode):  # opening a pipe would wait for ever
            raise InputError(f"“{path}” is not a file.", "Name a sound file.")
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(f"“{path.name}” is empty.", "The recording may not have been saved: record it again.")
    except FileNotFoundError as error:
        raise InputError(f"There is no file “{path}”.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise InputError(
            f"“{path.name}” may not be read.", "Check its permissions, or copy it to a folder of yours."
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"“{path.name}” cannot be read.", "Copy the file to this computer's disk and try again."
        ) from error


def _not_sound(path: Path) -> InputError:
    return InputError(
        f"“{path.name}” is not a sound file, or it is damaged.",
        "Use a recording such as wav, flac, mp3, m4a, ogg, opus, webm, aiff, or a video with sound.",
    )


def _no_sound_in(path: Path, container: Any) -> InputError:
    names = set(container.format.name.split(","))
    if not container.streams.video or names & _PICTURES or any(name.endswith("_pipe") for name in names):
        return _not_sound(path)
    return InputError(f"The video “{path.name}” has no sound.", "Record it again with the microphone on.")


def _announced_s(container: Any, stream: Any, read_s: float) -> float | None:
    """How long the file says it is. None where that is only a guess from its size."""
    if container.format.name in {"aac", "mp3"} and stream.duration is None:
        return None
    if container.format.name == "wav":
        return _announced_by_riff_s(Path(container.name.removeprefix("file:")), read_s)
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / 1_000_000 if container.duration else None


def _announced_by_riff_s(path: Path, read_s: float) -> float | None:
    """FFmpeg believes a wav's size on disk, not the one in its header: only the header shows that it was cut off."""
    with path.open("rb") as file:
        header = file.read(8)
    size = path.stat().st_size
    announced = int.from_bytes(header[4:], "little") + 8
    if header[:4] != b"RIFF" or announced <= size or announced >= 2**31:  # a recorder that streams writes the maximum
        return None
    return read_s * announced / size


def _recorded_at(path: Path, container: Any, stream: Any) -> datetime:
    """When the file says it was recorded, else when it was last written; always with its time zone."""
    for tags in (container.metadata, stream.metadata):
        for key in ("creation_time", "com.apple.quicktime.creationdate", "date", "DATE"):
            said = _moment(tags.get(key, ""))
            if said is not None:
                return said
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()


def _moment(text: str) -> datetime | None:
    """A full ISO 8601 moment, not just a year or a day. Recorders without a clock write their epoch: not believed."""
    if len(text) <= len("2026-01-01"):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone() if moment.year >= 1990 else None
