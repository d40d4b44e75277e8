"""`rehearse` with no command: the stage."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rehearse.errors import UsageError


def open_stage(story: str | None, target: float | None, debug: bool) -> None:
    """Open the stage and stay until the person leaves. Textual is imported only here."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The stage needs a terminal.",
            "Use `rehearse record`, or `rehearse analyze FILE`; `rehearse --help` shows all.",
        )
    from rehearse.backstage import RealBackstage
    from rehearse.paths import home
    from rehearse.ui.app import RehearseApp
    from rehearse.wiring import the_story

    backstage = RealBackstage(home(), debug=debug)
    app = RehearseApp(backstage, the_story(home(), story, target))
    try:
        with quiet_libraries(debug):
            app.run()
    finally:
        backstage.leave()
    if app.broke is not None:
        raise app.broke
    # PortAudio's own farewell waits for its streams, and can wait for ever: the person has left, and all is on disk
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(app.return_code or 0)


@contextmanager
def quiet_libraries(debug: bool) -> Iterator[None]:
    """While it lasts, what C libraries write to stderr ("ALSA lib ...") goes nowhere, instead of across the screen.

    Textual draws on `sys.__stderr__`, which gets a descriptor of its own: PortAudio closes stderr while it starts, and
    would swallow what is drawn meanwhile. With `debug` nothing else is held back.
    """
    if sys.__stderr__ is None:
        yield
        return
    stderr, sys_stderr = os.dup(2), sys.__stderr__
    try:
        sys.__stderr__ = os.fdopen(os.dup(2), "w", encoding="utf-8", errors="replace")  # type: ignore[misc]
        if not debug:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)
        yield
    finally:
        os.dup2(stderr, 2)
        sys.__stderr__ = sys_stderr  # type: ignore[misc]
        os.close(stderr)
