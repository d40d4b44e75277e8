"""The child process that hears: `python -m rehearse.listen.child MODEL_FOLDER NAME DIGEST LANGUAGE`.

Its main thread hears; one thread reads what the app says (and ends the process at once when the app is gone), one
imports librosa, whose first import compiles for many seconds, while Whisper is at work.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO

from rehearse.facts import HEARING_RATE_HZ, Heard, ModelUsed
from rehearse.listen.protocol import line, samples_bytes

TELL_EVERY_S = 5.0
"""Progress is told after so much sound: during a live take nobody reads the pipe, and it must never fill."""


def main(arguments: list[str]) -> None:
    folder, name, digest, language = arguments
    # nothing but protocol lines may reach the app's end of the pipe, whatever a library prints
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, asked), daemon=True).start()
    preparing = threading.Thread(target=_import_librosa, daemon=True)
    preparing.start()
    _Child(Path(folder), ModelUsed(name, digest, language), answers, preparing).serve(asked)


def _read(asks: BinaryIO, asked: queue.SimpleQueue[dict[str, Any]]) -> None:
    for said in asks:
        asked.put(json.loads(said))
    # the app is gone: nobody will read what is still being heard, and a decode in the main thread would go on for long
    os._exit(0)


def _import_librosa() -> None:
    import librosa

    librosa.yin  # noqa: B018  (lazy: the first touch imports it)


class _Child:
    def __init__(self, folder: Path, model: ModelUsed, answers: BinaryIO, preparing: threading.Thread) -> None:
        self._folder, self._model, self._answers, self._preparing = folder, model, answers, preparing

    def serve(self, asked: queue.SimpleQueue[dict[str, Any]]) -> None:
        try:
            self._serve(asked)
        except Exception as error:
            self._say(**{"is": "failed", "message": f"Listening failed: {error!r}."})
            raise

    def _serve(self, asked: queue.SimpleQueue[dict[str, Any]]) -> None:
        began = time.monotonic()
        import numpy as np

        from rehearse.listen.ear import Ear

        ear = Ear(self._folder, self._model.digest)
        load_s = time.monotonic() - began
        self._say(**{"is": "ready", "load_s": load_s})
        listening, blocks, spent = ear.begin(()), list[Any](), 0.0
        take, heard_s, told_s = 0, 0.0, 0.0
        while True:
            said = asked.get()
            started = time.monotonic()
            if said["do"] == "begin":
                listening, blocks, spent = ear.begin(tuple(said["hints"])), [], 0.0
                take, heard_s, told_s = said["take"], 0.0, 0.0
            elif said["do"] == "feed":
                block = np.frombuffer(samples_bytes(said["samples"]), dtype="<f4")
                blocks.append(block)
                listening.feed(block)
                heard_s += len(block) / HEARING_RATE_HZ
                if heard_s - told_s >= TELL_EVERY_S:
                    told_s = heard_s
                    self._say(**{"is": "progress", "take": take, "heard_s": heard_s})
                if asked.empty():
                    # nothing more has been said yet: hear the tail now, so that stopping finds it done
                    listening.look_ahead()
                spent += time.monotonic() - started
            elif said["do"] == "finish":
                samples = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
                heard = self._finish(listening, samples, load_s, spent)
                self._say(**{"is": "heard", "heard": heard})

    def _finish(self, listening: Any, samples: Any, load_s: float, spent: float) -> Any:
        from concurrent.futures import ThreadPoolExecutor

        from rehearse.plain import to_plain

        started = time.monotonic()
        with ThreadPoolExecutor(1) as beside:
            # the sound is measured beside the last words: Whisper's decoder leaves a core idle
            sound = beside.submit(self._measure_sound, samples)
            words = listening.finish(lambda done: None)
            if self._preparing.is_alive():
                self._say(**{"is": "preparing"})
            voice, contour = sound.result()
        heard = Heard(
            transcript=words.transcript,
            voice=voice,
            contour=contour,
            model=self._model,
            fillers_complete=words.fillers_complete,
            filler_range=words.filler_range,
            restarts=words.restarts,
            load_s=load_s,
            listen_s=spent + time.monotonic() - started,
            notes=words.notes,
        )
        return to_plain(heard)

    def _measure_sound(self, samples: Any) -> tuple[Any, Any]:
        from rehearse.listen.activity import voice_spans

        voice = voice_spans(samples)
        self._preparing.join()
        from rehearse.listen.contour import pitch_and_loudness

        return voice, pitch_and_loudness(samples, voice)

    def _say(self, **said: Any) -> None:
        self._answers.write(line(**said))
        self._answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
