"""What of a text may be part of a time expression: most sentences have nothing, and no rule need be tried on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import regex

from knowledge.reading import calendars, foreign_forms
from knowledge.reading.rules import Trigger


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text has: `places` are where it stands, in order; `words` are all of its words in lower case, if known."""

    there: int
    """The value of the triggers."""
    places: tuple[int, ...] = ()
    words: frozenset[str] | None = None


def marks(text: str, language: str) -> Marks:
    """Return what of digits, months, weekdays and words of time `text` has."""
    return _reader(language)(text)


@cache
def _reader(language: str) -> Callable[[str], Marks]:
    return _english if language == "en" else _Foreign(language)


_WORDS = re.compile(r"[^\W\d_]+|\d+")
_ENGLISH_WORDS = (
    "yesterday today tonight tomorrow ago night morning afternoon evening week weekend month months year years decade "
    "decades century quarter q half hours days weeks now time twenties thirties forties fifties sixties "
    "seventies eighties nineties"
).split()
_ENGLISH = {
    **dict.fromkeys(_ENGLISH_WORDS, Trigger.WORD.value),
    **dict.fromkeys(calendars.weekdays("en"), Trigger.WEEKDAY.value),
    **dict.fromkeys(calendars.months("en"), Trigger.MONTH.value),
}


def _english(text: str) -> Marks:
    """English is cut into words, each looked up: a pattern of all of them takes ten times as long."""
    words = frozenset(_WORDS.findall(text.lower()))
    if words.isdisjoint(_ENGLISH) and not any(map(str.isdecimal, words)):
        return Marks(0)
    there, places = 0, []
    for match in _WORDS.finditer(text):
        word = match.group()
        kind = _number(word) if word[0].isdecimal() else _ENGLISH.get(word.lower(), 0)
        if kind:
            there |= kind
            places.append(match.start())
    return Marks(there, tuple(places), words)


_DIGIT = Trigger.DIGIT.value
_YEAR = (Trigger.DIGIT | Trigger.YEAR).value


def _number(word: str) -> int:
    return _YEAR if len(word) >= len("2019") else _DIGIT


class _Foreign:
    """Stems and words of several parts are looked for by a pattern."""

    def __init__(self, language: str) -> None:
        months, weekdays = calendars.any_of(calendars.months(language)), calendars.any_of(calendars.weekdays(language))
        words = foreign_forms.TRIGGERS.get(language, "(?!)")
        self._pattern = regex.compile(
            rf"(?<!\p{{L}})(?:(?P<MONTH>(?:{months})(?!\p{{L}}))|(?P<WORD>{words})|(?P<WEEKDAY>{weekdays}))|(?P<DIGIT>\d+)",
            regex.I,
        )

    def __call__(self, text: str) -> Marks:
        there, places = 0, []
        for match in self._pattern.finditer(text):
            there |= _number(match.group()) if match.lastgroup == "DIGIT" else Trigger[str(match.lastgroup)].value
            places.append(match.start())
        return Marks(there, tuple(places))
