"""The line of a key: held against TOML texts whose lines are known because they were built line by line."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearse.story.lines import line_of

TRICKY = '''\
# name = "in a comment"
name = "a # b [[elements]]"
"quo\\"ted" = 1
text = """
id = "not a key"
[[elements]]
four quotes: """"
literal = \'\'\'
[elements]
\'\'\'
dotted . "k.e.y" = 2026-12-01 07:30:00

[[elements]]  # first
id = 'a\\'
cues = [
  "one", # a comment ] with a bracket
  "tw\\"o",

  "three",
]
[elements.inner]
deep = { x = 1, y = [ { z = 2 } ] }

[[ elements ]]
id = "b"
  [[elements.parts]]
  n = 1
  [[elements.parts]]
  n = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2),
        (('quo"ted',), 3),
        (("text",), 4),
        (("literal",), 8),
        (("dotted",), 11),
        (("dotted", "k.e.y"), 11),
        (("elements",), 13),
        (("elements", 0), 13),
        (("elements", 0, "id"), 14),
        (("elements", 0, "cues"), 15),
        (("elements", 0, "cues", 0), 16),
        (("elements", 0, "cues", 2), 19),
        (("elements", 0, "inner"), 21),
        (("elements", 0, "inner", "deep", "y", 0, "z"), 22),
        (("elements", 1), 24),
        (("elements", 1, "id"), 25),
        (("elements", 1, "parts", 0, "n"), 27),
        (("elements", 1, "parts", 1, "n"), 29),
        (("elements", 1, "no such key"), 24),
        (("no such key",), 1),
    ],
)
def test_tricky_text(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(TRICKY, path) == line
    assert line_of(TRICKY.replace("\n", "\r\n"), path) == line


def test_elements_as_inline_tables() -> None:
    text = 'name = "n"\nelements = [\n  { id = "a" },\n  { id = "b", cues = [] },\n]\n'
    assert line_of(text, ("elements", 1, "cues")) == 4


KEY = st.sampled_from(["id", "a b", "x.y", "[[", "=", "#", "'", '"', "ключ", "cues"])
STRING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
SCALAR = st.one_of(st.integers(-99, 99), st.booleans(), STRING)
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEY, inner, max_size=3), max_leaves=8
)
TABLE = st.dictionaries(KEY, VALUE, max_size=4)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    return str(value)


@given(
    top=TABLE, tables=st.lists(TABLE, min_size=1, max_size=3), blanks=st.lists(st.booleans(), min_size=16, max_size=16)
)
def test_every_key_is_found_where_it_was_written(top: Any, tables: list[Any], blanks: list[bool]) -> None:
    lines: list[str] = []
    wanted: dict[tuple[str | int, ...], int] = {}

    def put(text: str) -> int:
        if blanks[len(lines) % len(blanks)]:
            lines.append('# id = "comment"')
        lines.append(text)
        return len(lines)

    for key, value in top.items():
        wanted[(key,)] = put(f"{_toml(key)} = {_toml(value)}")
    for number, table in enumerate(tables):
        wanted[("elements", number)] = put("[[elements]]")
        for key, value in table.items():
            wanted[("elements", number, key)] = put(f"  {_toml(key)}={_toml(value)} # tail")
    text = "\n".join(lines)
    tomllib.loads(text)
    for path, line in wanted.items():
        assert line_of(text, path) == line
