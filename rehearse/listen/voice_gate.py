"""Where there is voice, 31 times a second, as the sound streams in (the Silero model that faster-whisper ships)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

FRAME = 512
"""Samples a frame (32 ms at 16 kHz): the only size the model takes."""
CONTEXT = 64
"""Samples of the frame before that the model sees again."""
FRAMES_A_RUN = 16
"""Frames handed over at once; fixed, so that the result does not depend on how the sound arrives."""


class VoiceGate:
    """The probability of voice for each frame of one take. `feed` takes float32 mono 16 kHz of any length."""

    def __init__(self) -> None:
        import numpy as np

        self._session = _session()
        self._h: Any = np.zeros((1, 1, 128), np.float32)
        self._c: Any = np.zeros((1, 1, 128), np.float32)
        self._context = np.zeros(CONTEXT, np.float32)
        self._waiting = np.zeros(0, np.float32)

    def feed(self, samples: np.ndarray) -> list[float]:
        """Probabilities of the frames that became complete: in whole runs, the rest waits."""
        import numpy as np

        self._waiting = np.concatenate([self._waiting, samples])
        run = FRAME * FRAMES_A_RUN
        voice: list[float] = []
        while len(self._waiting) >= run:
            voice += self._run(self._waiting[:run])
            self._waiting = self._waiting[run:]
        return voice

    def finish(self) -> list[float]:
        """Probabilities of what is left; the last frame is filled up with zeros."""
        import numpy as np

        if not len(self._waiting):
            return []
        rest = np.pad(self._waiting, (0, -len(self._waiting) % FRAME))
        self._waiting = self._waiting[:0]
        return self._run(rest)

    def _run(self, samples: np.ndarray) -> list[float]:
        import numpy as np

        frames = samples.reshape(-1, FRAME)
        before = np.concatenate([self._context[None], frames[:-1, -CONTEXT:]])
        self._context = frames[-1, -CONTEXT:].copy()
        inputs = {"input": np.concatenate([before, frames], 1), "h": self._h, "c": self._c}
        voice, self._h, self._c = self._session.run(None, inputs)
        return [float(p) for p in np.ravel(voice)]


def _session() -> Any:
    from faster_whisper.vad import get_vad_model

    return get_vad_model().session
