"""A person or a topic over time: what the articles say of them, in the order of the days that it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.answering import Correction
from knowledge.article import day
from knowledge.browsing.searching import search
from knowledge.library import Library
from knowledge.reports import Place, once
from knowledge.story import Story

MOST = 60
"""Entries of a timeline: what is said best, and of the days that sentences name, where there is more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence and its day: the first single day that it names, else its article's; None where neither is known."""

    story: Story
    index: int
    day: date | None
    named: bool
    """Whether the sentence names the day itself."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries by day, the earliest first, those without a day last; each report once.

    `corrections` and `unknown` are as in `searching.Found`; `more` says that there was more than is kept.
    """

    entries: tuple[Entry, ...] = ()
    corrections: tuple[Correction, ...] = ()
    unknown: tuple[str, ...] = ()
    more: bool = False


def timeline(topic: str, library: Library, *, now: datetime, statements: Sequence[Place] = ()) -> Timeline:
    """Return what articles that may be shown at `now` (aware) say of `topic`, a person or a few words.

    Sentences that have all the words themselves come before those that have them near; `statements`, where the topic
    is a person, are what that person says, found elsewhere: "he said" names nobody.
    """
    found = search(topic, library, now=now)
    own = [hit.place for hit in found.hits if hit.whole]
    near = [hit.place for hit in found.hits if not hit.whole]
    said = [place for place in statements if place[0].article.quotable(now)]
    chosen = [*own, *said] or near
    places = [chosen[number] for number in once(library, chosen)]
    entries = [Entry(*place, *day_of(*place)) for place in places]
    kept = sorted(entries, key=lambda one: not one.named)[:MOST]
    kept.sort(key=lambda one: (one.day is None, one.day or date.min, one.story.article.id, one.index))
    return Timeline(tuple(kept), found.corrections, found.unknown, len(entries) > MOST)


def day_of(story: Story, index: int) -> tuple[date | None, bool]:
    """Return the day that a sentence is of, and whether it names it: the first single day in it, else its article's."""
    article = story.article
    for mention in story.dates(index):
        if mention.start == mention.end:
            return mention.start, True
    return (day(article.published) if article.published is not None else None), False
