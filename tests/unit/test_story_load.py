"""Good stories load, broken ones are refused in one sentence that names the line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.errors import InputError
from rehearse.facts import Element, Story
from rehearse.story.dump import dump_story, save_story
from rehearse.story.load import load_story

WHOLE = """\
name = "mine"
title = "My call"
target_seconds = 45.5
call_date = 2026-12-01

[[elements]]
id = "ask"
title = "The ask"
question = "What do you want?"
required = false
notes = "twenty minutes\\nby phone"
cues = ["could I"]
examples = ["Could we talk?"]
"""


def test_every_key_is_read() -> None:
    ask = Element(
        "ask", "The ask", "What do you want?", False, "twenty minutes\nby phone", ("could I",), ("Could we talk?",)
    )
    assert load_story(WHOLE) == Story("mine", "My call", 45.5, (ask,), date(2026, 12, 1))


def test_a_name_and_one_id_are_enough() -> None:
    story = load_story('name = "short"\n[[elements]]\nid = "next_step"\n')
    assert story == Story("short", "short", 30.0, (Element("next_step", "Next step", ""),))


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load_story(file) == load_story(WHOLE)


ELEMENT = '[[elements]]\nid = "ask"\n'
HEAD = 'name = "n"\n'

BROKEN = {
    # name: (text, line, a word that the sentence must hold, a word that the hint must hold)
    "unknown key": (HEAD + "taget_seconds = 30\n" + ELEMENT, 2, '"taget_seconds"', "target_seconds"),
    "unknown key, nothing near": (HEAD + "zzz = 1\n" + ELEMENT, 2, '"zzz"', "call_date"),
    "unknown element key": (HEAD + ELEMENT + '[[elements]]\nid = "b"\n\ncue = ["x"]\n', 7, '"cue"', "cues"),
    "unknown table": (HEAD + ELEMENT + "[extra]\nx = 1\n", 4, '"extra"', "elements"),
    "table inside an element": (HEAD + ELEMENT + "[elements.more]\n", 4, '"more"', "cues"),
    "key after the elements": (HEAD + ELEMENT + "target_seconds = 40\n", 4, '"target_seconds"', "cues"),
    "no name": (ELEMENT, 1, "no name", "name ="),
    "empty name": ('name = ""\n' + ELEMENT, 1, '"name" is empty', "name ="),
    "blank around the name": ('name = " n"\n' + ELEMENT, 1, "blank", "blank"),
    "name over two lines": ('name = "a\\nb"\n' + ELEMENT, 1, "line break", "one line"),
    "escape sequence in a title": (HEAD + 'title = "\\u001b[2J"\n' + ELEMENT, 2, "control character", "plain"),
    "long name": (f'name = "{"x" * 81}"\n' + ELEMENT, 1, "longer than 80", "shorter"),
    "name is a number": ("name = 3\n" + ELEMENT, 1, "must be a text, not a number", "quotes"),
    "no elements": (HEAD, 1, "no elements", "[[elements]]"),
    "empty elements": (HEAD + "elements = []\n", 2, "no elements", "[[elements]]"),
    "elements is one table": (HEAD + '\n[elements]\nid = "a"\n', 3, '"elements" must be a list', "[[elements]]"),
    "elements are texts": (HEAD + 'elements = ["ask"]\n', 2, '"elements" must be a list', "[[elements]]"),
    "element without an id": (HEAD + ELEMENT + '\n[[elements]]\ntitle = "T"\n', 5, "element 2 has no id", "id ="),
    "empty id": (HEAD + '[[elements]]\nid = ""\n', 3, '"id" is empty', "id ="),
    "same id twice": (HEAD + ELEMENT + "# more\n" + ELEMENT, 6, '"ask" is taken by element 1', "own"),
    "target is a text": (HEAD + 'target_seconds = "30"\n' + ELEMENT, 2, "must be a number, not a text", "30"),
    "target is true": (HEAD + "target_seconds = true\n" + ELEMENT, 2, "not true or false", "30"),
    "target is nan": (HEAD + "target_seconds = nan\n" + ELEMENT, 2, "not nan", "30"),
    "target is endless": (HEAD + "target_seconds = inf\n" + ELEMENT, 2, "not inf", "600"),
    "target too short": (HEAD + "target_seconds = 4.9\n" + ELEMENT, 2, "from 5 to 600, not 4.9", "600"),
    "target too long": (HEAD + "target_seconds = 601\n" + ELEMENT, 2, "not 601", "600"),
    "target is a huge number": (HEAD + f"target_seconds = {'9' * 400}\n" + ELEMENT, 2, "from 5 to 600", "600"),
    "date in quotes": (HEAD + 'call_date = "2026-12-01"\n' + ELEMENT, 2, "must be a date, not a text", "without"),
    "date with a time": (
        HEAD + "call_date = 2026-12-01T10:00:00\n" + ELEMENT,
        2,
        "not a date with a time",
        "call_date =",
    ),
    "date that is none": (HEAD + "call_date = 2026-02-30\n" + ELEMENT, 2, "date", "show"),
    "required is a text": (HEAD + ELEMENT + 'required = "no"\n', 4, "must be true or false", "false"),
    "cues is a text": (HEAD + ELEMENT + 'cues = "could I"\n', 4, "must be a list of texts, not a text", "["),
    "a cue is a number": (HEAD + ELEMENT + "cues = [\n  'x',\n  7,\n]\n", 6, "texts only, not a number", "["),
    "a cue is empty": (HEAD + ELEMENT + 'cues = ["x",\n"  "]\n', 5, '"cues" holds an empty text', "out"),
    "a cue has no letters": (HEAD + ELEMENT + 'cues = ["..."]\n', 4, '"cues" holds an empty text', "out"),
    "an example is empty": (HEAD + ELEMENT + 'examples = [""]\n', 4, '"examples" holds an empty text', "out"),
    "too many examples": (
        HEAD + ELEMENT + 'examples = ["x"' + ',"x"' * 50 + "]\n",
        4,
        "holds more than 50 texts",
        "best",
    ),
    "too many elements": (
        HEAD + "".join(f'[[elements]]\nid = "e{number}"\n' for number in range(31)),
        62,
        "31 elements, at most 30",
        "two stories",
    ),
    "notes is a list": (HEAD + ELEMENT + 'notes = ["a"]\n', 4, '"notes" must be a text, not a list', "quotes"),
    "no quotes": ("name = mine\n" + ELEMENT, 1, "value", "quotes"),
    "open quote": (HEAD + 'title = "x\n' + ELEMENT, 2, "character", "quotes"),
    "open list at the end": (HEAD + ELEMENT + 'cues = [\n"a",\n', 5, "nvalid value", "quotes"),
    "no equals sign": (HEAD + "title\n", 2, "=", "quotes"),
    "same key twice": (HEAD + 'name = "m"\n' + ELEMENT, 2, "overwrite", "quotes"),
    "nothing at all": ("", 1, "no name", "name ="),
    "not TOML at all": ("%PDF-1.4\n", 1, "", "quotes"),
    "null byte": ('name = "a\x00b"\n', 1, "", "quotes"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_story_names_the_line_and_what_is_wrong(case: str, tmp_path: Path) -> None:
    text, line, word, hint = BROKEN[case]
    file = tmp_path / "broken.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_story(file)
    message = caught.value.message
    assert f"{file}, line {line}: " in message
    assert word in message
    assert hint in caught.value.hint
    assert message.endswith(".")
    assert "\n" not in message
    assert caught.value.exit_status == 3


def test_what_is_not_a_text_file_is_refused(tmp_path: Path) -> None:
    latin, huge = tmp_path / "latin.toml", tmp_path / "huge.toml"
    latin.write_bytes(b'name = "n"\n# caf\xe9\n')
    huge.write_bytes(b"#" * 1_000_001)
    for source, word in [(latin, "line 2: this is not UTF-8"), (huge, "too large"), (tmp_path, "is a folder")]:
        with pytest.raises(InputError, match=word):
            load_story(source)
    with pytest.raises(InputError, match="There is no story file"):
        load_story(tmp_path / "gone.toml")


def test_a_deeply_nested_text_is_refused() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        load_story("name = " + "[" * 5000 + "]" * 5000)


@given(st.text() | st.lists(st.sampled_from([*WHOLE.splitlines(), *"[]{}=\"'#\\,"])).map("\n".join))
def test_any_text_is_a_story_or_one_sentence(text: str) -> None:
    try:
        story = load_story(text)
    except InputError as error:
        complaint = error
    else:
        assert story.elements
        return
    assert "line " in complaint.message or "nested" in complaint.message
    assert complaint.hint


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
NAME = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20)
TITLE = LINE.filter(bool)
CUES = st.lists(LINE.map(lambda text: f"a{text}"), max_size=8).map(tuple)
ELEMENTS = st.builds(
    Element,
    id=NAME,
    title=TITLE,
    question=LINE,
    required=st.booleans(),
    notes=st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=60),
    cues=CUES,
    examples=CUES,
)
STORIES = st.builds(
    Story,
    name=NAME,
    title=TITLE,
    target_s=st.floats(5, 600),
    elements=st.lists(ELEMENTS, min_size=1, max_size=4, unique_by=lambda element: element.id).map(tuple),
    call_date=st.none() | st.dates(),
)


@given(STORIES)
def test_what_is_written_back_reads_the_same(story: Story) -> None:
    assert load_story(dump_story(story)) == story


def test_saving_replaces_in_one_step_and_is_private(tmp_path: Path) -> None:
    file = tmp_path / "stories" / "mine.toml"
    story = load_story(WHOLE)
    save_story(story, file)
    save_story(story, file)
    assert load_story(file) == story
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["mine.toml"]
