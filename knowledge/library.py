"""The library: validated, indexed stories in one immutable snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby, islice
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from knowledge import duplicates
from knowledge.article import Article
from knowledge.files import Fault
from knowledge.loading import Progress, read_stories
from knowledge.overlay import Overlaid, OverlaidShelf
from knowledge.retrieval.engine import Engine
from knowledge.retrieval.indexed import is_ever_shown
from knowledge.rulings import Ruling, ruled
from knowledge.story import Story


@dataclass(frozen=True)
class Library:
    """An immutable snapshot of every usable article, with its index and the faults of what was refused."""

    stories: Mapping[str, Story]
    faults: tuple[Fault, ...]
    loaded_at: datetime

    @classmethod
    def load(cls, paths: Iterable[Path], *, now: datetime, progress: Progress | None = None) -> Library:
        """Read, validate and index the articles of `paths`; what is wrong with one is in `faults`.

        `now` (aware) tells what lies in the future. A path that is not there is a fault as well.
        """
        stories, faults = read_stories(paths, now=now, progress=progress)
        library = cls(MappingProxyType(stories), tuple(faults), now)
        library.index, library.siblings  # noqa: B018 - built now, so that a swap hands over a whole library
        return library

    @classmethod
    def of(cls, stories: Iterable[Story], *, now: datetime) -> Library:
        """Make a library of stories that are already in memory."""
        return cls(MappingProxyType({story.article.id: story for story in stories}), (), now)

    @classmethod
    def kept(
        cls,
        stories: Mapping[str, Story],
        faults: Iterable[Fault],
        *,
        now: datetime,
        index: Engine[Story],
        numbers: Mapping[str, int],
        siblings: Mapping[str, tuple[str, ...]],
    ) -> Library:
        """Make a library whose index is there already: `stories` are those of the index that are not gone."""
        library = cls(stories, tuple(faults), now)
        vars(library).update(index=index, numbers=numbers, siblings=siblings)
        return library

    @cached_property
    def index(self) -> Engine[Story]:
        """The search index over the stories, in their order; those that are never quoted only have a number in it."""
        return Engine.build(self.stories.values())

    @cached_property
    def siblings(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of the articles that are mostly one text with that of an id: a wire story in several outlets."""
        ids = tuple(self.stories)
        found = duplicates.siblings(" ".join(s.text for s in story.bare) for story in self.stories.values())
        return {ids[place]: tuple(ids[other] for other in others) for place, others in found.items()}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Language codes of the articles, the most frequent first."""
        return self.index.languages

    def latest(self, now: datetime, limit: int, offset: int = 0) -> tuple[Article, ...]:
        """Return articles that may be shown at `now`, newest first; undated ones come last."""
        return tuple(islice(self.newest_first(now), offset, offset + limit))

    def shown(self, now: datetime) -> NDArray[np.int64]:
        """Return the numbers of the stories that may be shown at `now`."""
        return np.flatnonzero(self.index.catalogue.shown(slice(None), now))

    def newest_first(self, now: datetime, among: NDArray[np.int64] | None = None) -> Iterator[Article]:
        """Yield the articles that may be shown at `now`, newest first, each when it is asked for; undated ones last.

        `among` are the numbers of the stories in question, all of them by default.
        """
        catalogue, stories = self.index.catalogue, self.index.stories
        shown = self.shown(now) if among is None else np.intersect1d(among, self.shown(now))
        dated = self.index.tokens.days[shown] > 0
        order = shown[np.lexsort((-catalogue.published[shown], ~dated))]
        for _, together in groupby(order.tolist(), key=lambda n: float(catalogue.published[n])):
            yield from sorted((stories[n].article for n in together), key=lambda one: one.id, reverse=True)

    def has(self, story: Story) -> bool:
        """Whether the library has a story as it is: the same article and the same text."""
        found = self.stories.get(story.article.id)
        return found is not None and (found is story or found.says_as(story))

    def has_as(self, other: Library, id_: str) -> bool:
        """Whether the library has the same story of an id as another one that has it."""
        if self.index.columns is other.index.columns:  # two states of one library: a story that stays keeps its number
            return self.numbers.get(id_) == other.numbers[id_]
        return self.has(other.stories[id_])

    def under(self, rulings: Mapping[str, Ruling]) -> Library:
        """Return the same library as `rulings`, by the article's id, leave it.

        The index keeps all its sentences: those of a withheld article are found, but never quotable.
        """
        changed = {id_: ruled(self.stories[id_], ruling) for id_, ruling in rulings.items() if id_ in self.stories}
        if not changed:
            return self
        numbers = {id_: self.numbers[id_] for id_ in changed}
        withheld = [numbers[id_] for id_, story in changed.items() if not is_ever_shown(story.article)]
        found = replace(self, stories=Overlaid(self.stories, changed))
        index = replace(
            self.index,
            stories=OverlaidShelf(self.index.stories, {numbers[id_]: story for id_, story in changed.items()}),
            catalogue=self.index.catalogue.without(withheld),
        )
        vars(found).update(index=index, siblings=self.siblings, numbers=self.numbers)
        return found

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the stories in the index, by id."""
        return {id_: number for number, id_ in enumerate(self.stories)}

    def __len__(self) -> int:
        return len(self.stories)
