"""The articles that a question may find its answer in, laid out as one run of words, each looked up once.

What is near, in the headline or elsewhere in an article follows by shifting and reducing arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.analysis import Term
from knowledge.retrieval.tokens import Ids, Places, Tokens

Floats = NDArray[np.float64]

_BESIDE = 2


@dataclass(frozen=True, eq=False)
class Layout:
    """`stories` (in order, each once) and their sentences, one after another.

    `sentences` are the sentences' numbers in the library, `starts` says where each story's begin (one more than there
    are stories). `found` and `head` say how well each term (a row) is matched (0..1) in each sentence, and above each
    story. `words` says where each sentence's words begin in `ids` (one more), `column` which word of the question each
    of them is.
    """

    stories: Places
    sentences: Places
    starts: Places
    found: Floats
    head: Floats
    ids: Ids
    words: Places
    column: NDArray[np.int16]
    columns: Columns

    @classmethod
    def of(cls, terms: Sequence[Term], stories: Places, tokens: Tokens) -> Layout:
        """Lay out `stories` (in order, each once, at least one) and look `terms` up in them."""
        first, last = tokens.story_starts[stories], tokens.story_starts[stories + 1]
        run = _Run.of(first, last, tokens.starts, tokens.ids)
        columns = Columns(terms, tokens)
        found, column = columns.matched(run)
        above = np.arange(len(tokens.head_starts))
        head, _ = columns.matched(_Run.of(above[stories], above[stories + 1], tokens.head_starts, tokens.head_ids))
        sentences, _ = laid_out(first, last)
        starts = np.concatenate(([0], np.cumsum(last - first)))
        return cls(stories, sentences, starts, found, head, run.ids, run.starts, column, columns)

    def at(self, story: Places) -> Places | None:
        """Return the place of each of `story` among the stories; None where one is not laid out."""
        place = np.minimum(np.searchsorted(self.stories, story), len(self.stories) - 1)
        return place if (self.stories[place] == story).all() else None

    @property
    def story(self) -> Places:
        """The place of each sentence's story."""
        return np.repeat(np.arange(len(self.stories)), np.diff(self.starts))

    def shifted(self, row: Places, story: Places, by: int) -> Floats:
        """Return what stands `by` sentences after each row (before, if negative) in its story; 0 beyond its ends."""
        there = row + by
        inside = (there >= self.starts[story]) & (there < self.starts[story + 1])
        return np.where(inside, self.found[:, np.where(inside, there, row)], 0.0)


def laid_out(first: Places, last: Places) -> tuple[Places, Places]:
    """Return every number of the ranges [first, last), one range after another, and which range each is of."""
    lengths = last - first
    owner = np.repeat(np.arange(len(first)), lengths)
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.arange(lengths.sum()) - before[owner] + first[owner], owner


def _gathered(first: Places, last: Places, values: NDArray[Any]) -> tuple[NDArray[Any], Places]:
    """Return the ranges [first, last) of `values` one after another, and where each begins; an end more than ranges."""
    begins = np.concatenate(([0], np.cumsum(last - first)))
    parts = [values[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    return np.concatenate(parts), begins


@dataclass(frozen=True)
class _Run:
    """The words of several owners (sentences, heads) one after another; `starts` says where each owner's begin."""

    ids: Ids
    starts: Places

    @classmethod
    def of(cls, first: Places, last: Places, starts: Places, ids: Ids) -> _Run:
        """Take the owners [first, last) of a library whose owners' words begin at `starts` in `ids`."""
        words, begins = _gathered(starts[first], starts[last], ids)
        owners, counted = _gathered(first, last, starts)
        moved = owners + np.repeat(begins[:-1] - starts[first], np.diff(counted))
        return cls(words, np.append(moved, len(words)))

    def owner(self, places: Places) -> Places:
        """Return which owner's words stand at `places`."""
        return np.searchsorted(self.starts, places, side="right") - 1


class Columns:
    """The distinct keys of a question, and how terms are made up of them."""

    def __init__(self, terms: Sequence[Term], tokens: Tokens) -> None:
        self.terms = terms
        self.tokens = tokens
        columns: dict[str, int] = {}
        self.ways: list[list[tuple[list[int], float]]] = []
        for term in terms:
            ways = [([columns.setdefault(term.key, len(columns))], 1.0)]
            ways += [([columns.setdefault(k, len(columns)) for k in r.keys], r.likeness) for r in term.readings]
            self.ways.append(ways)
        self.count = len(columns)
        self.lookup = np.full(len(tokens.keys), -1, dtype=np.int16)
        for key, column in columns.items():
            number = tokens.keys.get(key)
            if number is not None:
                self.lookup[number] = column
        self._term = np.full(self.count + 1, -1)  # the last stands for "no column"
        for number, ways in reversed(list(enumerate(self.ways))):
            for way, _ in ways:
                self._term[way] = number

    def matched(self, run: _Run) -> tuple[Floats, NDArray[np.int16]]:
        """Return how well each term (a row) is matched by the words of each owner, and the column of every word."""
        column = self.lookup.take(run.ids)
        for term, ways in zip(self.terms, self.ways, strict=True):
            if term.beside:
                column = self._only_beside(column, ways[0][0][0], term.beside, run)
        owners = self._owners(column, run)
        found = np.zeros((len(self.terms), len(run.starts) - 1))
        for number, ways in enumerate(self.ways):
            for columns, likeness in sorted(ways, key=lambda way: way[1]):  # the likeliest is written last
                having = reduce(np.intersect1d, (owners[one] for one in columns))
                found[number, having] = likeness
        return found, column

    def _owners(self, column: NDArray[np.int16], run: _Run) -> list[Places]:
        """Return the owners that have each key, in order, some more than once."""
        hits = np.flatnonzero(column >= 0)
        in_order = hits[np.argsort(column[hits], kind="stable")]
        ends = np.searchsorted(column[in_order], np.arange(self.count), side="right")
        return np.split(run.owner(in_order), ends[:-1])

    def _only_beside(self, column: NDArray[np.int16], number: int, month: str, run: _Run) -> NDArray[np.int16]:
        """A day's number counts only next to its month: "25" of "January 25" is no other 25."""
        wanted = self.tokens.keys.get(month)
        column = column.copy()
        for place in np.flatnonzero(column == number).tolist():
            owner = int(run.owner(np.array([place]))[0])
            first = max(int(run.starts[owner]), place - _BESIDE)
            last = min(int(run.starts[owner + 1]), place + _BESIDE + 1)
            if wanted is None or not (run.ids[first:last] == wanted).any():
                column[place] = -1
        return column

    def term_of(self, column: NDArray[np.int16]) -> Places:
        """Return the term that each column belongs to first; -1 for -1."""
        return self._term[column]
