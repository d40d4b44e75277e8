"""Sound files of every kind, made here with PyAV; and everything that is no sound file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from rehearse.audio.files import FileSource
from rehearse.errors import InputError

RATE = 48_000


def tone(seconds: float, channels: int = 1, rate: int = RATE) -> np.ndarray:
    """A 440 Hz tone at -6 dBFS, int16, of shape (channels, frames)."""
    one = np.round(0.5 * 32767 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.int16)
    return np.tile(one, (channels, 1))


def write(
    path: Path,
    samples: np.ndarray,
    codec: str,
    *,
    rate: int = RATE,
    sample_format: str | None = None,
    pictures: int = 0,
    tags: dict[str, str] | None = None,
) -> Path:
    if codec == "VORBIS":  # PyAV's wheels read it but do not write it
        soundfile.write(path, samples.T, rate, format="OGG", subtype=codec)
        return path
    layout = {1: "mono", 2: "stereo", 6: "5.1"}[samples.shape[0]]
    with av.open(str(path), "w") as container:
        container.metadata.update(tags or {})
        picture_stream = container.add_stream("mpeg4", rate=10, width=32, height=32) if pictures else None
        stream = None
        if samples.size:
            stream = container.add_stream(codec, rate=rate, layout=layout)
            if sample_format:
                stream.codec_context.format = sample_format
        if picture_stream is not None:
            for _ in range(pictures):
                picture = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
                container.mux(picture_stream.encode(picture))
            container.mux(picture_stream.encode(None))
        if stream is not None:
            frame = av.AudioFrame.from_ndarray(samples, format="s16p", layout=layout)
            frame.sample_rate = rate
            convert = av.AudioResampler(stream.format, layout, rate, stream.codec_context.frame_size or None)
            for ready in [*convert.resample(frame), *convert.resample(None)]:
                container.mux(stream.encode(ready))
            container.mux(stream.encode(None))
    return path


def read(path: Path) -> tuple[FileSource, np.ndarray]:
    source = FileSource(path)
    return source, np.frombuffer(b"".join(source.blocks()), "<f4")


KINDS = {
    "wav-8": ("a.wav", "pcm_u8", None),
    "wav-16": ("a.wav", "pcm_s16le", None),
    "wav-24": ("a.wav", "pcm_s24le", None),
    "wav-float": ("a.wav", "pcm_f32le", None),
    "wav-double": ("a.wav", "pcm_f64le", None),
    "wav-mulaw": ("a.wav", "pcm_mulaw", None),
    "aiff": ("a.aiff", "pcm_s16be", None),
    "flac-16": ("a.flac", "flac", "s16"),
    "flac-24": ("a.flac", "flac", "s32"),
    "mp3": ("a.mp3", "libmp3lame", None),
    "m4a": ("a.m4a", "aac", None),
    "ogg": ("a.ogg", "VORBIS", None),
    "opus": ("a.opus", "libopus", None),
    "webm": ("a.webm", "libopus", None),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_kind_is_heard(tmp_path: Path, kind: str, channels: int) -> None:
    name, codec, sample_format = KINDS[kind]
    source, heard = read(write(tmp_path / name, tone(3, channels), codec, sample_format=sample_format))
    take = source.take()
    assert take.duration_s == pytest.approx(3, abs=0.05)
    assert len(heard) == pytest.approx(take.duration_s * 16_000, abs=2)
    assert (take.sample_rate_hz, take.channels, take.file) == (RATE, channels, str(tmp_path / name))
    assert take.peak_dbfs == pytest.approx(-6, abs=1.5)  # lossy codecs overshoot where the tone begins
    assert take.level_dbfs == pytest.approx(-9, abs=0.6)  # LAME turns everything down to 0.95
    assert take.clipped_ratio == 0
    assert source.notes == ()
    loudest_hz = np.argmax(np.abs(np.fft.rfft(heard[8_000:24_000])))
    assert loudest_hz == 440


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 96_000, 192_000])
def test_any_rate_comes_out_at_the_hearing_rate(tmp_path: Path, rate: int) -> None:
    source, heard = read(write(tmp_path / "a.wav", tone(2, rate=rate), "pcm_s16le", rate=rate))
    assert source.take().sample_rate_hz == rate
    assert len(heard) == pytest.approx(32_000, abs=1)


def test_16_bits_at_the_hearing_rate_pass_exactly(tmp_path: Path) -> None:
    samples = np.random.default_rng(2).integers(-32768, 32768, (1, 40_000), np.int16)
    _, heard = read(write(tmp_path / "a.flac", samples, "flac", rate=16_000, sample_format="s16"))
    assert np.array_equal(heard, samples[0].astype(np.float32) / 32768)


def test_six_channels_and_a_video_with_sound(tmp_path: Path) -> None:
    source, _ = read(write(tmp_path / "a.wav", tone(2, 6), "pcm_s16le"))
    assert source.take().channels == 6
    source, heard = read(write(tmp_path / "a.mp4", tone(2), "aac", pictures=20))
    assert source.take().duration_s == pytest.approx(2, abs=0.05)
    assert len(heard) > 0


def test_the_name_of_a_file_is_only_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("http:a.wav", "-a.wav", "ünï 100%.wav", "no_extension"):
        read(write(tmp_path / "a.wav", tone(1), "pcm_s16le").rename(tmp_path / name))
        assert next(FileSource(name).blocks())


def test_when_it_was_recorded_comes_from_the_file_else_from_its_date(tmp_path: Path) -> None:
    tagged = write(tmp_path / "a.m4a", tone(1), "aac", tags={"creation_time": "2024-08-07T16:38:45Z"})
    assert read(tagged)[0].take().recorded_at == datetime(2024, 8, 7, 16, 38, 45, tzinfo=UTC)
    for tags in ({}, {"date": "2012"}, {"date": "1970-01-01T00:00:00Z"}, {"date": "once upon a time"}):
        plain = write(tmp_path / "a.flac", tone(1), "flac", tags=tags)
        os.utime(plain, (1_700_000_000, 1_700_000_000))
        recorded_at = read(plain)[0].take().recorded_at
        assert recorded_at == datetime.fromtimestamp(1_700_000_000, UTC)
        assert recorded_at is not None
        assert recorded_at.tzinfo is not None


def test_the_take_is_known_only_after_its_blocks(tmp_path: Path) -> None:
    source = FileSource(write(tmp_path / "a.wav", tone(1), "pcm_s16le"))
    with pytest.raises(RuntimeError):
        source.take()


@pytest.mark.parametrize("kind", ["wav-16", "aiff", "flac-16", "mp3", "webm"])
def test_of_a_file_that_was_cut_off_the_rest_is_used_and_said_so(tmp_path: Path, kind: str) -> None:
    name, codec, sample_format = KINDS[kind]
    path = write(tmp_path / name, tone(10), codec, sample_format=sample_format)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    source, _ = read(path)
    assert source.take().duration_s == pytest.approx(5, abs=1)
    assert len(source.notes) == 1
    assert "cut off" in source.notes[0]


def test_a_hole_in_the_middle_is_stepped_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp3", tone(10), "libmp3lame")
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4_000] = np.random.default_rng(3).bytes(4_000)
    path.write_bytes(content)
    source, _ = read(path)
    assert source.take().duration_s == pytest.approx(10, abs=1)
    assert len(source.notes) == 1


def nothing(path: Path) -> None: ...


BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("a.wav", nothing, "no file"),
    "a folder": ("a.wav", Path.mkdir, "is a folder"),
    "a pipe": ("a.wav", os.mkfifo, "not a file"),
    "a name with a zero byte": ("a\0.wav", nothing, "cannot be read"),
    "empty": ("a.wav", lambda path: path.write_bytes(b""), "is empty"),
    "text": ("a.wav", lambda path: path.write_text("Hello, I am a text.\n" * 200), "not a sound file"),
    "noise bytes": (
        "a.mp3",
        lambda path: path.write_bytes(np.random.default_rng(4).bytes(50_000)),
        "not a sound file",
    ),
    "a playlist": (
        "a.m3u8",
        lambda path: path.write_text("#EXTM3U\n#EXTINF:9,\nhttp://localhost/a.mp3\n"),
        "not a sound",
    ),
    "a header alone": (
        "a.wav",
        lambda path: path.write_bytes(write(path, tone(1), "pcm_s16le").read_bytes()[:60]),
        "not a sound file",
    ),
    "a video without sound": (
        "a.mp4",
        lambda path: write(path, np.zeros((1, 0), np.int16), "", pictures=20),
        "no sound",
    ),
    "too short": ("a.wav", lambda path: write(path, tone(0.9), "pcm_s16le"), "shorter than 1 second"),
    "too long": (
        "a.flac",
        lambda path: write(path, tone(601, rate=8_000), "flac", rate=8_000, sample_format="s16"),
        "longer than 10 minutes",
    ),
    "silent": ("a.wav", lambda path: write(path, np.zeros((1, RATE * 2), np.int16), "pcm_s16le"), "is silent"),
    "nearly silent": ("a.wav", lambda path: write(path, tone(2) // 8_000, "pcm_s16le"), "is silent"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_one_sentence_and_one_hint(tmp_path: Path, case: str) -> None:
    name, make, says = BAD[case]
    make(tmp_path / name)
    with pytest.raises(InputError) as caught:
        list(FileSource(tmp_path / name).blocks())
    assert says in caught.value.message
    assert caught.value.hint
    assert "\n" not in caught.value.message + caught.value.hint


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", tone(1), "pcm_s16le")
    path.chmod(0)
    with pytest.raises(InputError, match="may not be read"):
        list(FileSource(path).blocks())


def test_ten_minutes_sharp_are_not_too_long(tmp_path: Path) -> None:
    source, _ = read(write(tmp_path / "a.mp3", tone(600, rate=16_000), "libmp3lame", rate=16_000))
    assert source.take().duration_s == pytest.approx(600, abs=0.1)
