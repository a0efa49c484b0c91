"""Where a field stands in a JSON text, so that a fault can name its line."""

from __future__ import annotations

import json
from collections.abc import Iterator

import regex

Place = tuple[str | int, ...]
"""Where a field stands: ("sections", 0, "sentences", 3, "text")."""

_STRING = regex.compile(r'"((?:[^"\\]|\\.)*)"', regex.S)
_BRACKET = regex.compile(rf"{_STRING.pattern}|[{{}}\[\]]", regex.S)
_SPACE = regex.compile(r"[\s,:]*")
_ATOM = regex.compile(r"[^\s,\]}]+")


def _after(pattern: regex.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return int(match.end()) if match else at


def _after_space(text: str, at: int) -> int:
    return _after(_SPACE, text, at)


def json_position(text: str, place: Place) -> int:
    """Return where the field at `place` starts in valid JSON; of what holds it where there is no such field."""
    at = _after_space(text, 0)
    for step in place:
        found = next((start for name, start in _members(text, at) if name == step), None)
        if found is None:
            return at
        at = found
    return at


def _members(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Yield the names (or numbers) of what an object (or array) at `at` holds, and where each value starts."""
    if text[at] not in "{[":
        return
    is_object, number = text[at] == "{", 0
    at = _after_space(text, at + 1)
    while text[at] not in "}]":
        name: str | int = number
        if is_object:
            string = _STRING.match(text, at)
            assert string  # noqa: S101 - the text was parsed before
            name, at = json.loads(string.group()), _after_space(text, string.end())
        yield name, at
        at = _after_space(text, _skip(text, at))
        number += 1


def _skip(text: str, at: int) -> int:
    """Return where the value at `at` ends."""
    if text[at] not in "{[":
        return _after(_STRING if text[at] == '"' else _ATOM, text, at)
    depth = 0
    for match in _BRACKET.finditer(text, at):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(match.group(), 0)
        if not depth:
            return int(match.end())
    return len(text)
