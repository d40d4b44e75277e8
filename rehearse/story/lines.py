"""Finds the line on which a key of a TOML text stands, since `tomllib` does not say."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

Path = tuple[str | int, ...]
"""Where a value stands: ("elements", 1, "cues", 0) is the first cue of the second element."""


def line_of(text: str, path: Path) -> int:
    """The line (from 1) of `path` in `text`, valid TOML; of the nearest table around it where the key is not there."""
    text = text.replace("\r\n", "\n")
    offsets = _Scanner(text).scan()
    while path and path not in offsets:
        path = path[:-1]
    return text.count("\n", 0, offsets.get(path, 0)) + 1


@dataclass
class _Scanner:
    """Walks once through valid TOML and notes where each key, table and array item begins."""

    text: str
    at: int = 0
    offsets: dict[Path, int] = field(default_factory=dict)
    tables_in: dict[Path, int] = field(default_factory=dict)

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self.skip_blank()
        while self.at < len(self.text):
            if self.here("["):
                table = self.header()
            else:
                self.key_and_value(table)
            self.skip_blank()
        return self.offsets

    def header(self) -> Path:
        start = self.at
        many = self.here("[[")
        self.at += 2 if many else 1
        keys = self.keys("]")
        self.at += 2 if many else 1
        if many:
            path = (*self.inside(keys[:-1]), keys[-1])
            count = self.tables_in.get(path, 0)
            self.tables_in[path] = count + 1
            self.offsets.setdefault(path, start)
            path = (*path, count)
        else:
            path = self.inside(keys)
        self.offsets.setdefault(path, start)
        return path

    def inside(self, keys: list[str]) -> Path:
        """In a header, the name of an array of tables means its last table."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self.tables_in:
                path = (*path, self.tables_in[path] - 1)
        return path

    def key_and_value(self, table: Path) -> None:
        start = self.at
        path = table
        for key in self.keys("="):
            path = (*path, key)
            self.offsets.setdefault(path, start)
        self.at += 1
        self.value(path)

    def keys(self, end: str) -> list[str]:
        """The parts of a dotted key, up to `end`."""
        parts = []
        while True:
            self.skip_spaces()
            start = self.at
            if self.here('"') or self.here("'"):
                self.string()
            else:
                while self.text[self.at] not in f". \t{end}":
                    self.at += 1
            raw = self.text[start : self.at]
            parts.append(tomllib.loads(f"key = {raw}")["key"] if raw[0] in "\"'" else raw)
            self.skip_spaces()
            if self.here(end):
                return parts
            self.at += 1

    def value(self, path: Path) -> None:
        self.skip_spaces()
        if self.here('"') or self.here("'"):
            self.string()
        elif self.here("["):
            self.array(path)
        elif self.here("{"):
            self.inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        self.skip_blank()
        count = 0
        while not self.here("]"):
            self.offsets.setdefault((*path, count), self.at)
            self.value((*path, count))
            count += 1
            self.skip_blank_and_comma()
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip_blank()
        while not self.here("}"):
            self.key_and_value(path)
            self.skip_blank_and_comma()
        self.at += 1

    def string(self) -> None:
        mark = self.text[self.at]
        many = self.here(mark * 3)
        end = mark * 3 if many else mark
        self.at += len(end)
        while not self.here(end):
            self.at += 2 if mark == '"' and self.here("\\") else 1
        self.at += len(end)
        while many and self.here(mark):  # up to two quotes may stand before the closing three
            self.at += 1

    def skip_spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def skip_blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\n#":
            if self.here("#"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                self.at += 1

    def skip_blank_and_comma(self) -> None:
        self.skip_blank()
        if self.here(","):
            self.at += 1
            self.skip_blank()

    def here(self, mark: str) -> bool:
        return self.text.startswith(mark, self.at)
