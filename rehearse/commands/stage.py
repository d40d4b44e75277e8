"""`rehearse` with no command: the stage."""

from __future__ import annotations

import sys

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
        app.run()
    finally:
        backstage.close()
    if app.broke is not None:
        raise app.broke
