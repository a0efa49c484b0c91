"""The articles that a question may find its answer in, laid out as one run of words, each looked up once.

What is near, in the headline or elsewhere in an article follows by shifting and reducing arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
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

    `sentences` are the sentences' numbers in the library, `story` says which of `stories` each is of, `starts` where
    each story's begin (one more than there are stories). `found` and `head` say how well each term (a row) is matched
    (0..1) in each sentence, and above each story. `words` says where each sentence's words begin in `ids` (one more),
    `column` which word of the question each of them is.
    """

    stories: Places
    sentences: Places
    story: Places
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
        columns = Columns(terms, tokens)
        sentences, story = laid_out(first, last)
        words, begins = _gathered(tokens.starts[first], tokens.starts[last], tokens.ids)
        moved = tokens.starts[sentences] + (begins - tokens.starts[first])[story]
        run = _Run(words, np.append(moved, len(words)))
        found, column = columns.matched(run)
        above, begins = _gathered(tokens.head_starts[stories], tokens.head_starts[stories + 1], tokens.head_ids)
        head, _ = columns.matched(_Run(above, np.append(begins, len(above))))
        starts = np.append(0, (last - first).cumsum())
        return cls(stories, sentences, story, starts, found, head, run.ids, run.starts, column, columns)

    def at(self, story: Places) -> Places | None:
        """Return the place of each of `story` among the stories; None where one is not laid out."""
        place = np.minimum(self.stories.searchsorted(story), len(self.stories) - 1)
        return place if (self.stories[place] == story).all() else None

    def shifted(self, row: Places, by: Sequence[int]) -> Floats:
        """Return what stands so many sentences after each row (before, if negative) in its story; 0 beyond its ends.

        A term a row, then one of `by`, then the rows.
        """
        there = row + np.array(by)[:, None]
        story = self.story[row]
        inside = (there >= self.starts[story]) & (there < self.starts[story + 1])
        found: Floats = self.found[:, np.where(inside, there, row)] * inside
        return found


def laid_out(first: Places, last: Places) -> tuple[Places, Places]:
    """Return every number of the ranges [first, last), one range after another, and which range each is of."""
    lengths = last - first
    ends = lengths.cumsum()
    owner = np.arange(len(first)).repeat(lengths)
    return np.arange(len(owner)) + (last - ends)[owner], owner


def _gathered(first: Places, last: Places, values: NDArray[Any]) -> tuple[NDArray[Any], Places]:
    """Return the ranges [first, last) of `values` one after another, and where each begins."""
    lengths = last - first
    parts = [values[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    return np.concatenate(parts), lengths.cumsum() - lengths


@dataclass(frozen=True)
class _Run:
    """The words of several owners (sentences, heads) one after another; `starts` says where each owner's begin.

    There is one more of `starts` than there are owners.
    """

    ids: Ids
    starts: Places

    def owner(self, places: Places) -> Places:
        """Return which owner's words stand at `places`."""
        return self.starts.searchsorted(places, side="right") - 1


class Columns:
    """The distinct keys of a question, and how terms are made up of them."""

    def __init__(self, terms: Sequence[Term], tokens: Tokens) -> None:
        self.terms = terms
        self.tokens = tokens
        self._columns = columns = dict[str, int]()
        self.ways: list[list[tuple[list[int], float]]] = []
        for term in terms:
            ways = [([columns.setdefault(term.key, len(columns))], 1.0)]
            ways += [([columns.setdefault(k, len(columns)) for k in r.keys], r.likeness) for r in term.readings]
            self.ways.append(sorted(ways, key=lambda way: way[1]))
        self.lookup = np.full(len(tokens.keys), -1, dtype=np.int16)
        for key, column in columns.items():
            number = tokens.keys.get(key)
            if number is not None:
                self.lookup[number] = column
        self._term = np.full(len(columns) + 1, -1)  # the last stands for "no column"
        for number, ways in reversed(list(enumerate(self.ways))):
            for way, _ in ways:
                self._term[way] = number

    def matched(self, run: _Run) -> tuple[Floats, NDArray[np.int16]]:
        """Return how well each term (a row) is matched by the words of each owner, and the column of every word."""
        column = self.lookup.take(run.ids, mode="clip")  # all are in range, and looking whether they are takes time
        for term in self.terms:
            if term.beside:
                column = self._only_beside(column, self._columns[term.key], term.beside, run)
        owners = len(run.starts) - 1
        hits = (column >= 0).nonzero()[0]
        key, owner = column[hits], run.owner(hits)
        has = np.zeros((len(self._columns), owners), dtype=np.bool_)
        has[key, owner] = True
        order = key.argsort(kind="stable")
        ends = key[order].searchsorted(np.arange(len(self._columns)), side="right").tolist()
        having = [owner[order[first:last]] for first, last in pairwise([0, *ends])]
        found = np.zeros((len(self.terms), owners))
        for row, ways in zip(found, self.ways, strict=True):
            for (first, *others), likeness in ways:  # the likeliest is written last
                all_ = having[first]
                for other in others:
                    all_ = all_[has[other, all_]]
                row[all_] = likeness
        return found, column

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
