"""What of every article is asked of all candidates at once: when it may be shown, how old it is, its language."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Status, moment
from knowledge.retrieval import words

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
    languages: tuple[str, ...]

    def shown(self, stories: NDArray[Any] | slice, now: datetime) -> NDArray[np.bool_]:
        """Return which of `stories` readers may be shown at `now` (aware): what `Article.quotable` says of them."""
        at = now.timestamp()
        return (self.shown_from[stories] <= at) & (at < self.shown_until[stories])

    def language_of(self, story: int) -> str:
        """Return the code of the language of a story."""
        return self.languages[int(self.language[story])]

    def without(self, stories: list[int]) -> Catalogue:
        """Return a catalogue in which `stories` are never shown."""
        until = self.shown_until.copy()
        until[stories] = _ALWAYS
        return replace(self, shown_until=until)


class CatalogueBuilder:
    """Takes articles in order; `finish` freezes them."""

    def __init__(self) -> None:
        self._published, self._from, self._until = array("d"), array("d"), array("d")
        self._language = array("H")
        self._languages: dict[str, int] = {}

    def add(self, article: Article) -> None:
        """Add the next article."""
        usable = article.status in {Status.USABLE, Status.CORRECTED}
        self._published.append(moment(article.published).timestamp() if article.published is not None else 0.0)
        self._from.append(article.embargoed_until.timestamp() if article.embargoed_until else _ALWAYS)
        expires = article.expires_at.timestamp() if article.expires_at else _NEVER
        self._until.append(expires if usable else _ALWAYS)
        code = words.language_code(article.language)
        self._language.append(self._languages.setdefault(code, len(self._languages)))

    def finish(self) -> Catalogue:
        """Return the frozen arrays."""
        return Catalogue(
            np.array(self._published, dtype=np.float64),
            np.array(self._from, dtype=np.float64),
            np.array(self._until, dtype=np.float64),
            np.array(self._language, dtype=np.uint16),
            tuple(self._languages),
        )
