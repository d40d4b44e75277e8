"""The page for a coach, opened in headless Chromium: it loads nothing, its players play, it fits a phone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from rehearse.facts import Attempt
from rehearse.report.page import POLICY, page
from tests.attempts import home_in, noise, practice, said, store_in

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed (Debian: apt-get install chromium)"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of someone who practised for five days, and who writes notes like an attacker."""
    folder = tmp_path_factory.mktemp("page")
    home = home_in(folder)
    with store_in(home) as store:
        for number, (at, report) in enumerate(practice(days=5)):
            take = str(noise(folder / f"{number}.wav", number, seconds=2.5)) if number > 12 else None
            kept = store.save(report, take, at)
        store.note(kept.id, '<script>document.title = "owned"</script><img src="https://example.org/x.png">')
        store.save(said("Hello <b>there</b> [um] & you", story='"><img src=x onerror=alert(1)>'), None)

        def sound_of(attempt: Attempt) -> bytes | None:
            path = store.sound(attempt)
            return path.read_bytes() if path else None

        rows = tuple(reversed(store.page(limit=99).rows))
        text = "".join(page(list(store.attempts()), rows, sound_of))
    file = folder / "page.html"
    file.write_text(text, "utf-8")
    return file


def chromium(folder: Path, file: Path, *flags: str) -> str:
    """Opens `file` and gives what Chromium printed: with --dump-dom the page as it stands after a few seconds."""
    assert CHROMIUM, "CI must have Chromium"
    command = [CHROMIUM, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, file.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout + done.stderr


class _Page(HTMLParser):
    """Collects tags, and every attribute that could load something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attributes:
            if name in ("src", "href", "srcset", "data", "action", "poster", "background", "xlink:href"):
                self.loads.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)


def test_the_page_names_nothing_outside_itself(made: Path) -> None:
    parsed = _Page()
    text = made.read_text("utf-8")
    parsed.feed(text)
    assert parsed.tags.count("audio") == 2
    assert [value[:23] for value in parsed.loads] == ["data:audio/flac;base64,"] * 2
    assert not {"script", "link", "img", "iframe", "object", "embed", "b"} & set(parsed.tags)
    assert parsed.handlers == []
    assert "url(" not in text
    assert "@import" not in text
    assert f'content="{POLICY}"' in text


PROBE = """<script>
window.addEventListener("load", () => {
  const loaded = performance.getEntriesByType("resource").map(entry => entry.name.slice(0, 22));
  const told = {
    wide: document.documentElement.scrollWidth > window.innerWidth,
    paper: getComputedStyle(document.body).backgroundColor,
    loads: loaded.filter(name => !name.startsWith("data:audio/flac;base64")),
    lengths: [],
    broken: 0,
  };
  const show = () => { document.body.dataset.told = JSON.stringify(told); };
  for (const audio of document.querySelectorAll("audio")) {
    const ready = () => { told.lengths.push(audio.duration); show(); };
    audio.addEventListener("error", () => { told.broken++; show(); });
    if (audio.readyState) ready(); else audio.addEventListener("loadedmetadata", ready);
  }
  show();
});
</script>"""


@needs_chromium
@pytest.mark.slow
def test_it_loads_nothing_its_players_play_and_it_fits_a_phone(made: Path, tmp_path: Path) -> None:
    text = made.read_text("utf-8")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    assert policy in text
    probed = tmp_path / "probed.html"
    # only this copy may run a script: it looks at the page from within
    probed.write_text(text.replace(policy, PROBE).replace("<details>", "<details open>"), "utf-8")
    seen = {}
    for name, flags in {
        "phone": ["--window-size=500,900"],
        "dark": ["--blink-settings=preferredColorScheme=0"],
    }.items():
        dom = chromium(tmp_path, probed, "--virtual-time-budget=5000", "--dump-dom", *flags)
        told = re.search(r'data-told="([^"]*)"', dom)
        assert told
        seen[name] = json.loads(told[1].replace("&quot;", '"'))
    assert seen["phone"]["wide"] is False
    assert [round(length, 2) for length in seen["phone"]["lengths"]] == [2.5, 2.5]
    assert seen["phone"]["broken"] == 0
    assert seen["phone"]["loads"] == []
    assert seen["phone"]["paper"] != seen["dark"]["paper"]


@needs_chromium
@pytest.mark.slow
def test_a_picture_of_it(made: Path, tmp_path: Path) -> None:
    """Kept with the test's files, to be looked at; here only that something was drawn."""
    picture = tmp_path / "page.png"
    chromium(tmp_path, made, "--window-size=1100,2400", f"--screenshot={picture}")
    assert picture.stat().st_size > 50_000
