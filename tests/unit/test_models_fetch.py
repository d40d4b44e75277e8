"""Fetching from a real server that cuts, lies, refuses and redirects. Nothing wrong is ever moved into place."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from rehearse.errors import MissingPartError, UsageError
from rehearse.models import fetch
from rehearse.models.catalog import Catalogue, ModelFile, SpeechModel
from rehearse.models.fetch import get
from rehearse.models.installed import resolve
from rehearse.paths import Home

sys.path.insert(0, str(Path(__file__).parent))
from loopback_hub import Hub, serving

FILES = {
    "model.bin": random.Random(1).randbytes(1_000_000),
    "config.json": b'{"small": true}',
    "tokenizer.json": random.Random(2).randbytes(70_000),
    "vocabulary.txt": b"",
}
MODEL = SpeechModel(
    name="toy.en",
    repository="people/toy.en",
    revision="0" * 40,
    licence="MIT",
    languages=("en",),
    about="For this test",
    files=tuple(ModelFile(name, len(body), hashlib.sha256(body).hexdigest()) for name, body in FILES.items()),
)
CATALOGUE = Catalogue("toy.en", (MODEL,), ())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home", config=tmp_path / "home")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("no_proxy", "*")
    with serving(Hub(dict(FILES))) as hub:
        yield hub


def fetch_toy(home: Home, hub: Hub, progress: Any = lambda done, total: None) -> Path:
    return get("toy.en", home, progress, base_url=hub.url, catalogue=CATALOGUE)


def refused(home: Home, hub: Hub) -> str:
    """Fetch, hold the refusal to the rules that every one must keep, and return its sentence."""
    with pytest.raises(MissingPartError) as caught:
        fetch_toy(home, hub)
    assert caught.value.exit_status == 4
    assert "--model PATH" in caught.value.hint
    assert "\n" not in caught.value.message
    assert not (home.models / "toy.en").exists()
    return caught.value.message


def assert_whole(folder: Path, home: Home) -> None:
    assert folder == home.models / "toy.en"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == FILES
    assert [path.name for path in home.models.iterdir()] == ["toy.en"]
    assert resolve("toy.en", home, CATALOGUE).path == folder


def test_a_model_is_fetched_at_its_pinned_revision_with_progress(home: Home, hub: Hub) -> None:
    seen: list[tuple[int, int]] = []
    assert_whole(fetch_toy(home, hub, lambda done, total: seen.append((done, total))), home)
    assert hub.asked[0] == (f"/people/toy.en/resolve/{'0' * 40}/model.bin", None)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (MODEL.size_bytes, MODEL.size_bytes)
    assert len(seen) > len(FILES)


def test_a_model_that_is_here_asks_nobody(home: Home, hub: Hub) -> None:
    fetch_toy(home, hub)
    hub.asked.clear()
    seen: list[tuple[int, int]] = []
    assert_whole(fetch_toy(home, hub, lambda done, total: seen.append((done, total))), home)
    assert hub.asked == []
    assert seen == [(MODEL.size_bytes, MODEL.size_bytes)]


def test_a_broken_model_is_replaced(home: Home, hub: Hub) -> None:
    folder = fetch_toy(home, hub)
    (folder / "config.json").write_bytes(b'{"small": flip}')
    with pytest.raises(MissingPartError, match=r"not loaded: config\.json has the wrong digest"):
        resolve("toy.en", home, CATALOGUE)
    assert_whole(fetch_toy(home, hub), home)


def test_a_cut_connection_is_taken_up_where_it_broke(home: Home, hub: Hub) -> None:
    hub.cut_after = [300_000, 200_000]
    assert_whole(fetch_toy(home, hub), home)
    ranges = [wanted for path, wanted in hub.asked if path.endswith("model.bin")]
    assert ranges == [None, "bytes=300000-", "bytes=500000-"]


def test_a_connection_that_breaks_always_leaves_a_part_for_the_next_call(home: Home, hub: Hub) -> None:
    hub.cut_after = [100_000] * fetch.TRIES
    assert "400000 of 1000000 bytes" in refused(home, hub)
    hub.asked.clear()
    assert_whole(fetch_toy(home, hub), home)
    assert hub.asked[0][1] == "bytes=400000-"


def test_finished_files_of_a_stopped_call_are_not_fetched_again(home: Home, hub: Hub) -> None:
    del hub.files["tokenizer.json"]
    assert "404" in refused(home, hub)
    hub.files = dict(FILES)
    hub.asked.clear()
    assert_whole(fetch_toy(home, hub), home)
    assert [path.rsplit("/", 1)[-1] for path, _ in hub.asked] == ["tokenizer.json", "vocabulary.txt"]


@pytest.mark.parametrize("behaviour", ["ignores_range", "wrong_range", "refuses_range"])
def test_a_hub_that_cannot_go_on_begins_anew(behaviour: str, home: Home, hub: Hub) -> None:
    setattr(hub, behaviour, True)
    hub.cut_after = [300_000]
    assert_whole(fetch_toy(home, hub), home)


def test_wrong_bytes_are_refused_and_not_kept(home: Home, hub: Hub) -> None:
    hub.files["model.bin"] = FILES["model.bin"][:-1] + b"!"
    assert "wrong SHA-256" in refused(home, hub)
    assert list((home.models / "toy.en.part").iterdir()) == []
    hub.files = dict(FILES)
    assert_whole(fetch_toy(home, hub), home)


def test_a_stale_part_cannot_spoil_the_file(home: Home, hub: Hub) -> None:
    part = home.models / "toy.en.part" / "model.bin.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"x" * 10)
    assert "wrong SHA-256" in refused(home, hub)
    part.write_bytes(b"x" * 2_000_000)
    assert_whole(fetch_toy(home, hub), home)


def test_a_hub_that_sends_more_than_the_file_is_stopped(home: Home, hub: Hub) -> None:
    hub.files["model.bin"] = FILES["model.bin"] + b"more"
    assert "more for model.bin than the 1000000 bytes" in refused(home, hub)


def test_a_hub_that_sends_less_than_the_file_is_not_believed(home: Home, hub: Hub) -> None:
    hub.files["config.json"] = b"{}"
    assert "config.json" in refused(home, hub)


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_hub_that_refuses(status: int, home: Home, hub: Hub) -> None:
    hub.status = status
    assert f"the hub answers {status}" in refused(home, hub)
    assert len(hub.asked) == 1


def test_a_hub_that_is_not_there(home: Home, hub: Hub) -> None:
    hub.url = "http://127.0.0.1:1"
    assert "127.0.0.1:1 is not reached" in refused(home, hub)


def test_a_redirect_is_followed_with_its_range(home: Home, hub: Hub) -> None:
    hub.redirects = True
    hub.cut_after = [300_000]
    assert_whole(fetch_toy(home, hub), home)
    assert any(path.startswith("/store") and wanted == "bytes=300000-" for path, wanted in hub.asked)


def test_a_redirect_away_from_https_is_not_followed() -> None:
    request = Request("https://hub.example/model.bin")
    with pytest.raises(HTTPError, match="leads away from https"):
        fetch._NeverLessSafe().redirect_request(request, BytesIO(), 302, "Found", Message(), "http://hub.example/m")


@pytest.mark.parametrize("url", ["http://hub.example", "ftp://127.0.0.1", "file:///etc"])
def test_only_https_or_the_loopback(url: str, home: Home) -> None:
    with pytest.raises(UsageError, match="https only"):
        get("toy.en", home, base_url=url, catalogue=CATALOGUE)
    assert not home.root.exists()


def test_no_room_on_the_disk(home: Home, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 1000})())
    assert "the disk has" in refused(home, hub)
    assert hub.asked == []


def test_a_home_that_cannot_be_made(tmp_path: Path, hub: Hub) -> None:
    (tmp_path / "file").write_text("in the way")
    home = Home(root=tmp_path / "file", config=tmp_path)
    with pytest.raises(MissingPartError, match="was not fetched"):
        fetch_toy(home, hub)


def test_an_unknown_model(home: Home, hub: Hub) -> None:
    with pytest.raises(MissingPartError, match='no model called "toy"') as caught:
        get("toy", home, base_url=hub.url, catalogue=CATALOGUE)
    assert "Did you mean toy.en?" in caught.value.hint
