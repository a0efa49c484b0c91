"""Where the words of a question stand, in and around every candidate at once.

The articles of all candidates are laid out as one run of words; each word is looked up once, and what is near, in
the headline or elsewhere in the article follows by shifting and reducing arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.tokens import Ids, Marks, Places, Tokens

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAD = 4
"""How many sentences open an article."""
_BESIDE = 2


@dataclass(frozen=True)
class Words:
    """The words of the candidates' own sentences, one after another.

    `row` is the candidate that a word belongs to, `place` where it stands in the run, `term` which term of the
    question it is found as (-1: none).
    """

    ids: Ids
    marks: Marks
    row: Places
    place: Places
    term: Places


@dataclass(frozen=True)
class Matching:
    """How well each term is matched (0..1), a row a candidate and a column a term.

    `here` is in the sentence, `beside` there or in its neighbours, `around` up to two sentences off, `head` above
    the article, `lead` in its opening, `article` anywhere in it or above it; `mentions` counts its sentences that
    have the term. `stories` are the articles in question, `story` each candidate's place among them.
    """

    here: Floats
    beside: Floats
    around: Floats
    head: Floats
    lead: Floats
    article: Floats
    mentions: Floats
    words: Words
    sentences: Places
    stories: Places
    story: Places
    story_lengths: Places


def match(analysis: Analysis, candidates: Candidates, tokens: Tokens) -> Matching:
    """Look the terms of `analysis` up in and around `candidates` (at least one)."""
    stories, story = np.unique(candidates.story, return_inverse=True)
    first, last = tokens.story_starts[stories], tokens.story_starts[stories + 1]
    starts = np.concatenate(([0], np.cumsum(last - first)))
    run = _Run.of(first, last, tokens.starts, tokens.ids)
    columns = _Columns(analysis.terms, tokens)
    found, column = columns.matched(run)
    above = np.arange(len(tokens.head_starts))
    heads = _Run.of(above[stories], above[stories + 1], tokens.head_starts, tokens.head_ids)
    head, _ = columns.matched(heads)

    row = starts[story] + candidates.index
    here = found[:, row]
    beside = np.maximum(here, np.maximum(*(_shifted(found, row, starts, story, by) for by in (-1, 1))))
    around = np.maximum(beside, np.maximum(*(_shifted(found, row, starts, story, by) for by in (-2, 2))))
    lead = head.copy()
    for step in range(LEAD):
        there = starts[:-1] + step
        has = there < starts[1:]
        lead[:, has] = np.maximum(lead[:, has], found[:, there[has]])
    whole = np.maximum.reduceat(found, starts[:-1], axis=1)
    counts = np.add.reduceat((found > 0).astype(float), starts[:-1], axis=1)

    in_order = np.argsort(row)  # the words of the candidates' own sentences, as they stand
    own, of = _laid_out(run.starts[row[in_order]], run.starts[row[in_order] + 1])
    marks, _ = _gathered(tokens.starts[first], tokens.starts[last], tokens.marks)
    return Matching(
        here=_by_row(here),
        beside=_by_row(beside),
        around=_by_row(around),
        head=_by_row(head[:, story]),
        lead=_by_row(np.maximum(lead[:, story], here)),
        article=_by_row(np.maximum(whole, head)[:, story]),
        mentions=_by_row(counts[:, story]),
        words=Words(run.ids[own], marks[own], in_order[of], own, columns.term_of(column[own])),
        sentences=first[story] + candidates.index,
        stories=stories,
        story=story,
        story_lengths=(last - first)[story],
    )


def term_weights(analysis: Analysis) -> Floats:
    """Return what each term of the question weighs."""
    return np.array([term.weight for term in analysis.terms])


def _laid_out(first: Places, last: Places) -> tuple[Places, Places]:
    """Return every number of the ranges [first, last), one range after another, and which range each is of."""
    lengths = last - first
    owner = np.repeat(np.arange(len(first)), lengths)
    before = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    return np.arange(lengths.sum()) - before[owner] + first[owner], owner


def _by_row(found: Floats) -> Floats:
    """A row a candidate, as sums over terms need them."""
    return np.ascontiguousarray(found.T)


def _shifted(found: Floats, row: Places, starts: Places, story: Places, by: int) -> Floats:
    """What stands `by` sentences after each row (before, if negative) in the same article; nothing beyond its ends."""
    there = row + by
    inside = (there >= starts[story]) & (there < starts[story + 1])
    return np.where(inside, found[:, np.where(inside, there, row)], 0.0)


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


class _Columns:
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
        column = self.lookup[run.ids]
        for term, ways in zip(self.terms, self.ways, strict=True):
            if term.beside:
                column = self._only_beside(column, ways[0][0][0], term.beside, run)
        hits = np.flatnonzero(column >= 0)
        present = np.zeros((self.count, len(run.starts) - 1), dtype=bool)
        present[column[hits], run.owner(hits)] = True
        found = np.zeros((len(self.terms), len(run.starts) - 1))
        for number, ways in enumerate(self.ways):
            for columns, likeness in ways:
                has = present[columns[0]] if len(columns) == 1 else present[columns].all(axis=0)
                np.maximum(found[number], has * likeness, out=found[number])
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
