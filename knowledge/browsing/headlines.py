"""Articles by date and by source."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.article import Article
from knowledge.library import Library
from knowledge.reading.dates import read_dates
from knowledge.retrieval import words
from knowledge.retrieval.language import question_language

Days = tuple[date, date]
"""The first and the last day."""

MOST = 1_000
"""Articles that are listed: who wants older ones names a source or a day."""
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
    library: Library, *, now: datetime, source: str | None = None, days: Days | None = None, most: int = MOST
) -> tuple[Article, ...]:
    """Return at most `most` articles that may be shown at `now`, newest first: of one source, of some days, or all.

    A story that several outlets have as one text comes once, as the newest of them; of one source all come. Undated
    articles come last, and never where days are asked for.
    """
    catalogue, ordinals = library.index.catalogue, library.index.tokens.days
    among = library.shown(now)
    if source is not None:
        wanted = [n for n, name in enumerate(catalogue.outlets) if name.casefold() == source.casefold()]
        among = among[np.isin(catalogue.outlet[among], wanted)]
    if days is not None:
        first, last = days[0].toordinal(), days[1].toordinal()
        among = among[(ordinals[among] >= max(1, first)) & (ordinals[among] <= last)]
    found: list[Article] = []
    twins: set[str] = set()
    for article in library.newest_first(now, among):
        if source is None:
            if article.id in twins:
                continue
            twins.update(library.siblings.get(article.id, ()))
        found.append(article)
        if len(found) == most:
            break
    return tuple(found)


def outlets(library: Library, *, now: datetime) -> tuple[Outlet, ...]:
    """Return the sources of the articles that may be shown at `now`, those with the most articles first."""
    catalogue = library.index.catalogue
    shown = library.shown(now)
    outlet = catalogue.outlet[shown]
    newest = np.full(len(catalogue.outlets), -np.inf)
    np.maximum.at(newest, outlet, catalogue.published[shown])
    # One source that is spelt in several ways is called as its newest article does.
    spelt = sorted(zip(newest.tolist(), catalogue.outlets, strict=True))
    names = {name.casefold(): name for _, name in spelt}
    counts: Counter[str] = Counter()
    for number, count in enumerate(np.bincount(outlet, minlength=len(newest)).tolist()):
        if count:
            counts[catalogue.outlets[number].casefold()] += count
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
