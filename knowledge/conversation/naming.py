"""The names in a question, and of what kind each is, so that one takes the place of its like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import regex
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from knowledge.library import Library
from knowledge.reading import calendars
from knowledge.reading import words as kinds_of_words
from knowledge.reading.mentions import Kind as MentionedBy
from knowledge.reading.mentions import chunks
from knowledge.retrieval import words
from knowledge.retrieval.analysis import analyse
from knowledge.retrieval.readings import territories

READ = 24
"""How many sentences that have a name are read to tell whether it is a person's."""


class Kind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    PLACE = "place"
    """A country, a city, or a body that acts like one: "the EU", "the United Nations"."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a question: `question[start:end] == text`, without an article before it."""

    text: str
    start: int
    end: int
    kind: Kind


_BODIES = frozenset(
    """union nations states league group council committee commission court parliament senate congress party bank
    company university ministry organization organisation association federation agency alliance bloc government
    institute police army club airlines corporation inc ltd fund foundation""".split()
)
_CAPITAL = r"\p{Lu}[\p{L}\p{M}]*(?:['’.-]\p{L}[\p{L}\p{M}]*)*\.?(?<!['’]s)"
_CAPITALS = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}]){_CAPITAL}(?:\s(?:(?:{'|'.join(sorted(kinds_of_words.PARTICLES))})\s){{0,2}}{_CAPITAL})*"
)
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}\p{N}'’.-]*")
_ARTICLE = regex.compile(r"^(?:the|an?|el|las?|los|der|die|das|dem|den|les?|l['’])\s*(?<=[\s'’])", regex.I)
# Everyday names that CLDR has not, and seats of government that speak for their states without naming a time zone.
_ALSO = {
    name: code
    for code, names_ in {
        "TR": "turkey ankara", "GB": "britain england scotland wales", "US": "america washington", "CN": "beijing",
        "CZ": "czechia", "MM": "burma", "NL": "holland", "IN": "delhi", "IL": "jerusalem", "CA": "ottawa",
        "AU": "canberra", "BR": "brasilia", "PK": "islamabad", "CH": "bern geneva", "SA": "riyadh", "RU": "kremlin",
    }.items()
    for name in names_.split()
}  # fmt: skip
# Said of what belongs to a place, and no name: CLDR names languages, which most such words are, but not these.
_OF_A_PLACE = frozenset("american british european african asian australian canadian mexican brazilian swiss".split())

_BELONGING = regex.compile(r"(?:ans?|ese|ish|is?|ic)$")


def without_article(name: str) -> str:
    """Return `name` without "the", "la", "der" before it."""
    return _ARTICLE.sub("", name.strip())


def with_article(question: str, start: int) -> int:
    """Return where the name at `start` begins with the article before it, if any."""
    found = regex.search(r"(?<![\p{L}])(?:the|la|el|los|las|le|les|der|die|das|l['’])\s*$", question[:start], regex.I)
    return found.start() if found else start


def is_role(word: str) -> bool:
    """Whether `word` is what somebody is: "president", "spokesmen"."""
    low = word.lower().rstrip(".")
    return kinds_of_words.is_role(low) or kinds_of_words.is_role(low.removesuffix("s")) or low.endswith("men")


@cache
def _places(language: str) -> Mapping[str, str]:
    """The folded names of countries and their cities in `language` and in English, with their codes (CLDR)."""
    found: dict[str, str] = {}
    for tag in ("en", language):
        try:
            locale = Locale.parse(tag)
        except (UnknownLocaleError, ValueError):
            continue
        found |= {words.fold(name): code for code, name in locale.territories.items() if code.isalpha()}
        found |= {words.fold(zone["city"]): name for name, zone in locale.time_zones.items() if "city" in zone}
    cities = (zone for zone in get_global("zone_territories") if zone.count("/") == 1 and not zone.startswith("Etc/"))
    return found | {words.fold(zone.partition("/")[2].replace("_", " ")): zone for zone in cities} | _ALSO


@cache
def _adjectives(language: str) -> frozenset[str]:
    found = set(_OF_A_PLACE)
    for tag in ("en", language):
        try:
            found |= {words.fold(name) for name in Locale.parse(tag).languages.values()}
        except (UnknownLocaleError, ValueError):
            continue
    return frozenset(found - _places(language).keys())


def is_place(name: str, language: str) -> bool:
    """Whether `name` is a country's, a city's, or that of a body that acts like one."""
    folded = words.fold(name)
    acronym = 2 <= len(name) <= 5 and name.replace(".", "").isupper()
    return acronym or folded in _places(language) or not _BODIES.isdisjoint(folded.split())


def is_person(name: str, library: Library, language: str) -> bool:
    """Whether the library's sentences call somebody `name`: with a role, or with a first name before it."""
    wanted = words.fold(name).split()
    analysis = analyse(name, library.index.vocabulary, language)
    for candidate in library.index.candidates(analysis).take(slice(READ)):
        sentence = library.index.stories[candidate.story].bare[candidate.index]
        for said, role in named_in(sentence.text):
            if words.fold(said).split()[-len(wanted) :] == wanted and may_be_somebody(said, role, language):
                return True
    return False


