"""Names of months and weekdays in a language, by CLDR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import regex
from babel import Locale, UnknownLocaleError

_WIDTHS = ("wide", "abbreviated")
_SHORTEST = 3


# CLDR has the nominative only; "on Friday" is the accusative, "since Friday" the genitive, "by Friday" the dative.
_RUSSIAN_CASES = {
    name: number
    for number, names in enumerate(
        (
            "понедельника понедельнику",
            "вторника вторнику",
            "среду среды среде",
            "четверга четвергу",
            "пятницу пятницы пятнице",
            "субботу субботы субботе",
            "воскресенья воскресенью",
        )
    )
    for name in names.split()
}


def _prepositional(month: str) -> str:
    """январь, август, май: в январе, в августе, в мае."""
    return (month if month.endswith("т") else month[:-1]) + "е"


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@cache
def months(language: str) -> Mapping[str, int]:
    """Return the names of months, lower case and without a stop, with their numbers 1..12."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        names = _locale(language).months[context]
        found |= {name.rstrip(".").lower(): number for width in _WIDTHS for number, name in names[width].items()}
    if language == "en":
        found["sept"] = 9
    if language == "ru":
        found |= {_prepositional(name): number for name, number in found.items() if name.endswith(("ь", "т", "й"))}
    return {name: number for name, number in found.items() if len(name) >= _SHORTEST}


@cache
def weekdays(language: str) -> Mapping[str, int]:
    """Return the names of weekdays, lower case and without a stop, with their numbers: 0 is Monday."""
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        names = _locale(language).days[context]
        found |= {name.rstrip(".").lower(): number for width in _WIDTHS for number, name in names[width].items()}
    if language == "en":
        found |= {"tues": 1, "thur": 3, "thurs": 3}
    if language == "ru":
        found |= _RUSSIAN_CASES
    return {name: number for name, number in found.items() if len(name) >= _SHORTEST}


def any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of `names`, the longest first; of none, one that never matches."""
    return "|".join(regex.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) or "(?!)"
