"""The sentences that retrieval offers, as arrays: what is counted of all of them is counted at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.layout import Layout

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that retrieval offers, with the scores it was found by (both >= 0)."""

    story: int
    index: int
    bm25: float
    article_bm25: float


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Candidates in an order: where each stands, and the scores that it was found by.

    `layout` has the words of their stories, where they were laid out already.
    """

    story: Places
    index: Places
    bm25: Floats
    article_bm25: Floats
    layout: Layout | None = None

    @classmethod
    def of(cls, candidates: Iterable[Candidate]) -> Candidates:
        """Return `candidates` as arrays, in their order."""
        every = list(candidates)
        return cls(
            np.array([one.story for one in every], dtype=np.int64),
            np.array([one.index for one in every], dtype=np.int64),
            np.array([one.bm25 for one in every], dtype=np.float64),
            np.array([one.article_bm25 for one in every], dtype=np.float64),
        )

    def take(self, which: NDArray[Any] | slice) -> Candidates:
        """Return those at the places `which`, in that order, or those for which it is true."""
        return Candidates(self.story[which], self.index[which], self.bm25[which], self.article_bm25[which], self.layout)

    def then(self, more: Candidates) -> Candidates:
        """Return these and then `more`."""
        return Candidates(
            np.concatenate((self.story, more.story)),
            np.concatenate((self.index, more.index)),
            np.concatenate((self.bm25, more.bm25)),
            np.concatenate((self.article_bm25, more.article_bm25)),
            self.layout,
        )

    def __len__(self) -> int:
        return len(self.story)

    def __getitem__(self, place: int) -> Candidate:
        return Candidate(
            int(self.story[place]), int(self.index[place]), float(self.bm25[place]), float(self.article_bm25[place])
        )

    def __iter__(self) -> Iterator[Candidate]:
        columns = (self.story, self.index, self.bm25, self.article_bm25)
        return map(Candidate, *(column.tolist() for column in columns))
