"""From a device's or a file's own rate to the rate everything after this room hears at.

Live recording and sound files use this same stage, so both give the same samples, sample for sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearse.facts import HEARING_RATE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class StreamResampler:
    """Mono float32 at `rate_hz` in, mono float32 at `HEARING_RATE_HZ` out, whatever the block size.

    soxr's "HQ" filter, linear phase, its delay taken out: sample 0 out is sample 0 in.
    """

    def __init__(self, rate_hz: int) -> None:
        import soxr

        # At the hearing rate there is nothing to filter: the samples pass through untouched.
        self._soxr = None if rate_hz == HEARING_RATE_HZ else soxr.ResampleStream(rate_hz, HEARING_RATE_HZ, 1, "float32")

    def feed(self, samples: NDArray[np.float32]) -> bytes:
        """Take the next block of shape (n,); return what is ready as little-endian float32 (may be empty)."""
        return self._run(samples, last=False)

    def finish(self) -> bytes:
        """Return the tail that was held back by the filter. Nothing may be fed after this."""
        import numpy as np

        return self._run(np.zeros(0, np.float32), last=True)

    def _run(self, samples: NDArray[np.float32], *, last: bool) -> bytes:
        heard = samples if self._soxr is None else self._soxr.resample_chunk(samples, last=last)
        return heard.astype("<f4", copy=False).tobytes()
