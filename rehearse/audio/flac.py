"""Any sound file as FLAC, at its own rate and with its own channels; and a digest of what can be heard in it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from rehearse.errors import InputError

_SIXTEEN_BITS = frozenset({"u8", "u8p", "s16", "s16p"})
_BLOCK_FRAMES = 65_536


def to_flac(source: Path, target: Path) -> None:
    """Write the sound of `source` to `target`: 16 bits where it has no more, else 24. Raises InputError.

    What a damaged file still gives is kept, as `FileSource` hears it.
    """
    import av
    import numpy as np
    import soundfile

    try:
        container = av.open(f"file:{source.absolute()}", options={"protocol_whitelist": "file"})
    except (av.FFmpegError, OSError) as error:
        raise InputError(f"“{source.name}” cannot be read as sound.", "Check the file, and who may read it.") from error
    with container:
        if not container.streams.audio:
            raise InputError(f"There is no sound in “{source.name}”.", "Record it again with the microphone on.")
        stream: Any = container.streams.audio[0]
        short = stream.codec_context.format is not None and stream.codec_context.format.name in _SIXTEEN_BITS
        kind, dtype = ("s16", np.int16) if short else ("s32", np.int32)
        layout = stream.codec_context.layout.name
        resampler = av.AudioResampler(format=kind, layout=layout, rate=stream.rate)
        with (
            target.open("wb") as file,
            soundfile.SoundFile(
                file, "w", stream.rate, stream.channels, "PCM_16" if short else "PCM_24", format="FLAC"
            ) as out,
        ):
            for frame in (*_frames(container, stream, resampler), *resampler.resample(None)):
                out.write(frame.to_ndarray().reshape(-1, stream.channels).astype(dtype, copy=False))
            if not out.frames:
                raise InputError(f"There is no sound in “{source.name}”.", "Record it again with the microphone on.")


def _frames(container: Any, stream: Any, resampler: Any) -> Any:
    import av

    packets = container.demux(stream)
    while True:
        try:
            for frame in next(packets).decode():
                yield from resampler.resample(frame)
        except StopIteration:
            return
        except av.InvalidDataError:
            continue
        except av.FFmpegError:
            return  # the container cannot be read on: what came before is what there is


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
