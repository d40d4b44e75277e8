"""A stream is closed once, however many ask; no sound device is touched."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from rehearse.audio import portaudio
from rehearse.audio.portaudio import close_stream, open_stream


class Stream:
    """A stream whose `abort` takes until it is let go."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.aborting, self.let_go = threading.Event(), threading.Event()

    def start(self) -> None: ...

    def abort(self, ignore_errors: bool) -> None:
        self.calls.append("abort")
        self.aborting.set()
        self.let_go.wait(10)

    def close(self, ignore_errors: bool) -> None:
        self.calls.append("close")


def test_two_that_close_a_stream_at_once_close_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The end of the process and the take that notices it: both at once made PortAudio wait for ever."""
    monkeypatch.setattr(portaudio, "load", lambda: SimpleNamespace(Any=Stream, PortAudioError=OSError))
    stream = open_stream("Any", "a device")
    closers = [threading.Thread(target=close_stream, args=(stream,)) for _ in range(2)]
    closers[0].start()
    assert stream.aborting.wait(10)
    closers[1].start()
    stream.let_go.set()
    for closer in closers:
        closer.join(10)
    assert stream.calls == ["abort", "close"]
    assert portaudio._open_streams == {}


def test_nobody_reads_the_list_of_devices_while_it_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A take begun while the devices are looked for again: PortAudio was not initialized, or read freed memory."""
    ended, let_go, reading = threading.Event(), threading.Event(), threading.Event()
    found: list[object] = []

    def terminate() -> None:
        ended.set()
        let_go.wait(10)

    def read() -> None:
        reading.set()
        found.append(portaudio.microphones())

    sound = SimpleNamespace(
        _terminate=terminate,
        _initialize=ended.clear,
        query_devices=lambda: found.append("freed memory") or [] if ended.is_set() else [],
        default=SimpleNamespace(device=(-1, -1)),
    )
    monkeypatch.setattr(portaudio, "load", lambda: sound)
    looks_again, reader = threading.Thread(target=portaudio.rescan), threading.Thread(target=read)
    looks_again.start()
    assert ended.wait(10)
    reader.start()
    assert reading.wait(10)
    reader.join(0.1)  # long enough to read what it must not
    let_go.set()
    for thread in (looks_again, reader):
        thread.join(10)
    assert found == [[]]
