"""Names that CLDR knows in every language: countries, months, weekdays, languages. What crosses without translating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from knowledge.retrieval import words
from knowledge.retrieval.readings import Reading
from knowledge.retrieval.words import Word

TRANSLATED = 0.95
"""How far "Испания" counts as "Spain"."""
_MAX_WORDS = 4
_MAX_LANGUAGES = 6

Keys = tuple[str, ...]


def _names(language: str) -> Iterator[tuple[str, str]]:
    """Yield (what it is, its name): one name a thing, as CLDR writes it in `language`."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return
    yield from ((f"place {code}", name) for code, name in locale.territories.items())
    yield from ((f"language {code}", name) for code, name in locale.languages.items() if "_" not in code)
    yield from ((f"month {number}", name) for number, name in locale.months["stand-alone"]["wide"].items())
    yield from ((f"day {number}", name) for number, name in locale.days["stand-alone"]["wide"].items())


@cache
def _keys(language: str) -> Mapping[str, tuple[Keys, str]]:
    found = {}
    for thing, name in _names(language):
        keys = tuple(words.keys(name, language))
        if keys and len(keys) <= _MAX_WORDS and not all(word.isdecimal() for word in keys):
            found[thing] = keys, name
    return found


@cache
def _across(language: str, other: str) -> Mapping[Keys, tuple[Keys, str]]:
    theirs = _keys(other)
    return {keys: theirs[thing] for thing, (keys, _) in _keys(language).items() if thing in theirs}


def crossings(found: Sequence[Word], language: str, others: Sequence[str]) -> dict[int, tuple[Reading, ...]]:
    """Return, by place in `found`, what its words are called in the languages of `others`, `language` apart.

    Every word of "Corea del Norte" can be read as the whole of "North Korea".
    """
    read: dict[int, list[Reading]] = {}
    for other in [code for code in others if code != language][:_MAX_LANGUAGES]:
        table = _across(language, other)
        at = 0
        while at < len(found):
            for length in range(min(_MAX_WORDS, len(found) - at), 0, -1):
                theirs = table.get(tuple(word.key for word in found[at : at + length]))
                if theirs and not (length == 1 and found[at].common):
                    for place in range(at, at + length):
                        read.setdefault(place, []).append(Reading(theirs[0], theirs[1].casefold(), TRANSLATED))
                    at += length - 1
                    break
            at += 1
    return {place: tuple(readings) for place, readings in read.items()}
