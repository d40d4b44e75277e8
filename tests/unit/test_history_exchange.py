"""Export and import: the same attempts, take for take and digit for digit."""

from __future__ import annotations

import csv
import io
import json
import re
import string
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.commands.exchange import export, import_
from rehearse.commands.history import compare, delete, history, show
from rehearse.errors import InputError, UsageError
from rehearse.facts import Attempt, Correction, Element, Report, Restart, Story, Word
from rehearse.report.export import (
    LARGEST,
    attempt_from_dict,
    attempt_to_dict,
    attempts_from_json,
    export_csv,
    export_json,
)
from tests.attempts import MORNING, home_in, noise, practice, said, store_in
from tests.builders import report as built

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the home of this test (or another one in it) and gives what it printed on stdout."""

    def run(command: object, *words: object, home: str = "home", fails: bool = False) -> str:
        monkeypatch.setenv("REHEARSE_HOME", str(tmp_path / home))
        done = CliRunner().invoke(command, [str(word) for word in words])  # type: ignore[arg-type]
        if done.exception is not None and not fails:
            raise done.exception
        return done.stdout

    return run


def fill(tmp_path: Path) -> None:
    with store_in(home_in(tmp_path)) as store:
        for number, (at, report) in enumerate(practice(days=3)):
            take = str(noise(tmp_path / f"{number}.wav", seed=number)) if number % 2 else None
            kept = store.save(report, take, at)
        store.note(kept.id, "=calmer\nthan “yesterday” ★")
        store.star(kept.id, True)
        store.correct(kept.id, (Correction("element_told", element="ask"), Correction("word", word=0, text="Hey")))


def everything(tmp_path: Path, home: str) -> list[Attempt]:
    with store_in(replace(home_in(tmp_path), root=tmp_path / home)) as store:
        return list(store.attempts())


def test_with_sound_an_empty_home_becomes_the_same_home(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    run(export, "--audio", "-o", tmp_path / "all.zip")
    assert run(import_, tmp_path / "all.zip", home="other") == "Imported 9 attempts.\n"
    assert everything(tmp_path, "other") == everything(tmp_path, "home")
    takes = {file.name: file.read_bytes() for file in (tmp_path / "home" / "takes").iterdir()}
    assert {file.name: file.read_bytes() for file in (tmp_path / "other" / "takes").iterdir()} == takes
    run(export, "--audio", "-o", tmp_path / "again.zip", home="other")
    with zipfile.ZipFile(tmp_path / "all.zip") as one, zipfile.ZipFile(tmp_path / "again.zip") as other:
        assert {name: one.read(name) for name in one.namelist()} == {n: other.read(n) for n in other.namelist()}
    assert run(import_, tmp_path / "all.zip") == "Imported 0 attempts (9 were here already).\n"


def test_without_sound_all_but_the_sound_is_the_same(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    text = run(export)
    (tmp_path / "all.json").write_text(text)
    run(import_, tmp_path / "all.json", home="other")
    assert run(export, home="other") == text
    assert everything(tmp_path, "other") == [replace(a, take_file=None) for a in everything(tmp_path, "home")]


def test_the_same_attempts_meet_in_a_home_that_has_others(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    (tmp_path / "all.json").write_text(run(export))
    with store_in(replace(home_in(tmp_path), root=tmp_path / "other")) as store:
        store.save(said("Hello there"), None, MORNING)
        early = store.save(practice(days=3)[0][1], None, practice(days=3)[0][0])
    assert run(import_, tmp_path / "all.json", home="other") == "Imported 8 attempts (1 were here already).\n"
    there = everything(tmp_path, "other")
    assert len(there) == 10
    assert len({attempt.id for attempt in there}) == 10
    assert there[0].id == early.id
    # three takes a day, six minutes apart: they find their sessions again
    assert len({attempt.session for attempt in there}) == 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"PK\x03\x04 broken",
        b'{"schema": "rehearse.export/2", "attempts": []}',
        b'{"schema": "rehearse.export/1", "attempts": [{}]}',
        b'{"schema": "rehearse.export/1", "attempts": [{"id": 1, "report": {}}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_export_is_refused_and_changes_nothing(tmp_path: Path, run: Run, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(InputError, match="is not an export"):
        run(import_, tmp_path / "file")
    assert everything(tmp_path, "home") == []


def test_an_export_that_contradicts_itself_is_refused_whole(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    data = json.loads(run(export))
    data["attempts"].append({**data["attempts"][0], "made_at": "2026-01-01T00:00:00+00:00"})
    (tmp_path / "twice.json").write_text(json.dumps(data))
    with pytest.raises(InputError, match="same number"):
        run(import_, tmp_path / "twice.json", home="other")
    assert everything(tmp_path, "other") == []


def test_sound_that_was_tampered_with_is_refused_and_leaves_no_take(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    run(export, "--audio", "-o", tmp_path / "all.zip")
    other = noise(tmp_path / "other.flac", seed=99).read_bytes()
    with zipfile.ZipFile(tmp_path / "all.zip") as one, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for number, name in enumerate(one.namelist()):
            bad.writestr(name, other if number == 2 else one.read(name))
    with pytest.raises(InputError, match="not the one that was exported"):
        run(import_, tmp_path / "bad.zip", home="other")
    assert everything(tmp_path, "other") == []
    assert list((tmp_path / "other" / "takes").iterdir()) == []


def test_damaged_sound_is_named_as_the_export_names_it(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    run(export, "--audio", "-o", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as one, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        hit = one.namelist()[2]
        for name in one.namelist():
            bad.writestr(name, b"no sound" if name == hit else one.read(name))
    with pytest.raises(InputError) as refused:
        run(import_, tmp_path / "bad.zip", home="other")
    assert refused.value.message == f"The sound “{Path(hit).name}” of the export is damaged."
    assert list((tmp_path / "other" / "takes").iterdir()) == []


def test_sounds_that_the_zip_lacks_are_named(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path)
    run(export, "--audio", "-o", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as one, zipfile.ZipFile(tmp_path / "less.zip", "w") as less:
        lacking = one.namelist()[1:3]
        for name in one.namelist():
            if name not in lacking:
                less.writestr(name, one.read(name))
    monkeypatch.setenv("REHEARSE_HOME", str(tmp_path / "other"))
    done = CliRunner().invoke(import_, [str(tmp_path / "less.zip")])
    assert done.stdout == "Imported 9 attempts.\n"
    names = ", ".join(Path(name).name for name in lacking)
    assert done.stderr == f"2 of them without their sound, which “less.zip” does not hold: {names}\n"


def test_a_name_in_an_export_cannot_lead_out_of_the_takes_folder(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    run(export, "--audio", "-o", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as one, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in one.namelist():
            content = one.read(name)
            if name == "attempts.json":
                data = json.loads(content)
                taken = next(a for a in data["attempts"] if a["take_file"])
                moved, taken["take_file"] = taken["take_file"], "../../evil.flac"
                content = json.dumps(data).encode()
            bad.writestr("takes/../../evil.flac" if name.endswith(moved) else name, content)
    run(import_, tmp_path / "bad.zip", home="other")
    assert not list(tmp_path.rglob("evil.flac"))
    assert len(list((tmp_path / "other" / "takes").iterdir())) == 4


texts = st.text(max_size=12)
safe_texts = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.floats(-LARGEST, LARGEST)
moments = st.datetimes(
    datetime(1970, 1, 3),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
words = st.builds(
    Word, texts, numbers, numbers, numbers, st.sampled_from(["word", "filler_sound", "filler_word"]),
    st.none() | st.sampled_from(["certain", "likely"]), texts,
)  # fmt: skip
stories = st.builds(
    Story, safe_texts, texts, numbers,
    st.lists(st.builds(Element, texts, texts, texts, st.booleans(), texts), max_size=3).map(tuple),
    st.none() | st.dates(),
)  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    made = built()
    return replace(
        made,
        take=replace(made.take, file=draw(st.none() | texts), recorded_at=draw(st.none() | moments)),
        story=draw(stories),
        transcript=replace(made.transcript, text=draw(texts), words=tuple(draw(st.lists(words, max_size=4)))),
        duration=replace(made.duration, speaking_s=draw(numbers), lead_in_s=draw(numbers)),
        pace=replace(made.pace, wpm=draw(st.none() | numbers), thirds=(draw(numbers), None, draw(numbers))),
        notes=tuple(draw(st.lists(texts, max_size=2))),
        restarts=tuple(draw(st.lists(st.builds(Restart, st.just("repeat"), texts, numbers, numbers), max_size=2))),
    )


attempts = st.builds(
    Attempt, st.integers(1, 2**62), moments, reports(), st.integers(1, 2**62), st.booleans(), st.none(),
    safe_texts, st.booleans(),
    st.lists(
        st.builds(Correction, st.sampled_from(["word", "filler_struck", "element_told"]),
                  st.none() | st.integers(0, 5), st.none() | texts, texts),
        max_size=3,
    ).map(tuple),
    st.none() | st.text(string.hexdigits, min_size=64, max_size=64),
)  # fmt: skip


@pytest.mark.parametrize("number", ["1e300", "-1e300", "NaN", "Infinity", "1" + "0" * 400])
def test_numbers_that_no_take_has_are_refused(tmp_path: Path, run: Run, number: str) -> None:
    fill(tmp_path)
    text = re.sub(r'"total_s": [\d.]+', f'"total_s": {number}', run(export), count=1)
    assert number in text
    with pytest.raises(ValueError, match="no number of a take"):
        attempts_from_json(text)


@given(attempts)
def test_any_attempt_is_the_same_after_json(attempt: Attempt) -> None:
    assert attempt_from_dict(json.loads(json.dumps(attempt_to_dict(attempt)))) == attempt


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(attempts, max_size=4, unique_by=(lambda a: a.id, lambda a: a.sound_sha256 or a.id)))
def test_any_attempts_are_the_same_in_an_empty_home(made: list[Attempt]) -> None:
    text = "".join(export_json(made))
    with tempfile.TemporaryDirectory() as folder, store_in(home_in(Path(folder))) as store:
        done = store.bring_in(attempts_from_json(text), lambda attempt: None)
        there = sorted(store.attempts(), key=lambda attempt: attempt.id)
        # what is the same report of the same moment is one attempt
        assert done.new + done.already == len(made)
        if not done.already:
            assert there == sorted(made, key=lambda attempt: attempt.id)


def test_csv_has_a_row_each_and_no_formulas(tmp_path: Path) -> None:
    fill(tmp_path)
    with store_in(home_in(tmp_path)) as store:
        corrected = [store.as_corrected(attempt) for attempt in store.attempts()]
    rows = list(csv.DictReader(io.StringIO("".join(export_csv(corrected)))))
    assert len(rows) == 9
    assert rows[-1]["note"].startswith("'=calmer")
    assert rows[-1]["said"].startswith("Hey ")
    assert float(rows[0]["time_s"]) == everything(tmp_path, "home")[0].report.duration.speaking_s


def test_markdown_holds_every_take(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    text = run(export, "--format", "markdown")
    assert text.count("# A networking call") == 9
    assert "> than “yesterday” ★" in text


def test_a_search_that_finds_nothing_does_not_say_that_nothing_is_there(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    assert CliRunner().invoke(history, ["--search", "xyzzy"]).stderr.startswith("None of your attempts is like that.")


def test_of_nothing_there_is_no_page(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REHEARSE_HOME", str(tmp_path / "empty"))
    nothing = CliRunner().invoke(history).stderr
    assert nothing.startswith("No attempts here.")
    file = tmp_path / "x.html"
    done = CliRunner().invoke(export, ["--format", "html", "-o", str(file)])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", nothing)
    assert not file.exists()
    fill(tmp_path)
    file.write_text("the page of last week")
    run(export, "--format", "html", "--since", "2026-11-23", 1, "-o", file)
    assert file.read_text() == "the page of last week"
    run(export, "--format", "html", 1, "-o", file)
    assert file.read_text().startswith("<!doctype html>")


def test_only_what_was_asked_for(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    ids = [a.id for a in attempts_from_json(run(export, 2, 3))]
    assert ids == [2, 3]
    assert attempts_from_json(run(export, "--story", "founder")) == ()
    since = [a.id for a in attempts_from_json(run(export, "--since", "2026-11-23"))]
    assert since == [7, 8, 9]
    with pytest.raises(InputError):
        run(export, 99)
    with pytest.raises(UsageError):
        run(export, "--format", "csv", "--audio")
    with pytest.raises(InputError, match="cannot be written"):
        run(export, "-o", tmp_path / "no such folder" / "x.json")


def test_the_commands_on_a_history(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    page = run(history, "--limit", 4)
    assert [line.split()[0] for line in page.splitlines() if "#" in line] == ["#9", "#8", "#7", "#6"]
    assert "session 3" in page
    assert [line.split()[0] for line in run(history, "--after", 6).splitlines() if "#" in line] == [
        f"#{n}" for n in (5, 4, 3, 2, 1)
    ]
    listed = json.loads(run(history, "--json"))
    assert [a["id"] for a in listed["attempts"]] == list(range(9, 0, -1))
    assert run(history, "--search", "no such words") == ""
    assert "A networking call" in run(show, 9, "--plain")
    assert attempt_from_dict(json.loads(run(show, 9, "--json"))).note.startswith("=calmer")
    found = json.loads(run(compare, 1, 9, "--json"))
    assert [row["key"] for row in found["measures"]][:4] == ["time", "pace", "fillers", "story"]
    assert "your usual" in run(compare, 9)
    assert "Przyborowski" in run(compare, "--rule")
    with pytest.raises(InputError, match="no usual yet"):
        run(compare, 1)
    with pytest.raises(UsageError):
        run(compare)


def test_delete_asks_first(tmp_path: Path, run: Run) -> None:
    fill(tmp_path)
    run(delete, 9, fails=True)  # nobody says yes
    assert len(everything(tmp_path, "home")) == 9
    assert run(delete, 8, 9, "--yes").startswith("Deleted 2 attempts with report, words and sound (1 take,")
    assert len(everything(tmp_path, "home")) == 7
    run(delete, "--older-than", 0, "--sound", "--yes")
    assert list((tmp_path / "home" / "takes").iterdir()) == []
    with pytest.raises(InputError):
        run(delete, 1, 99, "--yes")
    with pytest.raises(UsageError):
        run(delete)
    with pytest.raises(UsageError):
        run(delete, 1, "--older-than", 3)
    assert len(everything(tmp_path, "home")) == 7
