"""Short, stable names for quotes and articles: for buttons, inline results and deep links, which may hold 64 bytes."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from knowledge.answering import Quote, reported
from knowledge.library import Library
from knowledge.reports import Place
from knowledge.story import Story

_LONGEST_ID = 30
_LINKABLE = re.compile(r"[A-Za-z0-9_-]{1,48}")


def quote_key(found: Quote) -> str:
    """Return at most 48 ASCII characters that name the sentence: where it stands, and what it says."""
    return _key(found.article.id, found.sentence.index, found.sentence.text)


def place_key(place: Place) -> str:
    """Return the key of the sentence at `place`, without reading its article: the same as its quote's."""
    story, index = place
    return _key(story.article.id, index, story.bare[index].text)


def _key(article: str, index: int, text: str) -> str:
    return f"{index}.{_digest(text)}.{_article_key(article)}"


def find_place(library: Library, key: str, *, now: datetime) -> Place | None:
    """Return where the sentence that `key` names stands.

    None where its article may not be shown at `now`, or the sentence changed.
    """
    index, _, rest = key.partition(".")
    said, _, article = rest.partition(".")
    if not (index.isascii() and index.isdecimal() and len(index) < 8):
        return None
    story = library.stories.get(article) or next(
        (library.stories[id_] for id_ in library.stories if len(id_) > _LONGEST_ID and _article_key(id_) == article),
        None,
    )
    if story is None or int(index) >= len(story.bare) or _digest(story.bare[int(index)].text) != said:
        return None
    if not story.article.quotable(now) or not story.bare[int(index)].quotable:
        return None
    return story, int(index)


def find_quote(library: Library, key: str, *, now: datetime) -> Quote | None:
    """Return the quote that `key` names, None as `find_place` does."""
    place = find_place(library, key, now=now)
    return None if place is None else reported(library, *place, now=now)


def article_link(article_id: str) -> str:
    """Return at most 48 of the characters that a deep link may have (letters, digits, _ and -), naming an article."""
    # No id begins with a hyphen, so that what does is a digest.
    return article_id if _LINKABLE.fullmatch(article_id) else f"-{_digest(article_id)}{_digest(article_id[::-1])}"


def find_article(library: Library, named: str, *, now: datetime) -> Story | None:
    """Return the story of an article's id or link; None where there is none, or it may not be shown at `now`."""
    story = library.stories.get(named)
    if story is None and named.startswith("-"):
        story = next((library.stories[id_] for id_ in library.stories if article_link(id_) == named), None)
    return story if story is not None and story.article.quotable(now) else None


def _article_key(id_: str) -> str:
    return id_ if len(id_) <= _LONGEST_ID else "~" + _digest(id_) + _digest(id_[::-1])


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8]
