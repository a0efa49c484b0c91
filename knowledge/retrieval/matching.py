"""Where the words of a question stand, in and around every candidate at once.

The articles of all candidates are laid out as one run of words; each word is looked up once, and what is near, in
the headline or elsewhere in the article follows by shifting and reducing arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.analysis import Analysis, Term
from knowledge.retrieval.engine import Candidate
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


def match(analysis: Analysis, candidates: Sequence[Candidate], tokens: Tokens) -> Matching:
    """Look the terms of `analysis` up in and around `candidates` (at least one)."""
    stories, story = np.unique([c.story for c in candidates], return_inverse=True)
    first, last = tokens.story_starts[stories], tokens.story_starts[stories + 1]
    sentences, owner = _laid_out(first, last)
    starts = np.concatenate(([0], np.cumsum(last - first)))
    at, sentence = _laid_out(tokens.starts[sentences], tokens.starts[sentences + 1])
    ids = tokens.ids[at]
    columns = _Columns(analysis.terms, tokens)
    found, hits = columns.matched(ids, sentence, len(sentences))
    head_at, head_owner = _laid_out(tokens.head_starts[stories], tokens.head_starts[stories + 1])
    head, _ = columns.matched(tokens.head_ids[head_at], head_owner, len(stories))

    row = starts[story] + np.array([c.index for c in candidates])
    near = [_shifted(found, owner, steps)[row] for steps in (1, -1, 2, -2)]
    here = found[row]
    beside = np.maximum(here, np.maximum(near[0], near[1]))
    lead = head.copy()
    for step in range(LEAD):
        there = starts[:-1] + step
        has = there < starts[1:]
        lead[has] = np.maximum(lead[has], found[there[has]])
    whole = np.maximum.reduceat(found, starts[:-1], axis=0)
    counts = np.add.reduceat((found > 0).astype(float), starts[:-1], axis=0)

    row_of = np.full(len(sentences), -1)
    row_of[row] = np.arange(len(row))
    own = np.nonzero(row_of[sentence] >= 0)[0]
    return Matching(
        here=here,
        beside=beside,
        around=np.maximum(beside, np.maximum(near[2], near[3])),
        head=head[story],
        lead=np.maximum(lead[story], here),
        article=np.maximum(whole, head)[story],
        mentions=counts[story],
        words=Words(ids[own], tokens.marks[at[own]], row_of[sentence[own]], own, columns.term_of(hits[own])),
        sentences=sentences[row],
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


def _shifted(found: Floats, owner: Places, steps: int) -> Floats:
    """What stands `steps` sentences before (after, if negative) in the same article."""
    moved = np.zeros_like(found)
    if steps > 0:
        moved[steps:] = found[:-steps] * (owner[steps:] == owner[:-steps])[:, None]
    else:
        moved[:steps] = found[-steps:] * (owner[:steps] == owner[-steps:])[:, None]
    return moved


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
        self.lookup = np.full(len(tokens.key_ids), -1, dtype=np.int16)
        for key, column in columns.items():
            number = tokens.key_ids.get(key)
            if number is not None:
                self.lookup[number] = column
        self._term = np.full(self.count + 1, -1)  # the last stands for "no column"
        for number, ways in reversed(list(enumerate(self.ways))):
            for way, _ in ways:
                self._term[way] = number

    def matched(self, ids: Ids, owner: Places, owners: int) -> tuple[Floats, NDArray[np.int16]]:
        """Return how well each term is matched by the words of each owner, and the column of every word."""
        column = self.lookup[ids]
        for term, ways in zip(self.terms, self.ways, strict=True):
            if term.beside:
                column = self._only_beside(column, ways[0][0][0], term.beside, ids, owner)
        hits = np.nonzero(column >= 0)[0]
        present = np.zeros((owners, self.count), dtype=bool)
        present[owner[hits], column[hits]] = True
        found = np.zeros((owners, len(self.terms)))
        for number, ways in enumerate(self.ways):
            for columns, likeness in ways:
                has = present[:, columns[0]] if len(columns) == 1 else present[:, columns].all(axis=1)
                np.maximum(found[:, number], has * likeness, out=found[:, number])
        return found, column

    def _only_beside(
        self, column: NDArray[np.int16], number: int, month: str, ids: Ids, owner: Places
    ) -> NDArray[np.int16]:
        """A day's number counts only next to its month: "25" of "January 25" is no other 25."""
        wanted = self.tokens.key_ids.get(month, -1)
        column = column.copy()
        for place in np.nonzero(column == number)[0]:
            window = slice(max(0, place - _BESIDE), place + _BESIDE + 1)
            if not ((ids[window] == wanted) & (owner[window] == owner[place])).any():
                column[place] = -1
        return column

    def term_of(self, column: NDArray[np.int16]) -> Places:
        """Return the term that each column belongs to first; -1 for -1."""
        return self._term[column]
