"""One report in several outlets: which sentences are the same report, and who else has it.

Same words are not enough: "on Tuesday" is another day in another week, and "He declined to comment" is said in many
stories. So the days named must be the same; and where the articles are not one text, both sentences must stand
alone, be of some length, and be of the same week.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from rapidfuzz.fuzz import ratio

from knowledge.article import Article, moment
from knowledge.duplicates import fingerprint
from knowledge.library import Library
from knowledge.story import Story

Place = tuple[Story, int]
"""A sentence: its story, and its index there."""

_LONG_ENOUGH = 8
"""Words that tell, from which a sentence that two stories have is more than a phrase."""
_ONE_WEEK = timedelta(days=7)
_ALIKE = 70
"""rapidfuzz's ratio (0..100) that sentences of the same words always have: a quick look before the exact one."""


def same_report(library: Library, one: Place, other: Place) -> bool:
    """Whether two sentences of `library` are one report: the same words, of the same days."""
    (story, index), (twin, at) = one, other
    said, again = story.bare[index], twin.bare[at]
    if story.id == twin.id:
        return said.text == again.text
    language = story.language
    if language != twin.language or not ratio(said.text.casefold(), again.text.casefold(), score_cutoff=_ALIKE):
        return False
    telling = fingerprint(said.text, language)
    if telling != fingerprint(again.text, language):
        return False
    if twin.id not in library.siblings.get(story.id, ()) and not (
        len(telling) >= _LONG_ENOUGH
        and _same_week(story.article, twin.article)
        and story.leans_on(index) is None
        and twin.leans_on(at) is None
    ):
        return False
    return _days(story, index) == _days(twin, at)


def _same_week(one: Article, other: Article) -> bool:
    if one.published is None or other.published is None:
        return False
    return abs(moment(one.published) - moment(other.published)) <= _ONE_WEEK


def _days(story: Story, index: int) -> list[tuple[object, object]]:
    return [(mention.start, mention.end) for mention in story.dates(index)]


def once(library: Library, places: Iterable[Place]) -> Iterator[int]:
    """Yield the numbers of `places`, from 0, that do not repeat the report of an earlier one."""
    kept: dict[tuple[str, ...], list[Place]] = {}
    for number, place in enumerate(places):
        # Only the same words can be the same report: of a thousand places each is compared with very few.
        alike = kept.setdefault(_telling(place), [])
        if not any(same_report(library, earlier, place) for earlier in alike):
            alike.append(place)
            yield number


def _telling(place: Place) -> tuple[str, ...]:
    story, index = place
    return fingerprint(story.bare[index].text, story.language)


def also_reported_by(library: Library, place: Place, among: Sequence[Place], *, now: datetime) -> tuple[Article, ...]:
    """Return the articles of other outlets that have the same report and may be shown at `now`, the oldest first.

    They are looked for `among` the sentences found with it, and in the articles that are mostly one text with its
    own; each outlet is named once.
    """
    story, _ = place
    twins = {twin.id: twin for twin, at in among if same_report(library, place, (twin, at))}
    for id_ in library.siblings.get(story.id, ()):
        twin = library.stories[id_]
        if id_ not in twins and any(same_report(library, place, (twin, s.index)) for s in twin.bare if s.quotable):
            twins[id_] = twin
    own = _outlet(story.article)
    found: dict[str, Article] = {}
    for article in sorted((twin.article for twin in twins.values()), key=_age):
        if article.quotable(now) and _outlet(article) != own:
            found.setdefault(_outlet(article), article)
    return tuple(found.values())


def _outlet(article: Article) -> str:
    return article.source.name.casefold()


def _age(article: Article) -> tuple[bool, float, str]:
    published = article.published
    return published is None, 0.0 if published is None else moment(published).timestamp(), article.id