def named_in(sentence: str) -> Iterator[tuple[str, str | None]]:
    """Yield the names in a sentence of an article, with the roles beside them."""
    for chunk in chunks(sentence):
        mention = chunk.mention
        if mention is not None and mention.kind is MentionedBy.NAME:
            yield mention.words, mention.role


def may_be_somebody(name: str, role: str | None, language: str) -> bool:
    """Whether a name of a text, with the role it gives there, looks like a person's."""
    parts = name.split()
    if is_place(name, language) or is_role(parts[-1]) or _no_name(parts[0], language):
        return False
    return role is not None or len(parts) > 1


def kind_of(name: str, library: Library, language: str) -> Kind:
    """Return what bears `name`, as far as CLDR and the library tell."""
    if is_place(name, language):
        return Kind.PLACE
    return Kind.PERSON if is_person(name, library, language) else Kind.OTHER


def is_name(word: str, library: Library, language: str) -> bool:
    """Whether the library has `word`, in whatever case, as (a part of) a name, or CLDR as a country's."""
    folded = words.fold(word)
    if is_role(word) or words.is_common(word, language) or folded in _adjectives(language):
        return False
    return library.index.vocabulary.is_name(folded) or folded in territories(language)


def mentions(question: str, library: Library, language: str) -> tuple[Mention, ...]:
    """Return the names in `question`, in order: capitalised ones, and those that the library has as names."""
    taken = [False] * len(question)
    spans: list[tuple[int, int]] = []
    for match in _CAPITALS.finditer(question):
        span = _bare(match.group(), match.start(), language)
        if span is None or _begins_only(question, span, library, language):
            continue
        spans += _apart(question, span, language)
        taken[slice(*span)] = [True] * (span[1] - span[0])
    for match in _WORD.finditer(question):
        start, end = match.span()
        bare = regex.sub(r"['’]s?$|\.$", "", match.group())
        if any(taken[start:end]) or not is_name(bare, library, language) or _no_name(bare, language):
            continue
        if spans and question[spans[-1][1] : start] == " " and not taken[spans[-1][0]]:
            start = spans.pop()[0]  # "juan guaido"
        spans.append((start, match.start() + len(bare)))
    return tuple(Mention(question[a:b], a, b, kind_of(question[a:b], library, language)) for a, b in sorted(spans))


def _bare(said: str, start: int, language: str) -> tuple[int, int] | None:
    """Where the name itself stands in capitalised words: without a question word or a title before it."""
    parts = [(match.group(), match.start(), match.end()) for match in regex.finditer(r"\S+", said)]
    while parts and _opens(parts[0][0], language):
        parts = parts[1:]
    titles = [number for number, (word, _, _) in enumerate(parts) if _is_title(word)]
    parts = parts[titles[-1] + 1 :] if titles else parts
    if not parts or _no_name(said[parts[0][1] : parts[-1][2]], language):
        return None
    return start + parts[0][1], start + parts[-1][2]


def _opens(word: str, language: str) -> bool:
    return words.is_common(word, language) or (word.lower() in kinds_of_words.NO_NAMES)


def _is_title(word: str) -> bool:
    low = word.lower().rstrip(".")
    return low in kinds_of_words.TITLES or low in kinds_of_words.QUALIFIERS or is_role(low)


def _apart(question: str, span: tuple[int, int], language: str) -> list[tuple[int, int]]:
    """Where verbs come last, two names meet ("Wann hat China Guaido anerkannt?"); elsewhere a name is one."""
    name = question[slice(*span)]
    first, _, rest = name.partition(" ")
    if language == "en" or not rest or is_place(name, language) or not is_place(first, language):
        return [span]
    return [(span[0], span[0] + len(first)), (span[1] - len(rest), span[1])]


def _begins_only(question: str, span: tuple[int, int], library: Library, language: str) -> bool:
    """Whether a name may have its capital only because the question starts with it."""
    name = question[slice(*span)]
    return span[0] <= 1 and " " not in name and not is_name(name, library, language)


def _no_name(name: str, language: str) -> bool:
    """Whether `name` is a day, a month, a word of questions, or what belongs to a place ("Venezuelan")."""
    folded = words.fold(name)
    calendar = {*calendars.months(language), *calendars.weekdays(language)}
    if folded in calendar or words.is_common(name, language) or folded in _adjectives(language):
        return True
    if not _BELONGING.search(folded) or folded in _places(language):
        return False
    return any(folded.startswith(place) for place in _beginnings(language))


@cache
def _beginnings(language: str) -> tuple[str, ...]:
    """What the words for what belongs to a place begin with: "cuba" of "Cuban", "german" of "German"."""
    return tuple(
        place if len(place) == 4 else place[:-1] for place in _places(language) if " " not in place and len(place) > 3
    )
