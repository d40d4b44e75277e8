"""Any sound file as FLAC, at its own rate and with its own channels; and a digest of what can be heard in it."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rehearse.errors import InputError

_SIXTEEN_BITS = frozenset({"u8", "u8p", "s16", "s16p"})
_BLOCK_FRAMES = 65_536


def to_flac(source: Path, target: Path) -> None:
    """Write the sound of `source` to `target`: 16 bits where it has no more, else 24; verified by reading it back.

    Raises InputError where there is no sound to read (what a damaged file still gives is kept, as `FileSource` hears
    it), OSError where it cannot be written.
    """
    import av

    try:
        container = av.open(f"file:{source.absolute()}", options={"protocol_whitelist": "file"})
    except (av.FFmpegError, OSError) as error:
        raise InputError(f"“{source.name}” cannot be read as sound.", "Check the file, and who may read it.") from error
    with container:
        frames = _write(container, target) if container.streams.audio else 0
    if frames == 0:
        raise InputError(f"There is no sound in “{source.name}”.", "Record it again with the microphone on.")
    # libsndfile does not always tell of a disk that is full: only what reads back whole is kept
    if _frames_in(target) != frames:
        raise OSError(errno.ENOSPC, "the FLAC does not hold all of the sound")


def _write(container: Any, target: Path) -> int:
    """The number of frames written."""
    import av
    import numpy as np
    import soundfile

    stream: Any = container.streams.audio[0]
    short = stream.codec_context.format is not None and stream.codec_context.format.name in _SIXTEEN_BITS
    kind, subtype, dtype = ("s16", "PCM_16", np.int16) if short else ("s32", "PCM_24", np.int32)
    resampler = av.AudioResampler(format=kind, layout=stream.codec_context.layout.name, rate=stream.rate)
    frames = 0
    try:
        with target.open("wb", buffering=0) as file:
            with soundfile.SoundFile(
                file.fileno(), "w", stream.rate, stream.channels, subtype, format="FLAC", closefd=False
            ) as out:
                for frame in _frames(container, stream, resampler):
                    samples = frame.to_ndarray().reshape(-1, stream.channels).astype(dtype, copy=False)
                    out.write(samples)
                    frames += len(samples)
            os.fsync(file.fileno())
    except soundfile.SoundFileError as error:
        raise OSError(errno.ENOSPC, "the FLAC cannot be written") from error
    return frames


def _frames_in(flac: Path) -> int:
    import soundfile

    try:
        with soundfile.SoundFile(flac) as sound:
            return sum(len(block) for block in sound.blocks(_BLOCK_FRAMES, dtype="int32"))
    except soundfile.SoundFileError:
        return -1


def _frames(container: Any, stream: Any, resampler: Any) -> Iterator[Any]:
    """Everything that can be decoded, and what the resampler still holds at the end."""
    import av

    packets = container.demux(stream)
    while True:
        try:
            for frame in next(packets).decode():
                yield from resampler.resample(frame)
        except av.InvalidDataError:
            continue
        except (StopIteration, av.FFmpegError):
            break  # at the end, or the container cannot be read on: what came before is what there is
    yield from resampler.resample(None)


def sound_digest(flac: Path) -> str:
    """SHA-256 (hex) of rate, channels and samples: the same for the same sound, whatever tags the file carries."""
    import soundfile

    try:
        with soundfile.SoundFile(flac) as sound:
            digest = hashlib.sha256(f"{sound.samplerate} {sound.channels}\n".encode())
            for block in sound.blocks(_BLOCK_FRAMES, dtype="int32"):
                digest.update(block.astype("<i4", copy=False).tobytes())
    except soundfile.SoundFileError as error:
        raise InputError(f"“{flac.name}” is not a FLAC, or it is damaged.", "Check the file.") from error
    return digest.hexdigest()
