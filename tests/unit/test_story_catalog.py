"""The built-in stories, a person's own, and beginning a new one."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rehearse.errors import InputError, UsageError
from rehearse.paths import Home
from rehearse.story.catalog import DEFAULT_STORY, built_in, find_story, list_stories
from rehearse.story.load import load_story
from rehearse.story.new import create_story, new_story_text

BUILT_IN = ("career-fair", "founder", "interview", "networking", "sales-intro")
NETWORKING = (
    "introduction", "connection", "interests", "goals", "experience", "competency", "example", "ask", "courtesy",
)  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "home", config=tmp_path / "home")


def _put(home: Home, name: str, text: str) -> Path:
    home.stories.mkdir(parents=True, exist_ok=True)
    file = home.stories / name
    file.write_text(text, encoding="utf-8")
    return file


def test_the_built_in_stories(home: Home) -> None:
    listed = list_stories(home)
    assert tuple(entry.name for entry in listed) == BUILT_IN
    assert all(entry.origin == "built-in" and entry.story and entry.file.stem == entry.name for entry in listed)
    assert not home.root.exists()


def test_the_default_story() -> None:
    story = built_in(DEFAULT_STORY)
    assert tuple(element.id for element in story.elements) == NETWORKING
    assert story.target_s == 30
    assert all(element.required for element in story.elements)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_element_is_whole(name: str) -> None:
    story = built_in(name)
    assert any(element.id == "ask" and element.required for element in story.elements) or name == "interview"
    for element in story.elements:
        assert element.title, element.id
        assert element.question.endswith("?"), element.id
        assert len(element.cues) >= 8, element.id
        assert len(element.examples) >= 4, element.id
        assert not element.notes, element.id
        for texts in (element.cues, element.examples):
            assert len({text.casefold() for text in texts}) == len(texts), element.id
        assert not any(re.search(r"[.?!]$", cue) for cue in element.cues), element.id
        assert all(re.search(r"[.?!]$", example) for example in element.examples), element.id


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_cue_serves_two_elements_of_a_story(name: str) -> None:
    owners: dict[str, list[str]] = {}
    for element in built_in(name).elements:
        for cue in element.cues:
            owners.setdefault(cue.casefold(), []).append(element.id)
    assert {cue: ids for cue, ids in owners.items() if len(ids) > 1} == {}


def test_a_persons_own_story_is_found_by_its_file_and_by_its_name(home: Home) -> None:
    _put(home, "spring.toml", 'name = "Spring call"\n[[elements]]\nid = "ask"\n')
    assert find_story("spring", home) == find_story("Spring call", home)
    entry = list_stories(home)[0]
    assert (entry.name, entry.origin) == ("Spring call", "yours")


def test_an_own_story_hides_the_built_in_one_of_its_name(home: Home) -> None:
    _put(home, "networking.toml", 'name = "networking"\ntitle = "Mine"\n[[elements]]\nid = "ask"\n')
    assert find_story("networking", home).title == "Mine"
    assert [entry.name for entry in list_stories(home)].count("networking") == 1


def test_a_path_is_taken(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here.toml").write_text('name = "x"\n[[elements]]\nid = "ask"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert find_story("here.toml", home).name == "x"
    assert find_story(str(tmp_path / "here.toml"), home).name == "x"


def test_a_broken_own_story_is_listed_with_its_problem_and_refused_by_name(home: Home) -> None:
    _put(home, "bad.toml", "name = \n")
    entry = list_stories(home)[0]
    assert entry.story is None
    assert "bad.toml, line 1" in entry.problem
    with pytest.raises(InputError, match="line 1"):
        find_story("bad", home)


@pytest.mark.parametrize(
    ("asked", "hint"), [("netwroking", "networking"), ("foundr", "founder"), ("zzzz", "career-fair, founder")]
)
def test_an_unknown_name_suggests_what_is_near(asked: str, hint: str, home: Home) -> None:
    with pytest.raises(InputError, match=f'no story called "{asked}"') as caught:
        find_story(asked, home)
    assert hint in caught.value.hint


@pytest.mark.parametrize("like", BUILT_IN)
def test_a_new_story_is_private_commented_and_loads(like: str, home: Home) -> None:
    file = create_story("my-call", 'A "quoted" title', home, like=like, call_date=date(2026, 12, 1))
    text, story, pattern = file.read_text(encoding="utf-8"), load_story(file), built_in(like)
    assert file == home.stories / "my-call.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert text.startswith("# ")
    assert text.count('notes = ""') == len(pattern.elements)
    assert story.elements == pattern.elements
    assert (story.title, story.target_s, story.call_date) == ('A "quoted" title', pattern.target_s, date(2026, 12, 1))
    assert find_story("my-call", home) == story


def test_a_new_story_never_goes_over_an_existing_file(home: Home) -> None:
    file = _put(home, "mine.toml", "precious")
    with pytest.raises(UsageError, match="already a story"):
        create_story("mine", "T", home)
    assert file.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a\\b", "A", "x.toml", "con", "lpt1", "-x", "a b", "a\n", "x" * 61, "é"]
)
def test_an_unsafe_name_is_refused(name: str, home: Home) -> None:
    with pytest.raises(UsageError):
        create_story(name, "T", home)
    assert not home.root.exists()


@pytest.mark.parametrize(("target", "title"), [(4.0, "T"), (601.0, "T"), (float("nan"), "T"), (30.0, "a\nb")])
def test_a_new_story_must_be_a_good_one(target: float, title: str, home: Home) -> None:
    with pytest.raises(InputError):
        create_story("mine", title, home, target_s=target)
    assert not home.root.exists()


@given(title=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1), target=st.floats(5, 600))
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_title_and_target_survive(title: str, target: float) -> None:
    story = load_story(new_story_text("mine", title, target_s=target))
    assert (story.title, story.target_s) == (title, target)
