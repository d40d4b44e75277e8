"""The one place that knows where files live. `REHEARSE_HOME` moves all of it.

Every folder made here is the owner's alone (0700).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folders of one person's rehearse."""

    root: Path
    config: Path

    @property
    def takes(self) -> Path:
        return self.root / "takes"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def stories(self) -> Path:
        return self.root / "stories"

    @property
    def lessons(self) -> Path:
        return self.root / "lessons"

    @property
    def database(self) -> Path:
        return self.root / "attempts.db"

    @property
    def settings(self) -> Path:
        return self.config / "config.toml"


def home() -> Home:
    """Where this person's files live: `$REHEARSE_HOME` if set, else the platform's own folders. Makes nothing."""
    moved = os.environ.get("REHEARSE_HOME")
    if moved:
        root = Path(moved).expanduser().absolute()
        return Home(root=root, config=root)
    import platformdirs

    return Home(
        root=Path(platformdirs.user_data_dir("rehearse", appauthor=False)),
        config=Path(platformdirs.user_config_dir("rehearse", appauthor=False)),
    )


def make_private(folder: Path) -> Path:
    """Make `folder` if it is not there, and return it. What is made here, its parents too, is the owner's alone."""
    for missing in reversed([folder, *folder.parents]):
        missing.mkdir(exist_ok=True, mode=0o700)
    return folder


def bundled_models() -> Path:
    """The `models/` folder that comes with the code: inside an installed package, else beside it in a checkout."""
    installed = Path(__file__).parent / "_models"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "models"


def bundled_samples() -> Path:
    """The sample takes that come with rehearse: in a wheel beside the code, in a checkout at its top."""
    packaged = Path(__file__).parent / "_samples"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "samples"
