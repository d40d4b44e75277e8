"""Opens the attempts of this person's home for a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rehearse.history.store import Store


def open_attempts() -> Store:
    """The store, to be used in a `with`. Raises StoreError."""
    from rehearse.audio.flac import sound_digest, to_flac
    from rehearse.history.store import local_now, open_store
    from rehearse.paths import home
    from rehearse.report.corrected import corrected

    return open_store(home(), to_flac, sound_digest, corrected, local_now)
