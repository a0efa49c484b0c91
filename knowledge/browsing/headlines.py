"""Articles by date and by source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz import fuzz, process

from knowledge.article import Article, day
from knowledge.library import Library
from knowledge.reading.dates import read_dates
from knowledge.retrieval import words
from knowledge.retrieval.language import question_language

Days = tuple[date, date]
"""The first and the last day."""

_BESIDE = 4
"""Characters that may stand beside a day: "on Monday", "am Montag"."""
_ALIKE = 80
"""rapidfuzz's ratio (0..100) from which a name that was typed is a source's."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source and how many articles of it may be shown."""

    name: str
    articles: int


def headlines(
    library: Library, *, now: datetime, source: str | None = None, days: Days | None = None
) -> tuple[Article, ...]:
    """Return the articles that may be shown at `now`, newest first: of one source, of some days, or all.

    A story that several outlets have as one text comes once, as the newest of them; of one source all come. Undated
    articles come last, and never where days are asked for.
    """
    wanted = source.casefold() if source is not None else None
    found: list[Article] = []
    twins: set[str] = set()
    for article in library.newest_first(now):
        if wanted is not None and article.source.name.casefold() != wanted:
            continue
        if days is not None and (article.published is None or not days[0] <= day(article.published) <= days[1]):
            continue
        if wanted is None and article.id in twins:
            continue
        twins.update(library.siblings.get(article.id, ()))
        found.append(article)
    return tuple(found)


def outlets(library: Library, *, now: datetime) -> tuple[Outlet, ...]:
    """Return the sources of the articles that may be shown at `now`, those with the most articles first."""
    shown = library.latest(now, len(library))
    names = {article.source.name.casefold(): article.source.name for article in reversed(shown)}
    counts = Counter(article.source.name.casefold() for article in shown)
    return tuple(Outlet(names[key], count) for key, count in sorted(counts.items(), key=lambda i: (-i[1], i[0])))


def outlet_called(typed: str, library: Library, *, now: datetime) -> Outlet | None:
    """Return the source that `typed` names: exactly, by the beginning of a word of it, or nearly; None for none."""
    known = {words.fold(one.name): one for one in outlets(library, now=now)}
    wanted = words.fold(typed.strip())
    if not wanted:
        return None
    if wanted in known:
        return known[wanted]
    begun = next((one for name, one in known.items() if f" {wanted}" in f" {name}"), None)
    near = process.extractOne(wanted, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return begun or (known[near[0]] if near else None)


def days_called(typed: str, library: Library, *, now: datetime) -> Days | None:
    """Return the days that `typed` means and says nothing beside; None where it means none."""
    for language in dict.fromkeys((question_language(typed, library.languages), *library.languages, "en")):
        read = read_dates(typed, language, today=now.date())
        if len(read) == 1 and len(typed.strip()) - len(read[0].words) <= _BESIDE:
            return read[0].interval
    return None
