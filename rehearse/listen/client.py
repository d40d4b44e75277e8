"""The app's end of the listening child: starts it, speaks to it, and ends it at once when asked."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import rehearse
from rehearse.errors import MissingPartError
from rehearse.facts import HEARING_RATE_HZ, Heard, ModelUsed
from rehearse.listen.protocol import line, samples_text
from rehearse.plain import from_plain
from rehearse.ports import Progress

_BYTES_A_SECOND = 4 * HEARING_RATE_HZ
_HINT = "Run `rehearse doctor`, or again with --debug to see what the listening process says."


class ChildListener:
    """A Listener in a process of its own. It warms from the moment it is made.

    `folder` is the model's folder. With `debug` the child's own words reach the terminal.
    """

    def __init__(self, folder: Path, model: ModelUsed, debug: bool = False) -> None:
        self._folder, self._model, self._debug = folder, model, debug
        self._child: subprocess.Popen[bytes] | None = self._start()
        self._takes = itertools.count(1)

    def begin(self, hints: tuple[str, ...] = ()) -> ChildHearing:
        if self._child is None or self._child.poll() is not None:
            self._child = self._start()
        hearing = ChildHearing(self._child, next(self._takes))
        hearing.say(do="begin", take=hearing.take, hints=hints)
        return hearing

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        # -P keeps a stray numpy.py in the person's folder out of the child; the package is found wherever it lies
        source = str(Path(rehearse.__file__).parent.parent)
        known = os.environ.get("PYTHONPATH")
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join([source, *([known] if known else [])]),
            "HF_HUB_OFFLINE": "1",
            # glibc gives each thread a heap of its own: 60 MiB that nobody uses
            "MALLOC_ARENA_MAX": "1",
        }
        model = self._model
        return subprocess.Popen(
            [
                sys.executable,
                "-P",
                "-m",
                "rehearse.listen.child",
                self._folder,
                model.name,
                model.digest,
                model.language,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if self._debug else subprocess.DEVNULL,
            env=environment,
            # ctrl-c in the terminal is for the app, which ends the child itself
            start_new_session=True,
        )


class ChildHearing:
    """One take in the child. `take` is its number."""

    def __init__(self, child: subprocess.Popen[bytes], take: int) -> None:
        self._child, self.take = child, take
        self._fed_s = 0.0
        self._finishing = False

    def feed(self, samples: bytes) -> None:
        self._fed_s += len(samples) / _BYTES_A_SECOND
        self.say(do="feed", samples=samples_text(samples))

    def finish(self) -> Iterator[Progress | Heard]:
        self.say(do="finish")
        self._finishing = True
        return self._rest()

    def _rest(self) -> Iterator[Progress | Heard]:
        for said in _answers(self._child):
            match said["is"]:
                case "ready":
                    yield Progress("listening", 0.0)
                case "progress" if said["take"] == self.take:
                    yield Progress("listening", min(1.0, said["heard_s"] / self._fed_s))
                case "preparing":
                    yield Progress("preparing the voice measure (the first time only)")
                case "heard":
                    yield from_plain(Heard, said["heard"])
                    return
                case "failed":
                    raise MissingPartError(said["message"], _HINT)
        raise MissingPartError("The listening process ended before it was done.", _HINT)

    def cancel(self) -> None:
        """Before `finish` the next "begin" forgets the take. After it the child may be deep in a decode that nothing
        can interrupt: it is ended, and the next take starts another."""
        if self._finishing:
            self._child.kill()
            self._child.wait()

    def say(self, **said: Any) -> None:
        pipe = self._child.stdin
        assert pipe is not None, "started with a pipe"
        try:
            pipe.write(line(**said))
            pipe.flush()
        except BrokenPipeError as error:
            why = next(
                (a["message"] for a in _answers(self._child) if a["is"] == "failed"), "The listening process ended."
            )
            raise MissingPartError(why, _HINT) from error


def _answers(child: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    pipe: IO[bytes] | None = child.stdout
    assert pipe is not None, "started with a pipe"
    for answer in pipe:
        yield json.loads(answer)
