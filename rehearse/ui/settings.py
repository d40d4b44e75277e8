"""Settings changed on the screen."""

from __future__ import annotations

from textual.dom import DOMNode

from rehearse.config import Settings
from rehearse.errors import RehearseError
from rehearse.ui.backstage import Backstage


def keep(owner: DOMNode, backstage: Backstage, settings: Settings) -> None:
    """Keep `settings`; where they cannot be written the person is told."""
    try:
        backstage.keep_settings(settings)
    except RehearseError as error:
        owner.app.notify(error.hint, title=error.message, severity="error", timeout=20, markup=False)
