"""Where the words of a question stand, in and around every candidate at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval.analysis import Analysis
from knowledge.retrieval.candidates import Candidates
from knowledge.retrieval.layout import Layout, laid_out
from knowledge.retrieval.tokens import Ids, Mark, Marks, Places, Tokens

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Values = Floats | Flags | float
"""A feature of all candidates: one value each, or one for all."""

LEAD = 4
"""How many sentences open an article."""


@dataclass(frozen=True)
class Terms:
    """The terms of a question as arrays: what each weighs; which are names, numbers, kinds, of the clause that asks."""

    weights: Floats
    names: Flags
    numbers: Flags
    kinds: Flags
    final: Flags

    @classmethod
    def of(cls, analysis: Analysis) -> Terms:
        """Return the terms of `analysis` (at least one)."""
        flags = np.array([(one.name, one.number, one.kind, one.final) for one in analysis.terms])
        return cls(term_weights(analysis), *flags.T)


@dataclass(frozen=True)
class Words:
    """The words of the candidates' own sentences, one after another.

    `row` is the candidate that a word belongs to, `place` where it stands in the run, `term` which term of the
    question it is found as (-1: none), `asked` whether it is found as any.
    """

    ids: Ids
    marks: Marks
    row: Places
    place: Places
    term: Places
    asked: Flags

    def marked(self, wanted: Mark) -> Flags:
        """Return which of the words have any of the marks `wanted`."""
        return (self.marks & int(wanted)) > 0


@dataclass(frozen=True)
class Matching:
    """How well each of `terms` is matched (0..1), a row a candidate and a column a term.

    `here` is in the sentence, `beside` there or in its neighbours, `around` up to two sentences off, `head` above
    the article, `lead` in its opening, `article` anywhere in it or above it; `mentions` counts its sentences that
    have the term. `stories` are the articles in question, `story` each candidate's place among them.
    """

    terms: Terms
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
    laid = candidates.layout
    at = laid.at(candidates.story) if laid is not None else None
    if laid is None or at is None:
        laid = Layout.of(analysis.terms, np.unique(candidates.story), tokens)
        at = laid.stories.searchsorted(candidates.story)
    has = np.zeros(len(laid.stories), dtype=np.bool_)
    has[at] = True
    places, story = has.nonzero()[0], (has.cumsum() - 1)[at]
    first, last = laid.starts[places], laid.starts[places + 1]
    row = first[story] + candidates.index
    here = laid.found[:, row]
    near = laid.shifted(row, (-1, 1, -2, 2))
    beside = np.maximum(here, near[:, :2].max(axis=1))
    around = np.maximum(beside, near[:, 2:].max(axis=1))
    head = laid.head[:, places]
    opening = np.minimum(first[:, None] + np.arange(LEAD), last[:, None] - 1)
    lead = np.maximum(head, laid.found[:, opening].max(axis=2))
    whole = np.maximum.reduceat(laid.found, laid.starts[:-1], axis=1)[:, places]
    counts = np.add.reduceat(laid.found > 0, laid.starts[:-1], axis=1, dtype=float)[:, places]
    sentences = laid.sentences[row]
    return Matching(
        terms=Terms.of(analysis),
        here=_by_row(here),
        beside=_by_row(beside),
        around=_by_row(around),
        head=_by_row(head[:, story]),
        lead=_by_row(np.maximum(lead[:, story], here)),
        article=_by_row(np.maximum(whole, head)[:, story]),
        mentions=_by_row(counts[:, story]),
        words=_words(laid, row, sentences, tokens),
        sentences=sentences,
        stories=laid.stories[places],
        story=story,
        story_lengths=(last - first)[story],
    )


def _words(laid: Layout, row: Places, sentences: Places, tokens: Tokens) -> Words:
    """The words of the candidates' own sentences, as they stand in the layout."""
    in_order = row.argsort()
    rows = row[in_order]
    own, of = laid_out(laid.words[rows], laid.words[rows + 1])
    there = own + (tokens.starts[sentences[in_order]] - laid.words[rows])[of]
    term = laid.columns.term_of(laid.column[own])
    return Words(laid.ids[own], tokens.marks[there], in_order[of], own, term, term >= 0)


def term_weights(analysis: Analysis) -> Floats:
    """Return what each term of the question weighs."""
    return np.array([term.weight for term in analysis.terms])


def within(places: Places, count: int) -> Places:
    """Return `places`, those beyond either end of `count` moved to that end; np.clip takes several times as long."""
    return np.minimum(np.maximum(places, 0), count - 1)


def _by_row(found: Floats) -> Floats:
    """A row a candidate, as sums over terms need them."""
    return np.ascontiguousarray(found.T)
