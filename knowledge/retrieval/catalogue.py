"""What of every article is asked of all candidates at once: when it may be shown, how old it is, its language."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, moment
from knowledge.retrieval import words
from knowledge.retrieval.indexed import is_ever_shown

_ALWAYS, _NEVER = float("-inf"), float("inf")


@dataclass(frozen=True, eq=False)
class Catalogue:
    """A row a story, in the index's order; times are in seconds since 1970, UTC."""

    published: NDArray[np.float64]
    """0.0 where nobody knows."""
    shown_from: NDArray[np.float64]
    shown_until: NDArray[np.float64]
    language: NDArray[np.uint16]
    """A place in `languages`."""
    outlet: NDArray[np.uint16]
    """A place in `outlets`."""
    edited: NDArray[np.uint16]
    """1 where an editor has entered who says a sentence."""
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    """The names of the sources."""

    @classmethod
    def of(
        cls,
        columns: Mapping[str, NDArray[Any]],
        languages: tuple[str, ...],
        outlets: tuple[str, ...],
        gone: Collection[int] = (),
    ) -> Catalogue:
        """Return the catalogue of the columns of a library, in which the stories `gone` are never shown."""
        found = cls(**{name: columns[name] for name in COLUMNS}, languages=languages, outlets=outlets)
        return found.without(gone) if gone else found

    def shown(self, stories: NDArray[Any] | slice, now: datetime) -> NDArray[np.bool_]:
        """Return which of `stories` readers may be shown at `now` (aware): what `Article.quotable` says of them."""
        at = now.timestamp()
        return (self.shown_from[stories] <= at) & (at < self.shown_until[stories])

    def language_of(self, story: int) -> str:
        """Return the code of the language of a story."""
        return self.languages[int(self.language[story])]

    def without(self, stories: Collection[int]) -> Catalogue:
        """Return a catalogue in which `stories` are never shown."""
        until = self.shown_until.copy()
        until[list(stories)] = _ALWAYS
        return replace(self, shown_until=until)


COLUMNS = {
    "published": np.float64,
    "shown_from": np.float64,
    "shown_until": np.float64,
    "language": np.uint16,
    "outlet": np.uint16,
    "edited": np.uint16,
}


class CatalogueBuilder:
    """Takes articles in order, and gives the catalogue's columns piece by piece.

    `languages` and `outlets` are those known before.
    """

    def __init__(self, languages: Iterable[str] = (), outlets: Iterable[str] = ()) -> None:
        self._languages = {code: number for number, code in enumerate(languages)}
        self._outlets = {name: number for number, name in enumerate(outlets)}
        self._pieces = _empty()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages, in the order of their numbers."""
        return tuple(self._languages)

    @property
    def outlets(self) -> tuple[str, ...]:
        """The names of the sources, in the order of their numbers."""
        return tuple(self._outlets)

    def add(self, article: Article) -> None:
        """Add the next article."""
        pieces = self._pieces
        pieces["published"].append(moment(article.published).timestamp() if article.published is not None else 0.0)
        pieces["shown_from"].append(article.embargoed_until.timestamp() if article.embargoed_until else _ALWAYS)
        expires = article.expires_at.timestamp() if article.expires_at else _NEVER
        pieces["shown_until"].append(expires if is_ever_shown(article) else _ALWAYS)
        code = words.language_code(article.language)
        pieces["language"].append(self._languages.setdefault(code, len(self._languages)))
        pieces["outlet"].append(self._outlets.setdefault(article.source.name, len(self._outlets)))
        entries = (entry for section in article.sections or () for entry in section.sentences)
        pieces["edited"].append(int(any(entry.speaker is not None for entry in entries)))

    def renumbered(
        self, columns: Mapping[str, NDArray[Any]], languages: tuple[str, ...], outlets: tuple[str, ...]
    ) -> dict[str, NDArray[Any]]:
        """Return columns of another catalogue as they are in this one, which learns its languages and outlets."""
        found = dict(columns)
        for name, here, there in (("language", self._languages, languages), ("outlet", self._outlets, outlets)):
            numbers = np.array([here.setdefault(one, len(here)) for one in there], dtype=np.uint16)
            found[name] = numbers[columns[name]] if len(numbers) else columns[name]
        return {name: found[name] for name in COLUMNS}

    def take(self) -> dict[str, NDArray[Any]]:
        """Return the pieces of the columns since the last time."""
        taken = {name: np.array(piece, dtype=COLUMNS[name]) for name, piece in self._pieces.items()}
        self._pieces = _empty()
        return taken


def _empty() -> dict[str, array[Any]]:
    return {name: array("H" if kind is np.uint16 else "d") for name, kind in COLUMNS.items()}
